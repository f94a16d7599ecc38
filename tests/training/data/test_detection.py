"""Scenes are read from COCO, kept apart by source, and decoded once."""

import dataclasses
import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from colugo.errors import DatasetUnreadable
from colugo.training.data.detection import PictureCache, Scene, fingerprint, read_scenes, split
from tests.training.drawn_scenes import draw_scenes

REAL = Path("../shared/data")


def scene(source: str) -> Scene:
    return Scene(Path(f"{source}.jpg"), source, (10, 10), np.array([[1, 1, 5, 5]], np.float32))


def write_coco(folder: Path, bbox: list[float]) -> Path:
    coco = {
        "images": [{"id": 5, "file_name": "a_jpg.rf.12.jpg", "width": 40, "height": 30}],
        "annotations": [{"image_id": 5, "bbox": bbox}],
    }
    (folder / "annotations.json").write_text(json.dumps(coco), encoding="utf-8")
    return folder


def test_a_scene_has_its_boxes_as_corners_clipped_to_the_picture(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, [30, -2, 20, 12])

    (read,) = read_scenes(folder)

    assert read.xyxy.tolist() == [[30, 0, 40, 10]]
    assert read.size_wh == (40, 30)


def test_without_a_source_the_file_name_up_to_its_copy_mark_is_the_source(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, [1, 1, 5, 5])

    (read,) = read_scenes(folder)

    assert read.source == "a_jpg"


def test_boxes_without_area_are_dropped(tmp_path: Path) -> None:
    folder = write_coco(tmp_path, [39.5, 3, 20, 12])

    (read,) = read_scenes(folder)

    assert read.xyxy.shape == (0, 4)


@pytest.mark.parametrize(
    "content", ["", "[]", '{"images": []}', '{"images": [{}], "annotations": []}']
)
def test_a_file_that_is_not_coco_is_refused_by_name(tmp_path: Path, content: str) -> None:
    (tmp_path / "annotations.json").write_text(content, encoding="utf-8")

    with pytest.raises(DatasetUnreadable, match=str(tmp_path)):
        read_scenes(tmp_path)


def test_a_missing_folder_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnreadable, match="nowhere"):
        read_scenes(tmp_path / "nowhere")


def test_copies_of_one_source_stay_on_one_side() -> None:
    scenes = [scene(f"frame-{number}") for number in range(200)] * 2

    train, measure = split(scenes)

    assert len(train) + len(measure) == 400
    assert not {one.source for one in train} & {one.source for one in measure}
    assert 0.15 < len(measure) / 400 < 0.25


def test_every_scene_is_kept_out_of_one_fold() -> None:
    scenes = [scene(f"frame-{number}") for number in range(100)]

    kept_out = [one.source for fold in range(5) for one in split(scenes, fold)[1]]

    assert sorted(kept_out) == sorted(one.source for one in scenes)


def test_a_scene_keeps_its_side_when_others_come() -> None:
    few = [scene(f"frame-{number}") for number in range(50)]

    measured = {one.source for one in split(few)[1]}

    more = few + [scene(f"new-{number}") for number in range(50)]
    assert measured == {one.source for one in split(more)[1] if one.source.startswith("frame")}


def test_the_fingerprint_changes_with_a_box() -> None:
    first = scene("a")
    moved = dataclasses.replace(first, xyxy=first.xyxy + 1)

    names = {fingerprint([first]), fingerprint([first]), fingerprint([moved]), fingerprint([])}

    assert len(names) == 3


def test_large_pictures_are_kept_smaller_with_their_boxes(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "wide.png"), np.zeros((100, 200, 3), np.uint8))
    wide = Scene(
        tmp_path / "wide.png", "wide", (200, 100), np.array([[20, 40, 60, 80]], np.float32)
    )

    pixels, xyxy = PictureCache(max_side_px=50).load(wide)

    assert pixels.shape == (25, 50, 3)
    assert xyxy.tolist() == [[5, 10, 15, 20]]


def test_a_filled_cache_needs_the_disk_no_more_until_its_room_is_used_up(tmp_path: Path) -> None:
    scenes = read_scenes(draw_scenes(tmp_path / "drawn", 60))
    cache = PictureCache(limit_mb=1)  # 36 pictures of 27,648 bytes, and the one that fills it
    cache.fill(scenes)

    for one in scenes:
        one.path.unlink()

    assert cache.load(scenes[0])[0].shape == (96, 96, 3)
    with pytest.raises(DatasetUnreadable, match="not a picture"):
        cache.load(scenes[-1])


def test_pictures_come_in_rgb(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "red.png"), np.full((8, 8, 3), (0, 0, 255), np.uint8))  # BGR

    pixels, _ = PictureCache().load(
        Scene(tmp_path / "red.png", "red", (8, 8), np.zeros((0, 4), np.float32))
    )

    assert pixels[0, 0].tolist() == [255, 0, 0]


@pytest.mark.skipif(not REAL.is_dir(), reason="needs the pictures of ../shared/data")
@pytest.mark.parametrize(
    ("name", "pictures", "boxes"), [("checkout-belt", 274, 1696), ("beverages", 278, 797)]
)
def test_the_real_sets_are_read_whole_and_a_fifth_is_kept_out(
    name: str, pictures: int, boxes: int
) -> None:
    scenes = read_scenes(REAL / name)

    train, measure = split(scenes)

    assert (len(scenes), sum(len(one.xyxy) for one in scenes)) == (pictures, boxes)
    assert 0.15 < len(measure) / len(train + measure) < 0.25
