"""YOLOX-Nano as a detector of anything: a peer to measure against, never shipped.

Source: Ge et al., "YOLOX" (2021) and its demo: BGR 0..255, letterbox with 114 from the
top left, raw output per cell (x, y, w, h, objectness, 80 classes) at strides 8, 16, 32.
"""

from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from colugo.vision import Boxes, Detections, Image, Preprocessing
from colugo.vision.nms import keep_best

_INPUT_PX = 416
_STRIDES = (8, 16, 32)


class YoloxPeer:
    """Finds things of all 80 kinds and forgets which kind they are.

    Args:
        path: of yolox_nano.onnx.
        least_score: of objectness times the best class.
        nms_iou: boxes that overlap a better one by more are dropped.
    """

    def __init__(self, path: Path, *, least_score: float = 0.01, nms_iou: float = 0.6) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 2
        self._session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._least_score, self._nms_iou = least_score, nms_iou
        self._preprocessing = Preprocessing(
            (_INPUT_PX, _INPUT_PX), "letterbox", "linear", 1.0, (0.0,) * 3, (1.0,) * 3
        )

    def detect(self, image: Image) -> Detections:
        """Find things in one scene, at most 100, best first."""
        batch = self._preprocessing.apply([image])[:, ::-1]  # RGB to BGR
        (raw,) = self._session.run(None, {self._input: np.ascontiguousarray(batch)})
        xyxy, scores = decode(raw[0], _INPUT_PX)
        xyxy = self._preprocessing.placement(image.size_wh).to_photo(xyxy)
        rows = np.flatnonzero(
            (scores >= self._least_score) & (xyxy[:, 2:] > xyxy[:, :2]).all(axis=1)
        )
        rows = rows[np.argsort(-scores[rows], kind="stable")]
        kept = rows[keep_best(xyxy[rows], self._nms_iou, 100)]
        return Detections(xyxy[kept], scores[kept])

    @property
    def _input(self) -> str:
        return str(self._session.get_inputs()[0].name)


def decode(raw: NDArray[np.float32], input_px: int) -> tuple[Boxes, NDArray[np.float32]]:
    """Raw numbers to boxes and scores of anything.

    Args:
        raw: (cells, 5 + classes): centre offset in cells, log of the size in cells,
            objectness and classes after sigmoid; strides 8, 16, 32, row by row.
        input_px: side of the square input.

    Returns:
        xyxy (cells, 4) px of the input and scores (cells,).
    """
    corners, sizes = [], []
    for stride in _STRIDES:
        y, x = np.mgrid[0 : input_px // stride, 0 : input_px // stride]
        corners.append(np.stack([x, y], axis=-1).reshape(-1, 2))
        sizes.append(np.full((len(corners[-1]), 1), stride))
    strides = np.concatenate(sizes)
    centers = (raw[:, :2] + np.concatenate(corners)) * strides
    halves = np.exp(raw[:, 2:4]) * strides / 2
    xyxy = np.concatenate([centers - halves, centers + halves], axis=1).astype(np.float32)
    return xyxy, (raw[:, 4] * raw[:, 5:].max(axis=1)).astype(np.float32)
