"""Evaluates an embedding network on the query and gallery of a config."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import nn

from colugo.errors import NothingEvaluated
from colugo.legacy.train_config import PartSection, TrainConfig
from colugo.open_set import most_confused, open_set_scores
from colugo.training.recognition.confusion_sheet import Mistake, surest_mistakes
from colugo.training.recognition.data import Batch, Batches
from colugo.training.recognition.metrics import Embedded, nearest, prepared, retrieval_scores
from colugo.training.recognition.processes import Processes

Watch = Callable[[Iterable[Batch], str, int], Iterable[Batch]]  # batches, what of, how many


class Evaluated(NamedTuple):
    """What an evaluation found.

    Attributes:
        scores: by name, in the order of the config.
        broken: pictures that could not be read.
        open_set: AUROC and false accept rates, where the gallery lacks some of the products
            asked for; else empty.
        mistakes: products taken for one another, most often first, each with pictures.
    """

    scores: dict[str, float]
    broken: tuple[str, ...]
    open_set: dict[str, float]
    mistakes: tuple[Mistake, ...]


def unwatched(batches: Iterable[Batch], what: str, count: int) -> Iterable[Batch]:
    """Nobody watches."""
    del what, count
    return batches


def evaluate(
    network: nn.Module, config: TrainConfig, processes: Processes, watch: Watch = unwatched
) -> Evaluated:
    """Score a network (n, 3, h, w) -> (n, d) by the metrics of a config.

    Every process embeds its share; all get the scores of the whole.

    Raises:
        NothingEvaluated: the config has no Eval, or no picture could be read.
    """
    parts = config.data.evaluation
    if parts is None:
        raise NothingEvaluated("the config has no DataLoader.Eval with Query and Gallery")
    network.eval()
    asked = _embedded(network, parts.query, config, processes, watch, "query")
    known = asked
    if parts.gallery != parts.query:
        known = _embedded(network, parts.gallery, config, processes, watch, "gallery")
    query, gallery = asked.rows, known.rows
    block = config.general.sim_block_size
    scores = retrieval_scores(query, gallery, config.metric.evaluation, block=block)
    similarities, found = nearest(query, gallery)
    is_known = np.isin(query.labels, gallery.labels)
    open_set = {}
    if is_known.any() and not is_known.all():
        open_set = open_set_scores(similarities[is_known], similarities[~is_known])
    places = np.flatnonzero(is_known)
    confused = most_confused(query.labels[places], gallery.labels[found[places]])
    mistakes = surest_mistakes(
        confused,
        [asked.paths[place] for place in places],
        [known.paths[place] for place in found[places]],
        similarities[places],
    )
    unread = tuple(dict.fromkeys((*asked.broken, *known.broken)))
    return Evaluated(scores, unread, open_set, mistakes)


class _Part(NamedTuple):
    """Pictures that could be read, embedded, and the paths of those and of the others."""

    rows: Embedded
    paths: list[Path]
    broken: tuple[str, ...]


def _embedded(
    network: nn.Module, part: PartSection, config: TrainConfig, processes: Processes,
    watch: Watch, what: str,
) -> _Part:  # fmt: skip
    batches = Batches(part, rank=processes.rank, world=processes.world)
    found: dict[int, np.ndarray] = {}
    broken: list[int] = []
    for batch in watch(batches.epoch(0), what, len(batches)):
        broken += batch.broken
        found.update(_rows(network, batch, processes))
    # filled-up places come twice: the number of a picture tells
    rows = dict(sorted(processes.gather(list(found.items()))))
    if not rows:
        raise NothingEvaluated(f"no picture of {part.dataset.cls_label_path} could be read")
    missing = sorted(set(processes.gather(broken)))
    listed = [batches.listed[number] for number in rows]
    ids = tuple(one.unique_id or "" for one in listed)
    has_ids = all(one.unique_id is not None for one in listed)
    general = config.general
    compared = prepared(
        np.stack(list(rows.values())), normalise=general.feature_normalize,
        binarise=general.feature_binarize,
    )  # fmt: skip
    labels = np.array([one.label for one in listed], np.int64)
    embedded = Embedded(compared, labels, ids if has_ids else None)
    unread = tuple(str(batches.listed[number].path) for number in missing)
    return _Part(embedded, [one.path for one in listed], unread)


@torch.inference_mode()
def _rows(
    network: nn.Module, batch: Batch, processes: Processes
) -> Iterator[tuple[int, np.ndarray]]:
    if len(batch.labels):
        rows = network(batch.images.to(processes.device)).float().cpu().numpy()
        yield from zip(batch.places.tolist(), rows, strict=True)
