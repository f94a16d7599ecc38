"""Starts `networks.yolox.Yolox` from the official YOLOX-Nano, which knows COCO. Trains nothing.

`python -m colugo.training.yolox_start OUT.pt YOLOX_NANO.onnx SCENES [SCENES …]` writes the weights
that a detector recipe names as its `start`.

The official file has its batch norms folded into the convolutions. They are put back from a few
pictures: each takes the mean and deviation of its layer there, and gives them back as its own
bias and weight, so that nothing changes until it is trained.
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from colugo.errors import WeightsUnreadable
from colugo.training.data.detection import PictureCache, read_scenes, split
from colugo.training.detector_runner import preprocessing
from colugo.training.networks.yolox import ConvNormAct, Focus, Yolox
from colugo.training.warm_start import IMAGENET_MEAN, IMAGENET_STD
from colugo.vision import Image

_BRANCH = 5  # per level: four convolutions and the answer of the 80 sorts, left out
_STEM, _REST = 1, 6  # per level before and after that branch
_PICTURES, _PICTURE_PX = 64, 416
_Layer = tuple[NDArray[np.float32], NDArray[np.float32]]  # weight and bias


def start_yolox(network: Yolox, path: Path, images: Tensor) -> None:
    """Copy the official weights and set the batch norms from `images`.

    Args:
        network: changed in place; left in evaluation mode, computing what the file computes.
        path: yolox_nano.onnx, which takes BGR 0..255.
        images: (n, 3, h, w) normalised, some dozens of pictures of the kind to be seen.

    Raises:
        WeightsUnreadable: the file is missing or another network.
    """
    layers = list(_without_sorts(_read(path)))
    ours = [module for module in network.modules() if isinstance(module, nn.Conv2d)]
    shapes = [tuple(module.weight.shape) for module in ours]
    if shapes != [weight.shape for weight, _ in layers]:
        raise WeightsUnreadable(str(path), "its layers are not those of YOLOX-Nano")
    biases: dict[nn.Module, Tensor] = {}
    with torch.no_grad():
        for conv, (weight, bias) in zip(ours, layers, strict=True):
            conv.weight.copy_(torch.from_numpy(weight.copy()))
            biases[conv] = torch.from_numpy(bias.copy())
            if conv.bias is not None:
                conv.bias.copy_(biases[conv])
        stem = network.backbone.stem
        biases[stem.conv.conv] += _take_normalised(stem)
        _set_norms(network, biases, images)


def _read(path: Path) -> list[_Layer]:
    """Weight and bias of every convolution in the order of the graph."""
    try:
        graph = onnx.load(str(path)).graph
    except Exception as error:  # protobuf's own errors share no type
        raise WeightsUnreadable(str(path), "it cannot be read as ONNX") from error
    values = {one.name: onnx.numpy_helper.to_array(one) for one in graph.initializer}
    nodes = [node for node in graph.node if node.op_type == "Conv"]
    return [(values[node.input[1]], values[node.input[2]]) for node in nodes]


def _without_sorts(
    layers: Sequence[_Layer],
) -> Iterator[_Layer]:
    per_level = _STEM + _BRANCH + _REST
    first = len(layers) - 3 * per_level
    for row, layer in enumerate(layers):
        place = (row - first) % per_level
        if row < first or not _STEM <= place < _STEM + _BRANCH:
            yield layer


def _take_normalised(stem: Focus) -> Tensor:
    """Let the first layer take RGB normalised as all our networks do.

    Gives what is to be added to its bias. At the border, where the file sees black, it then
    sees the mean colour.
    """
    weight = stem.conv.conv.weight  # (16, 4 * 3, 3, 3), each three in the order B, G, R
    weight.copy_(weight.reshape(-1, 4, 3, 3, 3).flip(2).reshape(weight.shape))
    mean, std = (torch.tensor(v).repeat(4) for v in (IMAGENET_MEAN, IMAGENET_STD))
    shift = (weight.sum((2, 3)) * (255 * mean)).sum(1)
    weight.mul_((255 * std)[None, :, None, None])
    return shift


def _set_norms(network: Yolox, biases: dict[nn.Module, Tensor], images: Tensor) -> None:
    """Set each norm just before its layer first runs, so that later layers see it set."""
    handles = []
    for block in network.modules():
        if isinstance(block, ConvNormAct):

            def set_norm(
                norm: nn.Module, inputs: tuple[Tensor], bias: Tensor = biases[block.conv]
            ) -> None:
                assert isinstance(norm, nn.BatchNorm2d)
                assert norm.running_mean is not None
                assert norm.running_var is not None
                mean, var = inputs[0].mean((0, 2, 3)), inputs[0].var((0, 2, 3))
                norm.running_mean.copy_(mean)
                norm.running_var.copy_(var)
                norm.weight.copy_((var + norm.eps).sqrt())
                norm.bias.copy_(mean + bias)

            handles.append(block.bn.register_forward_pre_hook(set_norm))
    network.eval()
    network(images)
    for handle in handles:
        handle.remove()


def write_start(path: Path, onnx_file: Path, folders: Sequence[Path], fold: int = 0) -> None:
    """Write to `path` the weights of a YOLOX file, their batch norms put back.

    Args:
        path: of the weights, made with its folder.
        onnx_file: an official YOLOX-Nano.
        folders: scenes whose pictures the norms are measured on; those kept out are not.
        fold: which fifth is kept out.

    Raises:
        WeightsUnreadable: `onnx_file` is no such network.
        DatasetUnreadable: a folder is missing or damaged.
    """
    yolox = Yolox()
    start_yolox(yolox, onnx_file, _pictures(folders, fold))
    path.parent.mkdir(parents=True, exist_ok=True)
    torch.save(yolox.state_dict(), path)


def _pictures(folders: Sequence[Path], fold: int) -> Tensor:
    """(n, 3, h, w) normalised, taken evenly from the scenes to train on."""
    scenes = [scene for folder in folders for scene in split(read_scenes(folder), fold)[0]]
    cache = PictureCache(0, max_side_px=_PICTURE_PX)
    chosen = scenes[:: max(1, len(scenes) // _PICTURES)][:_PICTURES]
    images = [Image(cache.load(scene)[0]) for scene in chosen]
    return torch.from_numpy(preprocessing(_PICTURE_PX).apply(images))


if __name__ == "__main__":
    out, weights, *pictures = (Path(argument) for argument in sys.argv[1:])
    write_start(out, weights, pictures)
    print(f"wrote {out}")
