import json
from pathlib import Path

import numpy as np
import pytest

from colugo.errors import BadSynthRequest
from colugo.synth.studio.backgrounds import empty_patches, largest_rectangle


def slow_rectangle(is_free: np.ndarray) -> int:
    rows, columns = is_free.shape
    areas = [
        (bottom - top) * (right - left)
        for top in range(rows)
        for bottom in range(top + 1, rows + 1)
        for left in range(columns)
        for right in range(left + 1, columns + 1)
        if is_free[top:bottom, left:right].all()
    ]
    return max(areas, default=0)


@pytest.mark.parametrize("seed", range(6))
def test_the_largest_rectangle_agrees_with_trying_all(seed: int) -> None:
    is_free = np.random.default_rng(seed).random((7, 8)) < 0.75

    left, top, right, bottom = largest_rectangle(is_free)

    assert is_free[top:bottom, left:right].all()
    assert (right - left) * (bottom - top) == slow_rectangle(is_free)


def test_nothing_free_has_no_rectangle() -> None:
    assert largest_rectangle(np.zeros((3, 3), np.bool_)) == (0, 0, 0, 0)


def write(folder: Path, boxes: list[list[float]], size: int = 400) -> None:
    told = {
        "images": [{"id": 1, "file_name": "1.jpg", "width": size, "height": size}],
        "annotations": [{"image_id": 1, "bbox": box} for box in boxes],
    }
    (folder / "annotations.json").write_text(json.dumps(told))


def test_patches_lie_outside_of_every_box(tmp_path: Path) -> None:
    write(tmp_path, [[0, 0, 390, 90], [10, 300, 60, 60]])

    (patch,) = empty_patches(tmp_path)

    x0, y0, x1, y1 = patch.xyxy
    assert y0 >= 98  # a margin beside the box
    assert x0 >= 78 or y1 <= 292
    assert (x1 - x0) * (y1 - y0) > 0.4 * 400 * 400
    assert patch.path == tmp_path / "images" / "1.jpg"


def test_a_picture_full_of_boxes_gives_none(tmp_path: Path) -> None:
    write(tmp_path, [[x, y, 60, 60] for x in range(0, 400, 90) for y in range(0, 400, 90)])

    assert empty_patches(tmp_path) == []


def test_what_is_no_coco_json_is_refused_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(BadSynthRequest, match=r"annotations\.json"):
        empty_patches(tmp_path)
    (tmp_path / "annotations.json").write_text('{"images": [{"id": 1}], "annotations": []}')
    with pytest.raises(BadSynthRequest, match="a fault at"):
        empty_patches(tmp_path)
