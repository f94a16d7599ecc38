"""Folders of pictures that cost nothing to draw: what is written, what is carried on."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pytest

from colugo.errors import SynthFolderInUse, SynthNotWritten
from colugo.synth.dataset import Row, Written, box_row, save_picture, write_dataset
from colugo.synth.outline import Seen
from tests.persistence.conftest import small_disk as small_disk

from .conftest import files_below

CATEGORIES = [("a", "Apple"), ("b", "Bread")]
REQUEST = {"pictures": "grey", "seed": 1}


@dataclass(frozen=True)
class Greys:
    folder: str
    numbers: range
    fails_at: int | None = None


class PowerCut(Exception):
    pass


def draw(block: Greys) -> list[Row]:
    rows: list[Row] = []
    for number in block.numbers:
        if number == block.fails_at:
            raise PowerCut
        name = f"images/{number}.jpg"
        save_picture(Path(block.folder, name), np.full((8, 8, 3), number, np.uint8))
        seen = Seen((1, 2, 5, 7), ((1, 2, 5, 2, 5, 7),), 9.0)
        boxes = [box_row("ab"[number % 2], seen, 0.5, (0, 1, 6, 8))]
        rows.append({"file_name": name, "width": 8, "height": 8, "boxes": boxes})
    return rows


def write(folder: Path, processes: int = 1, fails_at: int | None = None) -> Written:
    blocks = [Greys(str(folder), range(at, at + 3), fails_at) for at in range(0, 12, 3)]
    return write_dataset(folder, REQUEST, CATEGORIES, blocks, draw, processes=processes)


def test_answers_name_pictures_products_boxes_and_outlines(tmp_path: Path) -> None:
    written = write(tmp_path / "new")

    table = json.loads((tmp_path / "new" / "annotations.json").read_text())
    first, second = table["annotations"][:2]
    assert (written.pictures, written.drawn) == (12, 12)
    assert [image["id"] for image in table["images"]] == list(range(1, 13))
    assert [(each["id"], each["name"]) for each in table["categories"]] == [(1, "a"), (2, "b")]
    assert (first["image_id"], first["category_id"], second["category_id"]) == (1, 1, 2)
    assert (first["bbox"], first["extent"]) == ([1, 2, 4, 5], [0, 1, 6, 7])
    assert (first["area"], first["segmentation"]) == (9.0, [[1, 2, 5, 2, 5, 7]])


@pytest.mark.slow
def test_two_processes_write_the_bytes_of_one(tmp_path: Path) -> None:
    for processes in (1, 2):
        write(tmp_path / str(processes), processes)

    one, two = (files_below(tmp_path / name) for name in ("1", "2"))

    assert one == two
    assert len(one) == 14  # 12 pictures, the request and the answers


@pytest.mark.parametrize("fails_at", [0, 5, 11])
def test_what_was_cut_off_is_carried_on_and_comes_out_the_same(
    tmp_path: Path, fails_at: int
) -> None:
    write(tmp_path / "whole")
    with pytest.raises(PowerCut):
        write(tmp_path / "cut", fails_at=fails_at)
    assert not (tmp_path / "cut" / "annotations.json").exists()
    for half in (tmp_path / "cut").rglob("*.jpg"):
        assert cv2.imread(str(half)) is not None

    written = write(tmp_path / "cut")

    assert written.drawn == 12 - fails_at // 3 * 3
    assert files_below(tmp_path / "cut") == files_below(tmp_path / "whole")


def test_what_is_whole_is_not_drawn_again(tmp_path: Path) -> None:
    write(tmp_path / "new")

    written = write(tmp_path / "new", fails_at=0)

    assert (written.pictures, written.drawn) == (12, 0)


def test_progress_tells_what_is_there(tmp_path: Path) -> None:
    with pytest.raises(PowerCut):
        write(tmp_path, fails_at=7)
    told: list[int] = []
    blocks = [Greys(str(tmp_path), range(at, at + 3)) for at in range(0, 12, 3)]

    write_dataset(tmp_path, REQUEST, CATEGORIES, blocks, draw, progress=told.append)

    assert told == [6, 9, 12]


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"me")

    with pytest.raises(SynthFolderInUse, match="not empty"):
        write(tmp_path)
    with pytest.raises(SynthFolderInUse, match="is a file"):
        write(tmp_path / "holiday.jpg")

    assert files_below(tmp_path) == {"holiday.jpg": b"me"}


def test_a_full_disk_is_one_sentence_and_the_folder_can_be_carried_on(small_disk: Path) -> None:
    folder = small_disk / "new"
    filler = small_disk / "filler"
    with suppress(OSError):
        filler.write_bytes(bytes(256 << 20))

    with pytest.raises(SynthNotWritten, match="repeat the command"):
        write(folder)
    filler.unlink()

    assert write(folder).pictures == 12
