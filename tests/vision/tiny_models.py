"""Makes ONNX models of a few nodes, with the metadata that ours carry."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

onnx = pytest.importorskip("onnx", reason="making tiny models needs the extra `train`")
from onnx import TensorProto, helper, numpy_helper  # noqa: E402

PREPROCESSING: dict[str, Any] = {
    "input_wh": [8, 6],
    "resize": "squash",
    "interpolation": "linear",
    "scale": 1 / 255,
    "mean": [0.0, 0.0, 0.0],
    "std": [1.0, 1.0, 1.0],
}
EMBEDDER = PREPROCESSING | {"name": "tiny-embedder", "kind": "embedder", "dim": 5}
DETECTOR = PREPROCESSING | {
    "name": "tiny-detector",
    "kind": "detector",
    "score_threshold": 0.3,
    "nms_iou": 0.6,
    "max_detections": 100,
}


def embedder_file(path: Path, metadata: dict[str, Any] | None = None, length: float = 1) -> Path:
    """Writes a model whose embedding is the mean colour, mixed into five numbers."""
    mixing = np.random.default_rng(7).normal(size=(3, 5)).astype(np.float32)
    nodes = [
        helper.make_node("GlobalAveragePool", ["image"], ["pooled"]),
        helper.make_node("Flatten", ["pooled"], ["colour"]),
        helper.make_node("MatMul", ["colour", "mixing"], ["mixed"]),
        helper.make_node("ReduceL2", ["mixed"], ["length"], axes=[1], keepdims=1),
        helper.make_node("Div", ["mixed", "length"], ["unit"]),
        helper.make_node("Mul", ["unit", "wanted_length"], ["embedding"]),
    ]
    constants = {"mixing": mixing, "wanted_length": np.array(length, np.float32)}
    outputs = {"embedding": ["n", 5]}
    return _write(path, nodes, constants, outputs, EMBEDDER if metadata is None else metadata)


def brightness_detector_file(path: Path, metadata: dict[str, Any] | None = None) -> Path:
    """Writes a model that boxes every pixel of its input, the red of it being the score."""
    metadata = DETECTOR if metadata is None else metadata
    width, height = metadata.get("input_wh", PREPROCESSING["input_wh"])
    y, x = np.divmod(np.arange(width * height), width)
    boxes = np.stack([x, y, x + 1, y + 1], axis=1).astype(np.float32)[None]
    nodes = [
        helper.make_node("Gather", ["image", "red"], ["plane"], axis=1),
        helper.make_node("Flatten", ["plane"], ["scores"]),
        *_boxes_for_each_picture(),
    ]
    constants = {"boxes": boxes, "red": np.array([0], np.int64)}
    outputs = {"xyxy": ["n", len(y), 4], "scores": ["n", len(y)]}
    return _write(path, nodes, _with_shape_constants(constants), outputs, metadata)


def fixed_detector_file(
    path: Path,
    boxes: list[list[float]],
    scores: list[float],
    metadata: dict[str, Any] | None = None,
) -> Path:
    """Writes a model that finds these boxes, in pixels of its input, whatever it sees."""
    nodes = [
        *_boxes_for_each_picture(),
        helper.make_node("Concat", ["count", "cells"], ["scores_shape"], axis=0),
        helper.make_node("Expand", ["score_row", "scores_shape"], ["scores"]),
    ]
    constants = {
        "boxes": np.array(boxes, np.float32).reshape(1, -1, 4),
        "score_row": np.array(scores, np.float32)[None],
        "cells": np.array([len(scores)], np.int64),
    }
    outputs = {"xyxy": ["n", len(scores), 4], "scores": ["n", len(scores)]}
    metadata = DETECTOR if metadata is None else metadata
    return _write(path, nodes, _with_shape_constants(constants), outputs, metadata)


def relabel(path: Path, metadata: dict[str, Any]) -> None:
    """Gives a model other metadata; the network stays."""
    model = onnx.load(str(path))
    helper.set_model_props(model, {"colugo": json.dumps(metadata)})
    onnx.save(model, str(path))


def _boxes_for_each_picture() -> list[Any]:
    return [
        helper.make_node("Shape", ["image"], ["image_shape"]),
        helper.make_node("Slice", ["image_shape", "zero", "one"], ["count"]),
        helper.make_node("Concat", ["count", "one", "one"], ["boxes_shape"], axis=0),
        helper.make_node("Expand", ["boxes", "boxes_shape"], ["xyxy"]),
    ]


def _with_shape_constants(constants: dict[str, Any]) -> dict[str, Any]:
    return constants | {"zero": np.array([0], np.int64), "one": np.array([1], np.int64)}


def _write(
    path: Path,
    nodes: list[Any],
    constants: dict[str, Any],
    outputs: dict[str, list[Any]],
    metadata: dict[str, Any],
) -> Path:
    width, height = metadata.get("input_wh", PREPROCESSING["input_wh"])
    image = helper.make_tensor_value_info("image", TensorProto.FLOAT, ["n", 3, height, width])
    graph = helper.make_graph(
        nodes,
        "tiny",
        [image],
        [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
            for name, shape in outputs.items()
        ],
        [numpy_helper.from_array(array, name) for name, array in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    if metadata:
        helper.set_model_props(model, {"colugo": json.dumps(metadata), "author": "测试"})
    onnx.save(model, str(path))
    return path
