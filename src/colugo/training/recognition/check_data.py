"""Looks over lists of pictures before an hour is spent on them. Prints nothing, needs no torch."""

import hashlib
import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal, NamedTuple

import cv2
import numpy as np

from colugo.legacy.train_config import TrainConfig
from colugo.training.recognition.lists import Listed, read_pictures

_EXAMPLES = 3
_AT_ONCE = 512  # pictures handed to the threads together


class Part(NamedTuple):
    """The pictures of one list, and what they are for."""

    name: Literal["train", "query", "gallery", "list", "against"]
    listed: Sequence[Listed]


class Seen(NamedTuple):
    """What a file turned out to be; without `digest` there is no such file."""

    digest: str | None
    is_readable: bool


class Finding(NamedTuple):
    """One thing that is wrong: where, how often, and what it means."""

    problem: str
    part: str
    times: int
    detail: str


Looks = Mapping[Path, Seen]


def parts_of(config: TrainConfig) -> list[Part]:
    """The lists of a config.

    Raises:
        LegacyFileUnreadable, PictureListInvalid: a list cannot be read.
    """
    parts = []
    if config.data.train is not None:
        parts.append(Part("train", read_pictures(config.data.train.dataset)))
    if config.data.evaluation is not None:
        parts.append(Part("query", read_pictures(config.data.evaluation.query.dataset)))
        parts.append(Part("gallery", read_pictures(config.data.evaluation.gallery.dataset)))
    return parts


def look_at_all(paths: Sequence[Path], told: Callable[[int], None]) -> dict[Path, Seen]:
    """Read and decode every picture once; `told` hears how many are done."""
    seen: dict[Path, Seen] = {}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for start in range(0, len(paths), _AT_ONCE):
            some = paths[start : start + _AT_ONCE]
            seen.update(zip(some, pool.map(look_at, some), strict=True))
            told(len(seen))
    return seen


def look_at(path: Path) -> Seen:
    """Whether a picture is there, whole, and one that the loader can decode."""
    if not path.is_file():
        return Seen(None, False)
    try:
        content = path.read_bytes()
    except OSError:
        return Seen("", False)
    return Seen(hashlib.sha256(content).hexdigest(), _is_picture(content))


def paths_of(parts: Iterable[Part]) -> list[Path]:
    """Every picture of all lists, once."""
    return list(dict.fromkeys(picture.path for part in parts for picture in part.listed))


def findings(parts: Sequence[Part], looks: Looks, class_num: int | None = None) -> list[Finding]:
    """Everything that is wrong with the lists; none where a training can begin.

    Args:
        parts: the lists.
        looks: what `look_at_all` saw of their pictures.
        class_num: columns of the head; None where no config says so.
    """
    by_name = {part.name: part for part in parts}
    found = [each for part in parts for each in _of_files(part, looks)]
    learnt = by_name.get("train") or by_name.get("list")
    if learnt is not None:
        found += _of_labels(learnt, class_num)
        asked = [part for part in parts if part.name in ("query", "against")]
        found += [each for part in asked for each in _in_both(learnt, part, looks)]
    if "query" in by_name and "gallery" in by_name:
        found += _of_retrieval(by_name["query"].listed, by_name["gallery"].listed, looks)
    return found


def _is_picture(content: bytes) -> bool:
    if not content:
        return False
    # Reads all of it, as the loader does, and is faster; imdecode refuses a JPEG without an end.
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), cv2.IMREAD_REDUCED_COLOR_8)
    return pixels is not None


def _of_files(part: Part, looks: Looks) -> list[Finding]:
    paths = list(dict.fromkeys(picture.path for picture in part.listed))
    missing = [path for path in paths if looks[path].digest is None]
    broken = [path for path in paths if looks[path].digest is not None]
    broken = [path for path in broken if not looks[path].is_readable]
    found = [("missing file", missing), ("unreadable picture", broken)]
    return [Finding(what, part.name, len(them), _few(them)) for what, them in found if them]


def _of_labels(part: Part, class_num: int | None) -> list[Finding]:
    labels = {picture.label for picture in part.listed}
    gaps = sorted(set(range(1, max(labels))) - labels)  # labels may start with 0 or 1
    found = []
    if gaps:
        detail = f"no picture of {_few(gaps)}; the head learns them as never seen"
        found.append(Finding("label gap", part.name, len(gaps), detail))
    if class_num is not None and max(labels) >= class_num:
        large = [picture for picture in part.listed if picture.label >= class_num]
        detail = f"label {max(labels)} needs class_num {max(labels) + 1}, got {class_num}"
        found.append(Finding("label too large", part.name, len(large), detail))
    return found


def _in_both(learnt: Part, asked: Part, looks: Looks) -> list[Finding]:
    """Queries that were learnt from; a gallery of what was learnt from is no fault."""
    known = {looks[picture.path].digest: picture.path for picture in learnt.listed}
    both = [picture.path for picture in asked.listed if looks[picture.path].digest]
    both = [path for path in both if looks[path].digest in known]
    pairs = [f"{path} = {known[looks[path].digest]}" for path in both]
    problem = f"picture of {learnt.name} too"
    return [Finding(problem, asked.name, len(both), _few(pairs))] if both else []


def _of_retrieval(
    query: Sequence[Listed], gallery: Sequence[Listed], looks: Looks
) -> list[Finding]:
    """Queries whose own picture answers them, and queries that nothing can answer.

    Source: a pair is masked where label and unique id are equal, spec 2.7.
    """
    has_ids = all(picture.unique_id is not None for picture in (*query, *gallery))
    same: dict[tuple[object, int], set[str | None]] = defaultdict(set)
    of_label: dict[int, set[str | None]] = defaultdict(set)
    for picture in gallery:
        same[looks[picture.path].digest or picture.path, picture.label].add(picture.unique_id)
        of_label[picture.label].add(picture.unique_id)
    masked = {picture: {picture.unique_id} if has_ids else set() for picture in query}
    found = []
    own = [
        picture for picture in query
        if same[looks[picture.path].digest or picture.path, picture.label] - masked[picture]
    ]  # fmt: skip
    if own:
        detail = _of_own(len(own), len(query), has_ids)
        found.append(Finding("query finds itself", "query", len(own), detail))
    if not any(of_label[picture.label] - masked[picture] for picture in query):
        detail = "the gallery has no other picture of any label: recall cannot be computed"
        found.append(Finding("query without answer", "query", len(query), detail))
    return found


def _of_own(own: int, queries: int, has_ids: bool) -> str:
    if own == queries:
        effect = "recall1 would be 1.0 by construction"
    else:
        effect = f"{own} of {queries} queries count as right whatever the model does"
    cure = "take doubles out of the lists" if has_ids else "use VeriWild with distinct ids"
    return f"the same picture lies in the gallery and no ids mask it: {effect}; {cure}"


def _few(things: Sequence[object]) -> str:
    shown = ", ".join(str(thing) for thing in things[:_EXAMPLES])
    return shown if len(things) <= _EXAMPLES else f"{shown}, …"
