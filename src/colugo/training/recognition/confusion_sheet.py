"""Draws what was taken for what: the picture asked about beside the one it was taken for."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PilImage
from PIL import ImageDraw

from colugo.open_set import Confusion
from colugo.training.recognition.data import read_rgb
from colugo.vision.fonts import lettering

_SIDE_PX, _GAP_PX, _LETTER_PX, _COLUMNS = 170, 12, 15, 3
_CELL_WH = (2 * _SIDE_PX + 3 * _GAP_PX, _SIDE_PX + 2 * _GAP_PX + 3 * _LETTER_PX)
_PAPER, _INK, _LESS = (255, 255, 255), (22, 26, 30), (96, 102, 110)


class Mistake(NamedTuple):
    """One pair of confused products, by the picture that was surest of its mistake.

    Attributes:
        confusion: how often.
        query: the picture asked about.
        found: the gallery picture it was taken for.
        similarity: of the two.
    """

    confusion: Confusion
    query: Path
    found: Path
    similarity: float


def surest_mistakes(
    confused: Sequence[Confusion],
    queries: Sequence[Path],
    found: Sequence[Path],
    similarities: NDArray[np.float32],
) -> tuple[Mistake, ...]:
    """For every confused pair the query that is most like what it was taken for.

    Args:
        confused: pairs, `queries` in them being places in the other three.
        queries: (n,) pictures asked about.
        found: (n,) the nearest picture of each.
        similarities: (n,) of the two.
    """
    surest = (max(pair.queries, key=lambda place: similarities[place]) for pair in confused)
    return tuple(
        Mistake(pair, queries[place], found[place], float(similarities[place]))
        for pair, place in zip(confused, surest, strict=True)
    )


def write_sheet(mistakes: Sequence[Mistake], path: Path) -> None:
    """Write a PNG with a cell for every mistake, the most frequent first."""
    rows = -(-len(mistakes) // _COLUMNS)
    columns = min(len(mistakes), _COLUMNS)
    sheet = PilImage.new("RGB", (columns * _CELL_WH[0], rows * _CELL_WH[1]), _PAPER)
    for place, mistake in enumerate(mistakes):
        row, column = divmod(place, _COLUMNS)
        sheet.paste(_cell(mistake), (column * _CELL_WH[0], row * _CELL_WH[1]))
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_suffix(".new")
    sheet.save(new, "PNG")
    new.replace(path)


def _cell(mistake: Mistake) -> PilImage.Image:
    cell = PilImage.new("RGB", _CELL_WH, _PAPER)
    right = 2 * _GAP_PX + _SIDE_PX
    cell.paste(_fitted(mistake.query), (_GAP_PX, _GAP_PX))
    cell.paste(_fitted(mistake.found), (right, _GAP_PX))
    pair, top = mistake.confusion, _GAP_PX + _SIDE_PX + 2
    _write(cell, (_GAP_PX, top), f"{pair.true}: {mistake.query.stem}", _INK)
    _write(cell, (right, top), f"{pair.taken_for}: {mistake.found.stem}", _INK)
    words = f"{pair.times} times, {pair.share:.0%} · similarity {mistake.similarity:.2f}"
    _write(cell, (_GAP_PX, top + _LETTER_PX + 4), words, _LESS, width_px=2 * _SIDE_PX)
    return cell


def _fitted(path: Path) -> PilImage.Image:
    """The picture, whole, in the middle of a square."""
    square = PilImage.new("RGB", (_SIDE_PX, _SIDE_PX), (236, 238, 240))
    pixels = read_rgb(path)
    if pixels is not None:
        picture = PilImage.fromarray(pixels)
        picture.thumbnail((_SIDE_PX, _SIDE_PX))
        square.paste(picture, ((_SIDE_PX - picture.width) // 2, (_SIDE_PX - picture.height) // 2))
    return square


def _write(
    cell: PilImage.Image, at: tuple[int, int], text: str, ink: tuple[int, int, int], *,
    width_px: int = _SIDE_PX,
) -> None:  # fmt: skip
    words = lettering(text, text, _LETTER_PX)
    shown = words.text
    while shown and words.font.getlength(shown) > width_px:
        shown = f"{shown[:-2]}…"
    ImageDraw.Draw(cell).text(at, shown, fill=ink, font=words.font)
