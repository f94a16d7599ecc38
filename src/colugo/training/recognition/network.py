"""The network of a config, and the weights it starts from. Knows no picture."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from colugo.errors import WeightsUnreadable
from colugo.legacy.train_config import ArchSection
from colugo.training.convert import read_official
from colugo.training.networks.arcmargin import ArcMargin
from colugo.training.networks.lcnet import FEATURES, SCALES, PPLCNet
from colugo.training.networks.lcnet_v2 import PPLCNetV2
from colugo.training.networks.rec_model import FullyConnected, RecModel
from colugo.training.networks.rec_model_v2 import BNNeck
from colugo.training.official.cache import cache_folder


def _lcnet(features: int, scale: float) -> nn.Module:
    if features != FEATURES:
        problem = f"Arch.Backbone.class_expand {features} is not {FEATURES}, its only width"
        raise WeightsUnreadable(f"PPLCNet x{scale}", problem)
    return PPLCNet(scale)


# made from the width of the pooled features, `class_expand`
BACKBONES: dict[str, Callable[[int], nn.Module]] = {
    **{
        f"PPLCNet_x{str(scale).replace('.', '_')}": partial(_lcnet, scale=scale) for scale in SCALES
    },
    "PPLCNetV2_base": lambda features: PPLCNetV2(features=features),
    "PPLCNetV2_base_ShiTu": lambda features: PPLCNetV2(features=features, is_shitu=True),
}


class Learner(nn.Module):
    """Backbone, neck and head: what is trained."""

    def __init__(self, model: RecModel, head: ArcMargin) -> None:
        super().__init__()
        self.model, self.head = model, head

    def forward(self, images: Tensor, labels: Tensor | None = None) -> Tensor:
        """(n, 3, h, w) to logits (n, products)."""
        logits: Tensor = self.head(self.model(images), labels)
        return logits


def build_learner(arch: ArchSection) -> Learner:
    """The network of a config with its starting weights.

    Raises:
        WeightsUnreadable: no such backbone, or no such weights for it.
    """
    name = arch.backbone.name
    if name not in BACKBONES:
        raise WeightsUnreadable(
            name, f"there is no such backbone; known are {', '.join(BACKBONES)}"
        )
    if arch.head.embedding_size != arch.dim:
        sizes = f"an embedding of {arch.dim} numbers and Head.embedding_size"
        raise WeightsUnreadable(name, f"{sizes} {arch.head.embedding_size} do not fit together")
    model = RecModel(BACKBONES[name](arch.backbone.class_expand), neck=_neck(arch))
    if arch.backbone.pretrained:
        start_backbone(model.backbone, _backbone_file(arch))
    head = arch.head
    return Learner(
        model,
        ArcMargin(
            head.embedding_size, head.class_num, margin=head.margin, scale=head.scale,
            easy_margin=head.easy_margin,
        ),
    )  # fmt: skip


def _neck(arch: ArchSection) -> nn.Module:
    neck, features = arch.neck, arch.backbone.class_expand
    taken = neck.embedding_size if neck.name == "FC" else arch.dim
    if taken != features:
        key = "embedding_size" if neck.name == "FC" else "num_features"
        problem = f"Arch.Neck.{key} {taken} and Backbone.class_expand {features} must be the same"
        raise WeightsUnreadable(arch.backbone.name, problem)
    return FullyConnected(features, arch.dim) if neck.name == "FC" else BNNeck(features)


def start_backbone(backbone: nn.Module, path: Path) -> None:
    """Copy what a file has for the backbone; its `last_conv` may be missing there.

    Raises:
        WeightsUnreadable: no such file, or it is another network.
    """
    load_into(backbone, read_state(path), path, may_lack=("last_conv",))


def read_state(path: Path) -> Mapping[str, Tensor]:
    """Tensors by name of a file: `.pt` of ours, or `.pdparams`.

    Raises:
        WeightsUnreadable: there is no such file, or it holds no tensors.
    """
    path = with_extension(path)
    if path.suffix == ".pdparams":
        return read_official(path).network.state_dict()
    try:
        content = torch.load(path, weights_only=True, map_location="cpu")
    except Exception as error:  # torch's own errors share no type
        raise WeightsUnreadable(str(path), "it cannot be read as weights of ours") from error
    state = _judged_state(content) if isinstance(content, dict) else {}
    if not state or not all(
        isinstance(name, str) and isinstance(value, Tensor) for name, value in state.items()
    ):
        raise WeightsUnreadable(str(path), "it holds no weights")
    return state


def _judged_state(content: Mapping[str, Any]) -> Mapping[str, Any]:
    """The weights to judge by: of a checkpoint the averaged ones where it has them."""
    average = content.get("average")
    if average and isinstance(average, dict):
        names = (name for name in average if str(name).startswith("module."))
        return {name.removeprefix("module."): average[name] for name in names}
    state = content.get("learner", content)
    return state if isinstance(state, dict) else {}


def with_extension(path: Path) -> Path:
    """The file that a path without extension means, as PaddleClas has them.

    Raises:
        WeightsUnreadable: there is none.
    """
    for file in (path, *(Path(f"{path}{suffix}") for suffix in (".pt", ".pdparams"))):
        if file.is_file():
            return file
    raise WeightsUnreadable(str(path), "there is no such file, nor with .pt or .pdparams behind it")


def load_into(
    network: nn.Module, state: Mapping[str, Tensor], path: Path, *, may_lack: tuple[str, ...] = ()
) -> None:
    """Copy the tensors that a network has from a state.

    Raises:
        WeightsUnreadable: one is missing, or has another shape.
    """
    wanted = network.state_dict()
    strip = (name.removeprefix("model.backbone.").removeprefix("backbone.") for name in state)
    found = dict(zip(strip, state.values(), strict=True)) | dict(state)
    for name, value in wanted.items():
        if name.split(".")[0] in may_lack and name not in found:
            found[name] = value
        if name not in found:
            raise WeightsUnreadable(str(path), f"it has no tensor {name}")
        if found[name].shape != value.shape:
            shapes = f"{tuple(found[name].shape)}, not {tuple(value.shape)}"
            raise WeightsUnreadable(str(path), f"its {name} is {shapes}")
    network.load_state_dict({name: found[name] for name in wanted})


def _backbone_file(arch: ArchSection) -> Path:
    if isinstance(arch.backbone.pretrained, str):
        return Path(arch.backbone.pretrained)
    ssld = "_ssld" if arch.backbone.use_ssld else ""
    stem = f"{arch.backbone.name}{ssld}_pretrained"
    for path in (cache_folder() / f"{stem}.pdparams", cache_folder() / f"{stem}.pt"):
        if path.is_file():
            return path
    reason = (
        "it is not there, nor is a .pt of that name: put the official file in that folder, or "
        "make one there from ImageNet weights with `python -m colugo.training.warm_start`, or name "
        "weights of yours with -o Arch.Backbone.pretrained=FILE, or train from nothing with "
        "-o Arch.Backbone.pretrained=False"
    )
    raise WeightsUnreadable(str(cache_folder() / f"{stem}.pdparams"), reason)
