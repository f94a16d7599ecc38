"""Exports a trained detector: `python -m colugo.training.export_detector RECIPE FILE.onnx`.

Boxes are decoded inside the graph; overlapping ones are removed outside, by colugo.vision.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from torch import Tensor, nn

from colugo.errors import ExportDiffers
from colugo.evaluation.boxes import DetectionScores
from colugo.training.data.detection import PictureCache, Scene, read_scenes, split
from colugo.training.detection_metrics import best_threshold, measure
from colugo.training.detector_loop import Checkpoint
from colugo.training.detector_recipe import DetectorRecipe
from colugo.training.detector_runner import MEASURING, find, preprocessing, torch_detector
from colugo.training.networks.detection import DetectionDecoder
from colugo.training.onnx_export import export_onnx
from colugo.vision import Image

_ALLOWED_PX = 1e-2  # boxes are hundreds of px: a hundredth is rounding of float32
_ALLOWED_SCORE = 1e-4


def export(recipe: DetectorRecipe, path: Path) -> float:
    """Write the last checkpoint of `recipe` to `path`; gives the largest difference to torch.

    The score threshold in the metadata is that of the best F1 on the kept-out scenes.

    Raises:
        WeightsUnreadable: there is no checkpoint.
        ExportDiffers: boxes or scores are not those of torch; no file is kept.
    """
    network = Checkpoint.load(recipe.output / "last.pt").averaged_network()
    kept_out = {
        one.folder.name: split(read_scenes(one.folder), recipe.fold)[1]
        for one in recipe.sets
        if one.measure
    }
    scenes = [scene for members in kept_out.values() for scene in members]
    example = _example(scenes[:: max(1, len(scenes) // 4)], recipe.input_px)
    return export_network(network, example, path, _facts(recipe, network, kept_out))


def export_network(
    network: nn.Module,
    example: Tensor,
    path: Path,
    facts: dict[str, Any],
    *,
    is_halved: bool = True,
) -> float:
    """Write a network with its facts; refused unless boxes and scores are those of torch.

    Args:
        network: in any mode.
        example: (n, 3, h, w) float32, n of 2 or more; the file takes this h and w only.
        path: of the .onnx file.
        facts: what `colugo.vision` reads from the metadata.
        is_halved: weights become float16 in the file.

    Raises:
        ExportDiffers: boxes differ by a hundredth of a px or scores by 1e-4.
    """
    decoder = DetectionDecoder(network).eval()
    difference = export_onnx(
        decoder, example, path, facts, outputs=["xyxy", "scores"], allowed=_ALLOWED_PX,
        is_halved=is_halved,
    )  # fmt: skip
    off = _score_difference(decoder, example, path)
    if off > _ALLOWED_SCORE:
        path.unlink()
        raise ExportDiffers(str(path), off, _ALLOWED_SCORE)
    return difference


def _score_difference(decoder: DetectionDecoder, example: Tensor, path: Path) -> float:
    with torch.inference_mode():
        expected = decoder(example)[1].numpy()
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    (scores,) = session.run(["scores"], {"image": example.numpy()})
    return float(np.abs(scores - expected).max())


def _facts(
    recipe: DetectorRecipe, network: nn.Module, kept_out: Mapping[str, Sequence[Scene]]
) -> dict[str, Any]:
    """Scores are measured anew: those of a checkpoint can be some steps older than it is."""
    cache = PictureCache(0, max_side_px=10_000)
    detector = torch_detector(network, recipe.input_px)
    found = {name: find(detector, scenes, cache) for name, scenes in kept_out.items()}
    truth = [xyxy for boxes, _ in found.values() for xyxy in boxes]
    threshold, f1 = best_threshold(truth, [one for _, many in found.values() for one in many])
    return {
        "name": recipe.name,
        "kind": "detector",
        **preprocessing(recipe.input_px).to_metadata(),
        "score_threshold": round(threshold, 3),
        "f1": round(f1, 4),
        "nms_iou": MEASURING.nms_iou,
        "max_detections": MEASURING.max_detections,
        "scores": {name: _rounded(measure(*pair)) for name, pair in found.items()},
    }


def _example(scenes: Sequence[Scene], input_px: int) -> Tensor:
    """A few real scenes, so that the check sees the numbers that the service will see."""
    cache = PictureCache(0, max_side_px=10_000)
    images = [Image(cache.load(scene)[0]) for scene in scenes]
    return torch.from_numpy(preprocessing(input_px).apply(images))


def _rounded(scores: DetectionScores) -> dict[str, float]:
    return {name: round(value, 4) for name, value in vars(scores).items()}


if __name__ == "__main__":
    difference = export(DetectorRecipe.load(Path(sys.argv[1])), Path(sys.argv[2]))
    print(f"{sys.argv[2]}: differs from torch by {difference:.1e} px at most")
