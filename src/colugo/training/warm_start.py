"""Starts our networks from ImageNet weights kept in TFLite files. Trains nothing.

`python -m colugo.training.warm_start FILE.pt MOBILENET_V1.tflite GROCERY_FOLDER SCALE` writes
the weights that a detector recipe names as its `backbone`.

MobileNetV1 at width W / 2 and PP-LCNet at scale W have the same sequence of depthwise
and pointwise layers with the same channels, so one can start from the other.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from colugo.errors import WeightsUnreadable
from colugo.training.data.grocery import read_list
from colugo.training.data.trunk_maps import PLAIN, View, read_view
from colugo.training.networks.lcnet import ConvBN, PPLCNet, SqueezeExcite
from colugo.training.networks.mobilenet_v2 import ConvReLU6
from colugo.training.tflite_weights import Convolution, read_convolutions

# TFLite networks take x / 127.5 - 1, that is mean 0.5 and deviation 0.5 after / 255
TFLITE_MEAN = (0.5, 0.5, 0.5)
TFLITE_STD = (0.5, 0.5, 0.5)
IMAGENET_MEAN = (0.485, 0.456, 0.406)
IMAGENET_STD = (0.229, 0.224, 0.225)


def start_mobilenet_v2(network: nn.Module, path: Path) -> None:
    """Copy a MobileNetV2 1.0 into `network` (trunk and tail), convolution by convolution.

    Raises:
        WeightsUnreadable: the file is another network.
    """
    ours = [module.conv for module in network.modules() if isinstance(module, ConvReLU6)]
    theirs = read_convolutions(path)[: len(ours)]
    _check_shapes(path, [conv.weight for conv in ours], [layer.weight for layer in theirs])
    for conv, layer in zip(ours, theirs, strict=True):
        assert conv.bias is not None  # ConvReLU6 always has one
        conv.weight.data = torch.from_numpy(layer.weight)
        conv.bias.data = torch.from_numpy(layer.bias)


def _check_shapes(
    path: Path, ours: Sequence[Tensor], theirs: Sequence[NDArray[np.float32]]
) -> None:
    expected = [tuple(weight.shape) for weight in ours]
    got = [weight.shape for weight in theirs]
    if expected != got:
        raise WeightsUnreadable(str(path), f"its layers are {got[:3]}..., not {expected[:3]}...")


def start_lcnet(network: PPLCNet, path: Path, images: Tensor) -> None:
    """Start a PP-LCNet from a MobileNetV1 of half its scale. Leaves `last_conv` as it is.

    Kernels are copied (3x3 into the middle of 5x5). SE starts open. Batch norm is set in
    order from `images`: its running statistics are those of the new network at that
    layer, its gamma and beta the deviation and mean of the MobileNetV1 before its
    activation there, which absorbs that Hardswish stands where ReLU6 stood.

    Args:
        network: changed in place; left in evaluation mode.
        path: TFLite file of MobileNetV1 at width `network.scale / 2`.
        images: (n, 3, h, w) float in 0..1, about 100 photos.

    Raises:
        WeightsUnreadable: the file is another network.
    """
    layers = read_convolutions(path)[:_MOBILENET_V1_LAYERS]
    ours = [module for module in network.modules() if isinstance(module, ConvBN)]
    kernels = [_to_size(layer.weight, block) for layer, block in zip(layers, ours, strict=False)]
    _check_shapes(path, [block.conv.weight for block in ours], kernels)
    with torch.no_grad():
        for block, kernel in zip(ours, kernels, strict=True):
            block.conv.weight.copy_(torch.from_numpy(kernel))
        ours[0].conv.weight.mul_(2 * torch.tensor(IMAGENET_STD)[None, :, None, None])
        for gate in (module for module in network.modules() if isinstance(module, SqueezeExcite)):
            gate.conv2.weight.mul_(0.01)
            assert gate.conv2.bias is not None  # SqueezeExcite always has one
            gate.conv2.bias.fill_(3.0)  # Hardsigmoid(3) = 1
        targets = _statistics(_mobilenet_v1(layers), _normalise(images, TFLITE_MEAN, TFLITE_STD))
        _calibrate(network, ours, targets, _normalise(images, IMAGENET_MEAN, IMAGENET_STD))


_MOBILENET_V1_LAYERS = 27  # the stem and 13 pairs of depthwise and pointwise


def _to_size(weight: NDArray[np.float32], block: ConvBN) -> NDArray[np.float32]:
    # a kernel too large stays as it is: the check of the shapes then refuses the file
    margin = max(0, (block.conv.kernel_size[0] - weight.shape[-1]) // 2)
    return np.pad(weight, ((0, 0), (0, 0), (margin, margin), (margin, margin)))


def _normalise(images: Tensor, mean: Sequence[float], std: Sequence[float]) -> Tensor:
    shape = (1, 3, 1, 1)
    return (images - torch.tensor(mean).view(shape)) / torch.tensor(std).view(shape)


def _mobilenet_v1(layers: Sequence[Convolution]) -> nn.Sequential:
    blocks = []
    for row, layer in enumerate(layers):
        channels_out, channels_in, kernel, _ = layer.weight.shape
        groups = channels_out if layer.is_depthwise else 1
        stride = 2 if row in (0, 3, 7, 11, 23) else 1  # table 1 of the MobileNet paper
        block = ConvReLU6(channels_in * groups, channels_out, kernel, stride, groups)
        assert block.conv.bias is not None  # ConvReLU6 always has one
        block.conv.weight.data = torch.from_numpy(layer.weight)
        block.conv.bias.data = torch.from_numpy(layer.bias)
        blocks.append(block)
    return nn.Sequential(*blocks)


def _statistics(network: nn.Sequential, images: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Mean and deviation per channel before each activation of a MobileNetV1."""
    statistics, maps = [], images
    for block in network:
        assert isinstance(block, ConvReLU6)
        before = block.conv(block.pad(maps))
        statistics.append((before.mean((0, 2, 3)), before.std((0, 2, 3))))
        maps = block.act(before)
    return statistics


def _calibrate(
    network: PPLCNet, blocks: Sequence[ConvBN], targets: Sequence[tuple[Tensor, Tensor]],
    images: Tensor,
) -> None:  # fmt: skip
    """Set each batch norm just before its layer first runs, so that later layers see it set."""
    handles = []
    for block, (mean, std) in zip(blocks, targets, strict=True):

        def set_norm(
            norm: nn.Module, inputs: tuple[Tensor], mean: Tensor = mean, std: Tensor = std
        ) -> None:
            assert isinstance(norm, nn.BatchNorm2d)
            assert norm.running_mean is not None
            assert norm.running_var is not None
            norm.running_mean.copy_(inputs[0].mean((0, 2, 3)))
            norm.running_var.copy_(inputs[0].var((0, 2, 3)))
            norm.weight.copy_(std)
            norm.bias.copy_(mean)

        handles.append(block.bn.register_forward_pre_hook(set_norm))
    network.eval()
    network.pooled(images)
    for handle in handles:
        handle.remove()


_CALIBRATION_PHOTOS = 98  # about 100 are enough, and more change nothing that could be seen
_CALIBRATION_PX = 224


def _grocery_images(folder: Path) -> Tensor:
    """(n, 3, h, w) in 0..1, photos taken evenly from the whole list."""
    photos = read_list(folder, "train.txt")
    chosen = photos[:: max(1, len(photos) // _CALIBRATION_PHOTOS)]
    squares = np.stack([read_view(View(photo.path, PLAIN), _CALIBRATION_PX) for photo in chosen])
    return torch.from_numpy(squares).permute(0, 3, 1, 2).float() / 255


if __name__ == "__main__":
    out, tflite_file, grocery = (Path(argument) for argument in sys.argv[1:4])
    torch.manual_seed(0)
    backbone = PPLCNet(float(sys.argv[4]))
    start_lcnet(backbone, tflite_file, _grocery_images(grocery))
    out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(backbone.state_dict(), out)
    print(f"wrote {out}")
