"""The networks that official weights exist for, told apart by the names and shapes of tensors.

Source: ../shared/spec/predecessor-interfaces.md, sections 1.5, 3.1 and 3.3; PaddleClas develop
for PP-ShiTuV2.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from torch import nn

from colugo.errors import WeightsOfUnknownNetwork
from colugo.training.networks.lcnet import SCALES, PPLCNet, make_divisible
from colugo.training.networks.lcnet_v2 import PPLCNetV2, RepDepthwise
from colugo.training.networks.picodet import VARIANTS, PicoDet
from colugo.training.networks.rec_model import RecModel
from colugo.training.networks.rec_model_v2 import RecModelV2

Shapes = Mapping[str, tuple[int, ...]]  # by torch's names, shapes as in the official file

_LAST_BLOCK = "blocks6.1.pw_conv.conv.weight"
_LAST_CHANNELS = 512  # of that block at scale 1
_FUSED_BLOCK = "stages.2.0.dw_conv.weight"
_BRANCH = "stages.2.0.dw_conv_list.0.conv.weight"


@dataclass(frozen=True)
class OfficialNetwork:
    """A network of the predecessor and how ours is made to take its weights."""

    name: str  # as `--as` takes it
    title: str
    kind: Literal["embedder", "detector"]
    marks: tuple[str, ...]  # tensors that only this network has together
    build: Callable[[Shapes], nn.Module]
    left_out: str = r"(?!)"  # pattern of tensors that inference has no use for
    constant: str = r"(?!)"  # pattern of tensors of ours that a file may leave out

    def fits(self, shapes: Shapes) -> bool:
        """Tell whether a file with these tensors is of this network."""
        return all(any(re.fullmatch(mark, name) for name in shapes) for mark in self.marks)


def recognise(shapes: Shapes, path: str) -> OfficialNetwork:
    """Tell which network a file is of.

    Raises:
        WeightsOfUnknownNetwork: of none that is known here.
    """
    for network in NETWORKS.values():
        if network.fits(shapes):
            return network
    raise WeightsOfUnknownNetwork(path, sorted(shapes), list(NETWORKS))


def _rec_model(shapes: Shapes) -> nn.Module:
    dim = shapes["neck.fc.weight"][-1]  # Paddle keeps Linear weights as (in, out)
    return RecModel(PPLCNet(_scale(shapes, "backbone.")), dim)


def _lcnet(shapes: Shapes) -> nn.Module:
    classes = shapes.get("fc.weight", (0, 0))[-1]
    return PPLCNet(_scale(shapes, ""), class_num=classes)


def _rec_model_v2(shapes: Shapes) -> nn.Module:
    network = RecModelV2(shapes["neck.feat_bn.weight"][0])
    _like_the_file(network.backbone, shapes, "backbone.")
    return network


def _lcnet_v2(shapes: Shapes) -> nn.Module:
    network = PPLCNetV2(
        class_num=shapes.get("fc.weight", (0, 0))[-1], features=shapes["last_conv.weight"][0]
    )
    _like_the_file(network, shapes, "")
    return network


def _picodet(shapes: Shapes) -> nn.Module:
    channels = shapes["neck.conv_t.convs.0.conv.weight"][0]
    names = [name for name, sizes in VARIANTS.items() if sizes.channels == channels]
    if not names:  # some variant, so that the sentence can say which tensors differ
        names = ["lite_v1"]
    return PicoDet(_scale(shapes, "backbone."), names[0])


def _scale(shapes: Shapes, prefix: str) -> float:
    """The width of a PP-LCNet, told by its last block; 1.0 where no width has that."""
    widest = shapes.get(prefix + _LAST_BLOCK, (0,))[0]
    found = [scale for scale in SCALES if make_divisible(_LAST_CHANNELS * scale) == widest]
    return found[0] if found else 1.0


def _like_the_file(network: PPLCNetV2, shapes: Shapes, prefix: str) -> None:
    """Take the form of the file: branches or fused, and what early PP-ShiTuV2 files lack."""
    if prefix + _BRANCH not in shapes and prefix + _FUSED_BLOCK in shapes:
        network.fuse()
        return
    if network.is_shitu and f"{prefix}last_conv.bias" not in shapes:
        network.last_conv.bias = None
    for index in range(len(network.stages)):
        stage = network.stages[index]
        assert isinstance(stage, nn.Sequential)
        for row, block in enumerate(stage):
            if isinstance(block, RepDepthwise) and block.has_branches:
                first = f"{prefix}stages.{index}.{row}.dw_conv_list."
                block.keep_branches(sum(f"{first}{k}.conv.weight" in shapes for k in range(3)))


NETWORKS = {
    network.name: network
    for network in (
        OfficialNetwork(
            "rec", "RecModel of PP-ShiTu (PP-LCNet, FC neck)", "embedder",
            (r"backbone\.blocks2\.0\.dw_conv\.conv\.weight", r"neck\.fc\.weight"), _rec_model,
            left_out=r"head\..*",
        ),
        OfficialNetwork(
            "rec-v2", "RecModel of PP-ShiTuV2 (PPLCNetV2_base, BN neck)", "embedder",
            (r"backbone\.stem\.0\.conv\.weight", r"neck\.feat_bn\.weight"), _rec_model_v2,
            left_out=r"head\..*|backbone\.fc\..*|.*\.dw_conv\.(weight|bias)",
        ),
        OfficialNetwork(
            "detector", "PicoDet main body of PP-ShiTu", "detector",
            (r"backbone\.blocks2\.0\.dw_conv\.conv\.weight", r"neck\.conv_t\.convs\.0\..*"),
            _picodet,
            left_out=r"head\.p\d_feat\.scale_reg|backbone\.(last_conv|fc)\..*",
            constant=r"head\.distribution_project\.project",
        ),
        OfficialNetwork(
            "lcnet", "PP-LCNet of any width, ImageNet", "embedder",
            (r"blocks2\.0\.dw_conv\.conv\.weight", r"last_conv\.weight"), _lcnet,
        ),
        OfficialNetwork(
            "lcnet-v2", "PPLCNetV2_base, ImageNet", "embedder",
            (r"stem\.0\.conv\.weight", r"last_conv\.weight"), _lcnet_v2,
            left_out=r".*\.dw_conv\.(weight|bias)",
        ),
    )
}  # fmt: skip
