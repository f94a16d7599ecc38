"""A folder of drawn pictures: written by processes, carried on after a stop. Draws nothing.

Pictures are drawn in blocks. A block that is whole leaves a note of its rows in `.parts`; only when
all are there, `annotations.json` is written and the notes go. Every file is written beside and
renamed, so what is cut off leaves no half file, and the same request carries on where it stopped.
"""

import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Protocol, TypeVar

import cv2

from colugo.errors import SynthFolderInUse, SynthNotWritten
from colugo.synth.canvas import Pixels
from colugo.synth.outline import Seen, Xyxy

Row = dict[str, Any]  # of one picture: file_name, width, height, source, level, boxes
Progress = Callable[[int], None]  # told how many pictures are there
_JPEG_QUALITY = 92
_REQUEST, _ANSWERS, _PARTS = "synth.json", "annotations.json", ".parts"


def no_progress(_: int) -> None:
    """Tell nobody."""


class Block(Protocol):
    """Pictures that one process draws in one go. Can be pickled."""

    @property
    def folder(self) -> str:
        """Of the data set."""

    @property
    def numbers(self) -> range:
        """Of its pictures; no two blocks have the same."""


_Block = TypeVar("_Block", bound=Block)
Work = Callable[[_Block], list[Row]]


@dataclass(frozen=True)
class Written:
    """What was written.

    Attributes:
        pictures: that are in the folder.
        drawn: of these now; the others were there.
        seconds: that it took.
    """

    pictures: int
    drawn: int
    seconds: float


def write_dataset(
    folder: Path, request: dict[str, Any], categories: Sequence[tuple[str, str]],
    blocks: Sequence[_Block], work: Work[_Block], *, processes: int = 1,
    progress: Progress = no_progress,
) -> Written:  # fmt: skip
    """Draw the blocks that are not there yet, then write `annotations.json`.

    Args:
        folder: a new or empty one, or one that the same request began.
        request: all that the pictures depend on, as plain values.
        categories: SKU and name of every product, in the order of their ids, from 1 on.
        blocks: of pictures.
        work: draws one block, saves its pictures and gives their rows. Runs in any process.
        processes: how many work at once; the files do not depend on it.
        progress: told how many pictures are there.

    Raises:
        SynthFolderInUse: the folder holds something else.
        SynthNotWritten: the disk refused a file.
    """
    began = time.monotonic()
    total = sum(len(block.numbers) for block in blocks)
    try:
        claim(folder, request)
        if (folder / _ANSWERS).is_file():
            return Written(total, 0, time.monotonic() - began)
        todo = [block for block in blocks if not _part(block).is_file()]
        drawn, there = 0, total - sum(len(block.numbers) for block in todo)
        progress(there)
        for number in _all_done(work, todo, processes):
            drawn += number
            progress(there + drawn)
        rows = [row for block in blocks for row in json.loads(_part(block).read_text("utf-8"))]
        save(folder / _ANSWERS, _json(_coco(rows, categories)))
        shutil.rmtree(folder / _PARTS, ignore_errors=True)
    except OSError as error:
        raise SynthNotWritten(
            Path(error.filename or folder), error.strerror or str(error)
        ) from error
    return Written(total, drawn, time.monotonic() - began)


def save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    partial = path.with_name(f"{path.name}.part")
    partial.write_bytes(content)
    partial.replace(path)


def save_picture(path: Path, rgb: Pixels) -> None:
    """Write a JPEG whole or not at all; its folder is made if need be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bgr = cv2.cvtColor(rgb, cv2.COLOR_RGB2BGR)
    _, code = cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])
    save(path, code.tobytes())


def box_row(sku: str, seen: Seen, visible_fraction: float, extent_xyxy: Xyxy) -> Row:
    """A product on a picture as COCO JSON has it, with what Colugo says beside."""
    return {
        "sku": sku,
        "bbox": _xywh(seen.xyxy),
        "area": seen.area_px,
        "iscrowd": 0,
        "segmentation": [list(piece) for piece in seen.outline],
        "visible_fraction": visible_fraction,
        "extent": _xywh(extent_xyxy),
    }


def claim(folder: Path, request: dict[str, Any]) -> None:
    """Begin in a folder, or go on in it. Raises SynthFolderInUse."""
    mark, wanted = folder / _REQUEST, _json(request)
    if folder.exists() and not folder.is_dir():
        raise SynthFolderInUse(folder, "it is a file")
    names = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    if mark.is_file() and mark.read_bytes() != wanted:
        raise SynthFolderInUse(folder, f"its pictures were asked for otherwise, see {mark}")
    if not mark.is_file() and names - {f"{_REQUEST}.part"}:
        raise SynthFolderInUse(folder, "it is not empty")
    folder.mkdir(parents=True, exist_ok=True)
    save(mark, wanted)
    if not (folder / _ANSWERS).is_file():
        (folder / _PARTS).mkdir(exist_ok=True)


def release(folder: Path) -> None:
    """Undo `claim` where nothing was drawn yet; the folder goes too, if it is empty then."""
    (folder / _REQUEST).unlink()
    (folder / _PARTS).rmdir()
    if not any(folder.iterdir()):
        folder.rmdir()


def _all_done(work: Work[_Block], blocks: Sequence[_Block], processes: int) -> Iterator[int]:
    """Do blocks in one or more processes; yields how many pictures each has."""
    if processes <= 1:
        yield from (_do(work, block) for block in blocks)
        return
    context = get_context("spawn")
    pool = ProcessPoolExecutor(processes, mp_context=context, initializer=_one_thread)
    try:
        yield from pool.map(_do, [work] * len(blocks), blocks)
    finally:
        pool.shutdown(cancel_futures=True)


def _one_thread() -> None:
    cv2.setNumThreads(1)


def _do(work: Work[_Block], block: _Block) -> int:
    save(_part(block), _json(work(block)))
    return len(block.numbers)


def _part(block: Block) -> Path:
    return Path(block.folder, _PARTS, f"{block.numbers.start:08d}.json")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _coco(rows: Sequence[Row], categories: Sequence[tuple[str, str]]) -> dict[str, Any]:
    ids = {sku: number for number, (sku, _) in enumerate(categories, start=1)}
    images: list[Row] = []
    annotations: list[Row] = []
    for image_id, row in enumerate(rows, start=1):
        images.append({"id": image_id, **{k: v for k, v in row.items() if k != "boxes"}})
        for box in row["boxes"]:
            key = {"id": len(annotations) + 1, "image_id": image_id}
            annotations.append({**key, "category_id": ids[box["sku"]], **box})
    kinds = [
        {"id": number, "name": sku, "supercategory": "product", "title": name}
        for number, (sku, name) in enumerate(categories, start=1)
    ]
    return {"images": images, "annotations": annotations, "categories": kinds}


def _xywh(xyxy: Xyxy) -> list[float]:
    x0, y0, x1, y1 = xyxy
    return [x0, y0, round(x1 - x0, 2), round(y1 - y0, 2)]
