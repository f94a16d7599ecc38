"""A torch detector behind the service's own `Detector`, so that both measure the same way."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from colugo.evaluation.boxes import DetectionScores
from colugo.training.data.detection import PictureCache, Scene
from colugo.training.detection_metrics import measure
from colugo.training.networks.detection import DetectionDecoder
from colugo.training.warm_start import IMAGENET_MEAN, IMAGENET_STD
from colugo.vision import Boxes, Detections, Detector, DetectorSettings, Image, Preprocessing

# for measuring: average precision wants the weak boxes too. NMS as in spec 3.2
MEASURING = DetectorSettings(score_threshold=0.01, nms_iou=0.6, max_detections=100)


class TorchEngine:
    """A `colugo.vision.Engine` that runs a network in torch."""

    name = "torch"

    def __init__(self, network: nn.Module) -> None:
        self._decoder = DetectionDecoder(network).eval()

    @torch.inference_mode()
    def run(self, inputs: Mapping[str, NDArray[Any]]) -> list[NDArray[Any]]:
        """(n, 3, h, w) under `image` to xyxy (n, cells, 4) px and scores (n, cells)."""
        return [output.numpy() for output in self._decoder(torch.from_numpy(inputs["image"]))]


def torch_detector(network: nn.Module, input_px: int) -> Detector:
    """A detector for measuring a network that is not exported yet."""
    return Detector(
        TorchEngine(network), preprocessing(input_px), MEASURING, model_id="in training"
    )


def preprocessing(input_px: int) -> Preprocessing:
    """How the networks of this project want their scenes: whole, grey round the rest."""
    return Preprocessing(
        input_wh=(input_px, input_px),
        resize="letterbox",
        interpolation="area",
        scale=1 / 255,
        mean=IMAGENET_MEAN,
        std=IMAGENET_STD,
    )


def normalised(images: Tensor) -> Tensor:
    """(n, 3, h, w) uint8 RGB to float32, by the numbers of `preprocessing`."""
    mean, std = (torch.tensor(v).view(1, 3, 1, 1) for v in (IMAGENET_MEAN, IMAGENET_STD))
    return ((images.float() / 255 - mean) / std).contiguous(memory_format=torch.channels_last)


class FindsProducts(Protocol):
    """Anything that detects; ours and the peers."""

    def detect(self, image: Image) -> Detections:
        """Find the products in one scene."""
        ...


def find(
    detector: FindsProducts, scenes: Sequence[Scene], cache: PictureCache
) -> tuple[list[Boxes], list[Detections]]:
    """Per scene the true boxes and those found, both in px of the cached picture."""
    pictures = [cache.load(scene) for scene in scenes]
    found = [detector.detect(Image(pixels)) for pixels, _ in pictures]
    return [xyxy for _, xyxy in pictures], found


def score_sets(
    detector: FindsProducts, sets: Mapping[str, Sequence[Scene]], cache: PictureCache
) -> dict[str, DetectionScores]:
    """Average precision for every set of scenes."""
    return {name: measure(*find(detector, scenes, cache)) for name, scenes in sets.items()}
