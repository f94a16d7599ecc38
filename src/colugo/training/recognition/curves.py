"""The curve of a training: a CSV while it runs, a picture at its end. Knows no network."""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

_SIZE_WH = (900, 420)
_MARGIN = 60
_COLOURS = ((200, 90, 20), (40, 140, 40), (40, 40, 200), (150, 60, 150))  # BGR


def append_row(path: Path, row: Mapping[str, float]) -> None:
    """Add an epoch; a row with other columns than the file has begins the file anew."""
    rows = read_rows(path)
    columns = list(dict.fromkeys([*(rows[0] if rows else ()), *row]))
    new = path.with_suffix(".new")
    with new.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        kept = (each for each in rows if float(each["epoch"]) < row["epoch"])
        writer.writerows([*kept, {name: f"{value:.6g}" for name, value in row.items()}])
    new.replace(path)


def read_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a curve, none where there is no file."""
    if not path.is_file():
        return []
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write_picture(csv_path: Path, path: Path) -> None:
    """Draw loss (left scale) and scores (right scale, 0 to 1) over epochs as a PNG."""
    rows = read_rows(csv_path)
    canvas = np.full((_SIZE_WH[1], _SIZE_WH[0], 3), 255, np.uint8)
    epochs = [float(row["epoch"]) for row in rows]
    names = [name for name in rows[0] if name not in ("epoch", "lr")] if rows else []
    losses = [float(row["loss"]) for row in rows if row.get("loss")]
    top = max(losses, default=1.0) or 1.0
    _axes(canvas, top, max(epochs, default=1.0))
    for place, name in enumerate(names):
        points = [
            _at(epoch / max(epochs), float(row[name]) / (top if name == "loss" else 1.0))
            for epoch, row in zip(epochs, rows, strict=True)
            if row[name] not in ("", "nan")
        ]
        _line(canvas, points, name, place)
    _, code = cv2.imencode(".png", canvas)
    path.write_bytes(code.tobytes())


def _at(x: float, y: float) -> tuple[int, int]:
    width, height = _SIZE_WH[0] - 2 * _MARGIN, _SIZE_WH[1] - 2 * _MARGIN
    return round(_MARGIN + x * width), round(_SIZE_WH[1] - _MARGIN - y * height)


def _axes(canvas: NDArray[np.uint8], top: float, epochs: float) -> None:
    cv2.rectangle(canvas, _at(0, 1), _at(1, 0), (120, 120, 120), 1)
    for share in (0.0, 0.5, 1.0):
        y = _at(0, share)[1]
        _write(canvas, f"{top * share:.3g}", (6, y + 4), (0, 0, 0))
        _write(canvas, f"{share:.1f}", (_SIZE_WH[0] - _MARGIN + 8, y + 4), (0, 0, 0))
        below = (_at(share, 0)[0] - 8, _at(0, 0)[1] + 18)
        _write(canvas, f"{epochs * share:.0f}", below, (0, 0, 0))
    _write(canvas, "epoch", (_SIZE_WH[0] // 2 - 20, _SIZE_WH[1] - 14), (0, 0, 0))


def _line(
    canvas: NDArray[np.uint8], points: Sequence[tuple[int, int]], name: str, place: int
) -> None:
    colour = _COLOURS[place % len(_COLOURS)]
    if points:
        corners = np.array(points, np.int32).reshape(-1, 1, 2)
        cv2.polylines(canvas, [corners], isClosed=False, color=colour, thickness=2)
        cv2.circle(canvas, points[-1], 4, colour, -1)
    label = f"{name} (left)" if name == "loss" else name
    _write(canvas, label, (_MARGIN + 130 * place, _MARGIN - 18), colour)


def _write(
    canvas: NDArray[np.uint8], text: str, at: tuple[int, int], colour: tuple[int, int, int]
) -> None:
    cv2.putText(canvas, text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, colour, 1, cv2.LINE_AA)
