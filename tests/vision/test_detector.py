from pathlib import Path
from typing import Any

import numpy as np
import pytest

from colugo.errors import ModelKindWrong, ModelMetadataWrong, ModelOutputWrong
from colugo.vision import Detector, EngineOptions, Image

from .tiny_models import (
    DETECTOR,
    brightness_detector_file,
    embedder_file,
    fixed_detector_file,
)

_ONNX = EngineOptions(kind="onnxruntime", threads=1)
_BLACK = Image(np.zeros((60, 80, 3), np.uint8))


def _fixed(
    folder: Path, boxes: list[list[float]], scores: list[float], **metadata: Any
) -> Detector:
    path = fixed_detector_file(folder / "d.onnx", boxes, scores, DETECTOR | metadata)
    return Detector.open(path, _ONNX)


@pytest.mark.parametrize("resize", ["squash", "letterbox"])
def test_a_box_lies_on_the_photo_where_the_product_does(tmp_path: Path, resize: str) -> None:
    metadata = DETECTOR | {"resize": resize, "pad_value": 0, "input_wh": [40, 40]}
    metadata |= {"interpolation": "area"}
    path = brightness_detector_file(tmp_path / "d.onnx", metadata)
    pixels = np.zeros((200, 400, 3), np.uint8)
    pixels[100:110, 240:250] = 255  # one pixel of the letterbox input

    found = Detector.open(path, _ONNX).detect(Image(pixels))

    corners = np.array([*found.xyxy[:, :2].min(0), *found.xyxy[:, 2:].max(0)])
    np.testing.assert_allclose(corners, [240, 100, 250, 110], atol=10)
    assert found.scores[0] == pytest.approx(1)


def test_an_empty_counter_gives_an_empty_list(tmp_path: Path) -> None:
    detector = Detector.open(brightness_detector_file(tmp_path / "d.onnx"), _ONNX)

    found = detector.detect(_BLACK)

    assert len(found) == 0
    assert found.xyxy.shape == (0, 4)


def test_boxes_come_best_first_and_weak_ones_do_not_come(tmp_path: Path) -> None:
    boxes = [[0, 0, 1, 1], [2, 0, 3, 1], [4, 0, 5, 1], [6, 0, 7, 1]]
    detector = _fixed(tmp_path, boxes, [0.4, 0.29, 0.9, 0.3])

    found = detector.detect(_BLACK)

    np.testing.assert_allclose(found.scores, [0.9, 0.4, 0.3])
    assert found.xyxy[:, 0].tolist() == [40, 0, 60]


def test_of_two_boxes_on_one_product_the_better_stays(tmp_path: Path) -> None:
    detector = _fixed(tmp_path, [[0, 0, 4, 3], [0, 0, 4, 3.2]], [0.5, 0.8])

    found = detector.detect(_BLACK)

    np.testing.assert_allclose(found.xyxy, [[0, 0, 40, 32]], atol=1e-4)


def test_overlap_is_judged_by_the_models_own_number(tmp_path: Path) -> None:
    boxes = [[0.0, 0, 4, 4], [2, 0, 6, 4]]  # a third of what they cover together is shared

    lax = _fixed(tmp_path, boxes, [0.9, 0.8], nms_iou=0.4).detect(_BLACK)
    strict = _fixed(tmp_path, boxes, [0.9, 0.8], nms_iou=0.3).detect(_BLACK)

    assert (len(lax), len(strict)) == (2, 1)


def test_boxes_are_clipped_to_the_photo_and_flat_ones_dropped(tmp_path: Path) -> None:
    boxes = [[-3.0, -3, 99, 2], [3, 3, 3, 5], [5, 5, 4, 4], [20, 20, 30, 30]]
    detector = _fixed(tmp_path, boxes, [0.9, 0.9, 0.9, 0.9])

    found = detector.detect(_BLACK)

    assert found.xyxy.tolist() == [[0, 0, 80, 20]]


def test_no_more_boxes_come_than_the_model_allows(tmp_path: Path) -> None:
    boxes = [[float(x), 0, x + 1.0, 1] for x in range(8)]
    detector = _fixed(tmp_path, boxes, [0.9] * 8, max_detections=3)

    assert len(detector.detect(_BLACK)) == 3


def test_a_score_a_hair_above_one_counts_as_one(tmp_path: Path) -> None:
    detector = _fixed(tmp_path, [[0, 0, 1, 1]], [1.0000001])

    assert detector.detect(_BLACK).scores.tolist() == [1.0]


def test_numbers_that_are_none_are_no_boxes(tmp_path: Path) -> None:
    boxes = [[0, 0, 1, 1], [0, 0, float("nan"), 1]]
    detector = _fixed(tmp_path, boxes, [float("nan"), 0.9])

    assert len(detector.detect(_BLACK)) == 0


def test_one_pixel_is_a_scene(tmp_path: Path) -> None:
    detector = _fixed(tmp_path, [[0, 0, 8, 6]], [0.9])

    found = detector.detect(Image(np.zeros((1, 1, 3), np.uint8)))

    assert found.xyxy.tolist() == [[0, 0, 1, 1]]


def test_the_model_id_carries_name_bytes_and_precision(tmp_path: Path) -> None:
    name, digest, precision = _fixed(tmp_path, [[0, 0, 1, 1]], [0.9]).model_id.split(":")

    assert (name, len(digest), precision) == ("tiny-detector", 12, "fp32")


@pytest.mark.parametrize("field", ["score_threshold", "nms_iou", "max_detections", "mean"])
def test_a_detector_without_a_needed_field_is_refused(tmp_path: Path, field: str) -> None:
    metadata = {key: value for key, value in DETECTOR.items() if key != field}
    path = brightness_detector_file(tmp_path / "d.onnx", metadata)

    with pytest.raises(ModelMetadataWrong, match=f"`{field}`.*got nothing"):
        Detector.open(path, _ONNX)


def test_an_embedder_is_no_detector(tmp_path: Path) -> None:
    with pytest.raises(ModelKindWrong):
        Detector.open(embedder_file(tmp_path / "e.onnx"), _ONNX)


def test_a_network_that_gives_something_else_is_refused_when_opened(tmp_path: Path) -> None:
    path = embedder_file(tmp_path / "e.onnx", DETECTOR)

    with pytest.raises(ModelOutputWrong, match=r"`xyxy` \(n, cells, 4\)"):
        Detector.open(path, _ONNX)
