"""The peer's numbers become boxes as its authors do it."""

from pathlib import Path

import numpy as np
import pytest

from colugo.training.yolox_peer import YoloxPeer, decode
from colugo.vision import Image

WEIGHTS = Path("../shared/weights/yolox_nano.onnx")


def test_raw_numbers_agree_with_decoding_one_cell_at_a_time() -> None:
    cells = 8 * 8 + 4 * 4 + 2 * 2
    raw = np.random.default_rng(0).random((cells, 5 + 3)).astype(np.float32)

    xyxy, scores = decode(raw, 64)

    row = 0
    for stride in (8, 16, 32):
        for y in range(64 // stride):
            for x in range(64 // stride):
                center = (raw[row, 0] + x) * stride, (raw[row, 1] + y) * stride
                size = np.exp(raw[row, 2]) * stride, np.exp(raw[row, 3]) * stride
                slow = [
                    center[0] - size[0] / 2, center[1] - size[1] / 2,
                    center[0] + size[0] / 2, center[1] + size[1] / 2,
                ]  # fmt: skip
                assert xyxy[row].tolist() == pytest.approx(slow, rel=1e-4, abs=1e-3)
                assert scores[row] == pytest.approx(raw[row, 4] * max(raw[row, 5:]), rel=1e-5)
                row += 1


@pytest.mark.skipif(not WEIGHTS.is_file(), reason="needs the weights of ../shared/weights")
def test_the_peer_finds_boxes_inside_the_picture() -> None:
    pixels = np.full((300, 500, 3), 200, np.uint8)
    pixels[60:240, 150:330] = (180, 30, 20)

    found = YoloxPeer(WEIGHTS).detect(Image(pixels))

    assert len(found) > 0
    assert (found.xyxy >= 0).all()
    assert (found.xyxy <= [500, 300, 500, 300]).all()
