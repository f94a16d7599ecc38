"""Compares what a model file answers with answers that were kept. Knows no network.

Source of how boxes are matched: a non-maximum suppression gives boxes of cells unchanged, so
each expected box must be the box of some cell.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from colugo.errors import ModelMissing, ModelUnreadable, PairsUnreadable

Array = NDArray[Any]
_ROWS_TOLERANCE, _PX_TOLERANCE, _SCORE_TOLERANCE = 1e-5, 1e-2, 1e-4
_CHUNK = 64  # expected boxes looked at together; bounds memory


@dataclass(frozen=True)
class Pair:
    """One input of a network and what it should answer."""

    name: str
    given: Array  # (n, 3, h, w) float32, as the network takes it
    expected: Array  # rows (n, dim), or boxes (m, 6): label, score, x1, y1, x2, y2


@dataclass(frozen=True)
class Difference:
    """How far one answer is off."""

    name: str
    rows: int  # compared
    largest: float  # of features, rows made length 1 on both sides; of boxes in px
    score: float | None = None  # of boxes; None for rows

    @property
    def default_tolerance(self) -> float:
        """What two right implementations may differ by in float32: spec 1.6, with room."""
        return _ROWS_TOLERANCE if self.score is None else _PX_TOLERANCE

    def within(self, tolerance: float) -> bool:
        """Tell whether the answer is as good as `tolerance` asks; scores have one of their own."""
        return self.largest <= tolerance and (self.score or 0.0) <= _SCORE_TOLERANCE

    def sentence(self) -> str:
        """Say what was compared and how far it was off."""
        if self.score is None:
            return f"{self.name}: {self.rows} rows, off by {self.largest:.2e}"
        return (
            f"{self.name}: {self.rows} boxes, off by {self.largest:.2e} px, "
            f"scores by {self.score:.2e}"
        )


def read_pairs(path: Path) -> list[Pair]:
    """Read pairs from a .npz, or from a text file with two .npy paths to a line.

    Raises:
        PairsUnreadable: it is neither, or has no pairs, or they are not numbers.
    """
    try:
        found = _from_npz(path) if path.suffix == ".npz" else _from_list(path)
    except (OSError, ValueError, EOFError, KeyError) as error:
        raise PairsUnreadable(str(path), f"not readable: {error}") from error
    if not found:
        raise PairsUnreadable(str(path), "there are no pairs in it")
    return found


def compare(model: Path, pairs: Sequence[Pair]) -> Iterator[Difference]:
    """Run `model` on every input; gives how far each answer is off.

    An embedder's rows are compared with length 1, as the predecessor's are of any length.

    Raises:
        ModelMissing, ModelUnreadable: there is no model that can be run.
        PairsUnreadable: an input or an output has another shape than the model's.
    """
    session = _open(model)
    for pair in pairs:
        try:
            answers = session.run(None, {session.get_inputs()[0].name: pair.given})
        except Exception as error:  # the runtime's own, of no common kind
            raise PairsUnreadable(pair.name, f"the model does not take it: {error}") from error
        if len(answers) == 1:
            yield _rows_difference(pair, answers[0])
        else:
            yield _boxes_difference(pair, *answers[:2])


def _open(model: Path) -> onnxruntime.InferenceSession:
    if not model.is_file():
        raise ModelMissing(str(model))
    try:
        return onnxruntime.InferenceSession(str(model), providers=["CPUExecutionProvider"])
    except Exception as error:  # as above
        raise ModelUnreadable(str(model), f"it does not load ({error})") from error


def _from_npz(path: Path) -> list[Pair]:
    with np.load(path, allow_pickle=False) as arrays:
        names = sorted(name for name in arrays.files if name.startswith("input"))
        return [
            _pair(f"{path.name}: {name}", arrays[name], arrays["output" + name[len("input") :]])
            for name in names
        ]


def _from_list(path: Path) -> list[Pair]:
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        names = line.split("\t") if "\t" in line else line.split()
        if not names:
            continue
        if len(names) != 2:
            raise ValueError(f"line {number} has {len(names)} paths")
        given, expected = (np.load(path.parent / name, allow_pickle=False) for name in names)
        pairs.append(_pair(f"{path.name}:{number}", given, expected))
    return pairs


def _pair(name: str, given: Array, expected: Array) -> Pair:
    if given.dtype.kind not in "fiu" or expected.dtype.kind not in "fiu":
        raise ValueError(f"{name} does not hold numbers")
    if given.ndim != 4:
        raise ValueError(f"{name}: the input has the shape {given.shape}, not (n, 3, h, w)")
    return Pair(name, given.astype(np.float32), expected.astype(np.float32))


def _rows_difference(pair: Pair, rows: Array) -> Difference:
    expected = pair.expected.reshape(len(pair.expected), -1) if pair.expected.ndim > 1 else None
    if expected is None or expected.shape != rows.shape:
        raise PairsUnreadable(
            pair.name, f"the output has the shape {pair.expected.shape}, the model's {rows.shape}"
        )
    return Difference(pair.name, len(rows), _largest(_unit(expected) - _unit(rows)))


def _boxes_difference(pair: Pair, xyxy: Array, scores: Array) -> Difference:
    if pair.expected.ndim != 2 or pair.expected.shape[1] != 6 or len(xyxy) != 1:
        raise PairsUnreadable(
            pair.name, f"expected one picture and boxes (m, 6), got {pair.expected.shape}"
        )
    cells = np.concatenate([scores[0][:, None], xyxy[0]], axis=1)  # (cells, 5)
    off_px, off_score = 0.0, 0.0
    for start in range(0, len(pair.expected), _CHUNK):
        wanted = pair.expected[start : start + _CHUNK, 1:]
        off = np.abs(wanted[:, None] - cells[None])  # (m, cells, 5)
        # the nearest cell by its box; of equal boxes the one with the nearest score
        nearest = (off[..., 1:].max(-1) + off[..., 0]).argmin(1)
        found = off[np.arange(len(wanted)), nearest]
        off_px, off_score = (
            max(off_px, _largest(found[:, 1:])),
            max(off_score, _largest(found[:, 0])),
        )
    return Difference(pair.name, len(pair.expected), off_px, off_score)


def _unit(rows: Array) -> Array:
    unit: Array = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return unit


def _largest(difference: Array) -> float:
    """The largest absolute number; endless where one is no number."""
    return float(np.nan_to_num(np.abs(difference).max(initial=0.0), nan=np.inf))
