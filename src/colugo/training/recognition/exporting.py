"""Exports a trained recognition network as an embedder of a shop, checked against torch."""

from pathlib import Path

import numpy as np
import torch

from colugo.errors import TransformInvalid
from colugo.legacy.train_config import TrainConfig
from colugo.training.networks.lcnet_v2 import PPLCNetV2
from colugo.training.networks.rec_model import UnitRows
from colugo.training.onnx_export import export_onnx
from colugo.training.recognition.training import restored
from colugo.training.recognition.transforms import NormalizeImage, ResizeImage, Step, build_steps

_EXAMPLES = 4


def export(config: TrainConfig, path: Path) -> float:
    """Write the network of `Global.pretrained_model` to `path`; gives the difference to torch.

    The preprocessing in its metadata is that of the evaluation's transforms. Weights stay
    float32: what was trained is what is exported.

    Raises:
        WeightsUnreadable: there are no such weights.
        TransformInvalid: the evaluation does not squash pictures to `Global.image_shape`.
        ExportDiffers: the file does not compute what torch does; it is not kept.
    """
    model = restored(config).model.eval()
    if isinstance(model.backbone, PPLCNetV2):
        model.backbone.fuse()
    network = UnitRows(model)
    _, height, width = config.general.image_shape
    rng = np.random.default_rng(0)
    noise = rng.normal(size=(_EXAMPLES, 3, height, width)).astype(np.float32)
    name = f"{config.arch.backbone.name}-{config.arch.dim}".lower()
    facts = {"name": name, "kind": "embedder", "dim": config.arch.dim}
    return export_onnx(
        network, torch.from_numpy(noise), path, facts | preprocessing(config),
        outputs=["embedding"], is_halved=False,
    )  # fmt: skip


def preprocessing(config: TrainConfig) -> dict[str, object]:
    """What `colugo.vision` reads: how the evaluation prepares its pictures."""
    parts = config.data.evaluation
    steps: list[Step] = build_steps(parts.query.dataset.transform_ops) if parts else []
    _, height, width = config.general.image_shape
    resize = next((step for step in steps if isinstance(step, ResizeImage)), None)
    normalise = next((step for step in steps if isinstance(step, NormalizeImage)), NormalizeImage())
    expected = f"{width} x {height} as Global.image_shape says"
    if resize is not None:
        size = resize.size
        size_wh = (size, size) if isinstance(size, int) else tuple(size or ())
        if size_wh != (width, height):
            raise TransformInvalid("ResizeImage", f"must squash to {expected} to be exported")
    names = {None: "linear", "bilinear": "linear", "bicubic": "cubic", "area": "area"}
    interpolation = resize.interpolation if resize else None
    if interpolation not in names:
        raise TransformInvalid("ResizeImage", f"cannot be exported with {interpolation}")
    return {
        "input_wh": [width, height],
        "resize": "squash",
        "interpolation": names[interpolation],
        "scale": normalise.factor,
        "mean": [float(value) for value in normalise.mean],
        "std": [float(value) for value in normalise.std],
    }
