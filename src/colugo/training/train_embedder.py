"""Trains the two-headed embedder: `python -m colugo.training.train_embedder RECIPE`.

Reads top to bottom: settings, data, model, loop. The trunk is frozen, so its maps are
computed once (data/trunk_maps.py) and an epoch only runs the tails.
"""

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from torch import Tensor, nn
from torch.nn import functional as F

from colugo.errors import CheckpointMismatch
from colugo.training.data.grocery import (
    UNSEEN_LABELS,
    LabelledPhoto,
    fingerprint,
    protocols,
    read_list,
)
from colugo.training.data.product_folders import read_product_folders
from colugo.training.data.trunk_maps import PLAIN, TrunkInput, View, trunk_maps
from colugo.training.embedder_recipe import EmbedderRecipe
from colugo.training.judge import judged_photos, scores
from colugo.training.networks.arcmargin import ArcMargin
from colugo.training.networks.rec_model import TwoHeads
from colugo.training.warm_start import TFLITE_MEAN, TFLITE_STD, start_mobilenet_v2

_MARGIN_RAMP = 0.4  # share of the steps over which the margin grows to its full size
_STATE = "last.pt"
_CURVE = "curve.csv"


@dataclass(frozen=True)
class Lesson:
    """What is learnt from: maps (n, c, h, w) of the views, and the label of each."""

    maps: NDArray[np.float16]
    labels: NDArray[np.int64]  # (n,) 0..products-1
    is_general: NDArray[np.bool_]  # (n,) plain views of real photos, for the whitening
    fingerprint: str  # of photos and labels

    @property
    def products(self) -> int:
        """How many products are told apart."""
        return int(self.labels.max()) + 1


def train(recipe: EmbedderRecipe) -> dict[str, float]:
    """Train by `recipe`, resuming where a checkpoint is; gives the scores of the last epoch.

    Writes `last.pt` (settings, scores, network, optimiser) and `curve.csv` after every
    epoch into the recipe's output folder.

    Raises:
        WeightsUnreadable, DatasetUnreadable: a file that the recipe names is not right.
        CheckpointMismatch: the output folder holds another training.
    """
    state = read_checkpoint(recipe)  # first, since the maps take minutes
    torch.manual_seed(recipe.seed)
    network = started_network(recipe)
    tests = protocols(recipe.grocery)
    judged = judged_photos(tests)
    judged_maps = _maps(recipe, network, [View(path, PLAIN) for path in judged])
    lesson = _lesson(recipe, network)
    head = ArcMargin(recipe.dims[0], lesson.products, margin=0.0, scale=recipe.scale)
    general = _forward(network.general, lesson.maps, np.flatnonzero(lesson.is_general))
    network.whitening.fit(general, recipe.shrinkage)

    steps_per_epoch = max(1, len(lesson.labels) // recipe.batch)
    steps = max(1, round(recipe.epochs * steps_per_epoch))
    optimiser, schedule = _optimiser(recipe, network, head, steps)
    parts = {"network": network, "head": head, "optimiser": optimiser, "schedule": schedule}
    first, figures = _resume(recipe, state, lesson, parts)
    with _progress() as bar:
        task = bar.add_task("training", total=steps, completed=first, loss=0.0, rate=0.0)
        for step, rows, is_mirrored in _batches(recipe, lesson, first, steps):
            head.margin = recipe.margin * min(1.0, step / (_MARGIN_RAMP * steps))
            loss = _step(network, head, optimiser, *_batch(lesson, rows, is_mirrored))
            schedule.step()
            rate = recipe.batch * (bar.tasks[task].speed or 0.0)
            bar.update(task, completed=step + 1, loss=loss, rate=rate)
            if (step + 1) % steps_per_epoch == 0 or step + 1 == steps:
                joined = _forward(network.join, judged_maps, np.arange(len(judged))).numpy()
                embedding_of = dict(zip(judged, joined, strict=True))
                figures = scores(recipe.grocery, tests, embedding_of)
                _save(recipe, lesson, step + 1, parts, figures, loss)
                bar.console.print({name: round(value, 3) for name, value in figures.items()})
    return figures


def judge(recipe: EmbedderRecipe, network: TwoHeads) -> dict[str, float]:
    """Scores of a network by the protocols of the default models."""
    tests = protocols(recipe.grocery)
    judged = judged_photos(tests)
    maps = _maps(recipe, network, [View(path, PLAIN) for path in judged])
    joined = _forward(network.join, maps, np.arange(len(judged))).numpy()
    return scores(recipe.grocery, tests, dict(zip(judged, joined, strict=True)))


def read_checkpoint(recipe: EmbedderRecipe) -> dict[str, Any] | None:
    """The last checkpoint in the recipe's output folder, None where there is none.

    Raises:
        CheckpointMismatch: it was made by another recipe.
    """
    path = recipe.output / _STATE
    if not path.is_file():
        return None
    state: dict[str, Any] = torch.load(path, weights_only=True)
    wanted, made_with = recipe.model_dump(mode="json"), state["recipe"]
    differing = [key for key in wanted if made_with.get(key) != wanted[key]]
    if differing:
        got = {key: made_with.get(key) for key in differing}
        expected = {key: wanted[key] for key in differing}
        raise CheckpointMismatch(str(path), str(expected), str(got))
    return state


def started_network(recipe: EmbedderRecipe) -> TwoHeads:
    """The network of the recipe with ImageNet weights in trunk and both tails."""
    network = TwoHeads(recipe.blocks, recipe.dims, recipe.general_weight)
    for tail in (network.general, network.special):
        start_mobilenet_v2(nn.Sequential(network.trunk, tail), recipe.start)
    return network


def _lesson(recipe: EmbedderRecipe, network: TwoHeads) -> Lesson:
    grocery = read_list(recipe.grocery, "train.txt")
    invented: list[LabelledPhoto] = []
    for folder in recipe.folders:  # labels go on where the last data set ended
        first = 1 + max(*UNSEEN_LABELS, *(photo.label for photo in (*grocery, *invented)))
        invented += read_product_folders(folder, first)
    # view 0 of a real photo is the photo itself: the whitening learns from those
    real = [(p, number - 1) for number in range(recipe.views) for p in grocery]
    drawn = [(p, number) for number in range(recipe.folder_views) for p in invented]
    # a twin reads the maps of the model it is the twin of, and leaves out what it may not see
    parts = [
        _maps(recipe, network, [View(photo.path, number) for photo, number in views])
        for views in (real, drawn)
        if views
    ]
    maps = np.concatenate(parts) if len(parts) > 1 else parts[0]
    taken = [*real, *drawn]
    held_out = UNSEEN_LABELS if recipe.hold_out == "unseen" else frozenset[int]()
    rows = [row for row, (photo, _) in enumerate(taken) if photo.label not in held_out]
    _, labels = np.unique([taken[row][0].label for row in rows], return_inverse=True)
    is_plain = np.array([taken[row][1] == PLAIN for row in rows])
    kept = maps if len(rows) == len(maps) else maps[rows]
    name = fingerprint(photo for photo in (*grocery, *invented) if photo.label not in held_out)
    return Lesson(kept, labels.astype(np.int64), is_plain, name)


def _maps(recipe: EmbedderRecipe, network: TwoHeads, views: list[View]) -> NDArray[np.float16]:
    given = TrunkInput(recipe.size_px, TFLITE_MEAN, TFLITE_STD)
    return trunk_maps(network.trunk, views, given, recipe.output.parent / "maps")


def _optimiser(
    recipe: EmbedderRecipe, network: TwoHeads, head: ArcMargin, steps: int
) -> tuple[torch.optim.SGD, torch.optim.lr_scheduler.OneCycleLR]:
    fresh = [*network.neck.parameters(), *head.parameters()]
    groups = [{"params": list(network.special.parameters())}, {"params": fresh}]
    rates = [recipe.learning_rate, 3 * recipe.learning_rate]
    optimiser = torch.optim.SGD(
        groups, lr=rates[0], momentum=0.9, weight_decay=recipe.weight_decay, nesterov=True
    )
    cycle = torch.optim.lr_scheduler.OneCycleLR(optimiser, rates, total_steps=steps, pct_start=0.15)
    return optimiser, cycle


def _batches(
    recipe: EmbedderRecipe, lesson: Lesson, first: int, steps: int
) -> Iterator[tuple[int, NDArray[np.intp], NDArray[np.bool_]]]:
    """Rows of each step from `first` on, and which of them to mirror.

    Every epoch is another permutation. All is drawn from the seed and the step, so that a
    training that was interrupted goes on as if it had not been.
    """
    per_epoch = max(1, len(lesson.labels) // recipe.batch)
    for step in range(first, steps):
        epoch, row = divmod(step, per_epoch)
        order = np.random.default_rng([recipe.seed, epoch]).permutation(len(lesson.labels))
        rows = np.sort(order[row * recipe.batch : (row + 1) * recipe.batch])
        is_mirrored = np.random.default_rng([recipe.seed, epoch, row]).random(len(rows)) < 0.5
        yield step, rows, is_mirrored


def _batch(
    lesson: Lesson, rows: NDArray[np.intp], is_mirrored: NDArray[np.bool_]
) -> tuple[Tensor, Tensor]:
    maps = torch.from_numpy(lesson.maps[rows].astype(np.float32))
    mirrored = torch.from_numpy(is_mirrored)  # a mirrored map is nearly that of a mirror image
    maps[mirrored] = maps[mirrored].flip(-1)
    return maps.contiguous(memory_format=torch.channels_last), torch.from_numpy(lesson.labels[rows])


def _step(
    network: TwoHeads, head: ArcMargin, optimiser: torch.optim.SGD, maps: Tensor, labels: Tensor
) -> float:
    loss = F.cross_entropy(head(network.features(maps), labels), labels)
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    for group in optimiser.param_groups:
        nn.utils.clip_grad_norm_(group["params"], 5.0)
    optimiser.step()
    return loss.item()


def _forward(part: Any, maps: NDArray[np.float16], rows: NDArray[np.intp]) -> Tensor:
    with torch.inference_mode():
        blocks = [rows[start : start + 64] for start in range(0, len(rows), 64)]
        return torch.cat([part(torch.from_numpy(maps[b].astype(np.float32))) for b in blocks])


def _save(
    recipe: EmbedderRecipe, lesson: Lesson, step: int, parts: dict[str, Any],
    figures: dict[str, float], loss: float,
) -> None:  # fmt: skip
    recipe.output.mkdir(parents=True, exist_ok=True)
    states = {name: part.state_dict() for name, part in parts.items()}
    facts = {
        "recipe": recipe.model_dump(mode="json"),
        "fingerprint": lesson.fingerprint,
        "step": step,
        "scores": figures,
    }
    torch.save({**facts, **states}, recipe.output / f"{_STATE}.new")
    (recipe.output / f"{_STATE}.new").rename(recipe.output / _STATE)
    curve = recipe.output / _CURVE
    is_new = not curve.exists()
    with curve.open("a", newline="") as file:
        rows = csv.writer(file)
        if is_new:
            rows.writerow(["step", "loss", *figures])
        rows.writerow([step, round(loss, 4), *(round(value, 4) for value in figures.values())])


def _resume(
    recipe: EmbedderRecipe, state: dict[str, Any] | None, lesson: Lesson, parts: dict[str, Any]
) -> tuple[int, dict[str, float]]:
    """Load the checkpoint where there is one; gives the step to go on from, and the scores."""
    if state is None:
        (recipe.output / _CURVE).unlink(missing_ok=True)  # of a training that was taken away
        return 0, {}
    if state.get("fingerprint") != lesson.fingerprint:
        asked, got = (f"photos {name}" for name in (lesson.fingerprint, state.get("fingerprint")))
        raise CheckpointMismatch(str(recipe.output / _STATE), asked, got)
    for name, part in parts.items():
        part.load_state_dict(state[name])
    return int(state["step"]), dict(state["scores"])


def _progress() -> Progress:
    return Progress(
        TextColumn("{task.description}"), BarColumn(),
        TextColumn("loss {task.fields[loss]:.3f}, {task.fields[rate]:.0f} views/s"),
        TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip


if __name__ == "__main__":
    Console().print(train(EmbedderRecipe.load(Path(sys.argv[1]))))
