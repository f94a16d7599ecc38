"""Writes a converted network as a model file of a shop, with its card. Reads no official file."""

import copy
from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from colugo.training.convert.card import ModelCard
from colugo.training.convert.load import Converted
from colugo.training.export_detector import export_network
from colugo.training.networks.lcnet_v2 import PPLCNetV2
from colugo.training.networks.picodet import PicoDet
from colugo.training.networks.rec_model import UnitRows
from colugo.training.onnx_export import export_onnx
from colugo.training.warm_start import IMAGENET_MEAN, IMAGENET_STD
from colugo.vision import Image, decode
from colugo.vision.preprocess import Interpolation, Preprocessing

EMBEDDER_PX = 224
DETECTOR_PX = 640
# Source: predecessor-interfaces.md: 4.1 for the threshold, 3.2 for the rest
_DETECTOR_FACTS = {"score_threshold": 0.2, "nms_iou": 0.6, "max_detections": 100}
_EXAMPLES = 4


def export_converted(converted: Converted, path: Path, name: str, card: ModelCard) -> float:
    """Write `path` and the card beside it; gives the largest difference to torch.

    Weights stay float32, so that the file computes what the official one does.

    Args:
        converted: is not changed.
        path: of the .onnx file; both files appear whole or not at all.
        name: the first part of the model's id.
        card: what is known about the source.

    Raises:
        ExportDiffers: the file does not compute what torch does; it is not kept.
    """
    network = ready(converted.network)
    preprocessing = preprocessing_of(converted)
    facts: dict[str, Any] = {"name": name, "kind": converted.official.kind}
    facts |= preprocessing.to_metadata()
    example = _example(preprocessing)
    if isinstance(network, PicoDet):
        facts |= _DETECTOR_FACTS
        difference = export_network(network, example, path, facts, is_halved=False)
    else:
        rows = UnitRows(network)
        with torch.inference_mode():
            facts["dim"] = int(rows(example).shape[1])
        difference = export_onnx(rows, example, path, facts, outputs=["embedding"], is_halved=False)
    card.write(path, converted, difference)
    return difference


def ready(network: nn.Module) -> nn.Module:
    """A copy for inference: branches folded, the ImageNet classifier taken off."""
    network = copy.deepcopy(network).eval()
    for module in network.modules():
        if isinstance(module, PPLCNetV2):
            module.fuse()
    if hasattr(network, "fc"):
        del network.fc
    return network


def preprocessing_of(converted: Converted) -> Preprocessing:
    """How the predecessor prepares pictures: squashed, in ImageNet's colours."""
    if converted.official.kind == "detector":
        return _squash(DETECTOR_PX, "cubic")  # infer_cfg.yml: interp 2, keep_ratio false
    return _squash(EMBEDDER_PX, "linear")  # cv2's default, which the deploy scripts take


def _squash(size_px: int, interpolation: Interpolation) -> Preprocessing:
    return Preprocessing(
        input_wh=(size_px, size_px), resize="squash", interpolation=interpolation,
        scale=1 / 255, mean=IMAGENET_MEAN, std=IMAGENET_STD,
    )  # fmt: skip


def _example(preprocessing: Preprocessing) -> Tensor:
    """Real photos, those of the demo shop, so that the check sees numbers of real pictures."""
    return torch.from_numpy(preprocessing.apply(_demo_photos()))


def _demo_photos() -> Sequence[Image]:
    folder = Path(str(resources.files("colugo") / "demo" / "photos"))
    paths = sorted(folder.glob("*/1.jpg"))[:_EXAMPLES]
    return [decode(path) for path in paths]
