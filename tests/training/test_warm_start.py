"""Networks start from ImageNet weights and see the world as those did."""

from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from colugo.errors import WeightsUnreadable
from colugo.training.data.grocery import first_photos, read_list
from colugo.training.networks.lcnet import ConvBN, PPLCNet, SqueezeExcite
from colugo.training.networks.mobilenet_v2 import ConvReLU6, tail, trunk
from colugo.training.tflite_weights import read_convolutions
from colugo.training.warm_start import (
    IMAGENET_MEAN,
    IMAGENET_STD,
    TFLITE_MEAN,
    TFLITE_STD,
    start_lcnet,
    start_mobilenet_v2,
)

from .tiny_tflite import mobilenet_v1_file, mobilenet_v2_file

WEIGHTS = Path("../shared/weights")
GROCERY = Path("../shared/data/grocery-store")
needs_real_files = pytest.mark.skipif(
    not (WEIGHTS.is_dir() and GROCERY.is_dir()), reason="../shared is not here"
)


def normalised(images: Tensor, mean: tuple[float, ...], std: tuple[float, ...]) -> Tensor:
    return (images - torch.tensor(mean)[:, None, None]) / torch.tensor(std)[:, None, None]


@pytest.fixture(scope="module")
def small_v1(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mobilenet_v1_file(tmp_path_factory.mktemp("weights") / "v1.tflite", width=0.25)


@pytest.fixture(scope="module")
def images() -> Tensor:
    return torch.rand(8, 3, 64, 64, generator=torch.Generator().manual_seed(0))


@pytest.fixture(scope="module")
def started(small_v1: Path, images: Tensor) -> PPLCNet:
    torch.manual_seed(0)
    network = PPLCNet(0.5)
    start_lcnet(network, small_v1, images)
    return network


def blocks_of(network: nn.Module) -> list[ConvBN]:
    return [module for module in network.modules() if isinstance(module, ConvBN)]


def statistics_of_v1(path: Path, images: Tensor) -> list[tuple[Tensor, Tensor]]:
    """A slow twin: MobileNetV1 as its paper and the TFLite padding have it."""
    strided = {0, 3, 7, 11, 23}
    maps, found = normalised(images, TFLITE_MEAN, TFLITE_STD), []
    for row, layer in enumerate(read_convolutions(path)[:27]):
        weight, bias = torch.from_numpy(layer.weight), torch.from_numpy(layer.bias)
        if weight.shape[-1] == 3:
            maps = F.pad(maps, (0, 1, 0, 1) if row in strided else (1, 1, 1, 1))
        stride, groups = 2 if row in strided else 1, len(weight) if layer.is_depthwise else 1
        before = F.conv2d(maps, weight, bias, stride, groups=groups)
        found.append((before.mean((0, 2, 3)), before.std((0, 2, 3))))
        maps = F.relu6(before)
    return found


def test_mobilenet_v2_takes_every_convolution_in_order(tmp_path: Path) -> None:
    path = mobilenet_v2_file(tmp_path / "v2.tflite")
    network = nn.Sequential(trunk(13), tail(13))

    start_mobilenet_v2(network, path)

    ours = [block.conv for block in network.modules() if isinstance(block, ConvReLU6)]
    for conv, layer in zip(ours, read_convolutions(path)[:-1], strict=True):
        assert conv.bias is not None
        assert np.array_equal(conv.weight.detach(), layer.weight)
        assert np.array_equal(conv.bias.detach(), layer.bias)


def test_mobilenet_v2_refuses_another_network(small_v1: Path) -> None:
    network = nn.Sequential(trunk(13), tail(13))

    with pytest.raises(WeightsUnreadable, match="its layers are") as caught:
        start_mobilenet_v2(network, small_v1)

    assert caught.value.path == str(small_v1)


def test_a_3x3_kernel_lies_in_the_middle_of_a_5x5_one(started: PPLCNet, small_v1: Path) -> None:
    layers = read_convolutions(small_v1)[:27]

    large = [
        (block.conv.weight.detach(), torch.from_numpy(layer.weight))
        for block, layer in zip(blocks_of(started), layers, strict=True)
        if block.conv.kernel_size == (5, 5)
    ]

    assert len(large) == 7
    for ours, theirs in large:
        assert torch.equal(ours, F.pad(theirs, (1, 1, 1, 1)))


def test_the_first_layer_sees_the_same_colours_as_before(
    started: PPLCNet, small_v1: Path, images: Tensor
) -> None:
    theirs = torch.from_numpy(read_convolutions(small_v1)[0].weight)
    ours = blocks_of(started)[0].conv.weight.detach()

    before = F.conv2d(normalised(images, TFLITE_MEAN, TFLITE_STD), theirs)
    now = F.conv2d(normalised(images, IMAGENET_MEAN, IMAGENET_STD), ours)

    # up to a constant per channel, which batch norm takes away
    difference = now - before
    assert difference.std((0, 2, 3)).max() < 1e-5


def test_squeeze_and_excite_starts_open(started: PPLCNet, images: Tensor) -> None:
    gates: list[Tensor] = []
    blocks = [module for module in started.modules() if isinstance(module, SqueezeExcite)]
    handles = [b.gate.register_forward_hook(lambda _m, _i, out: gates.append(out)) for b in blocks]

    with torch.no_grad():
        started(normalised(images, IMAGENET_MEAN, IMAGENET_STD))

    for handle in handles:
        handle.remove()
    assert len(gates) == 2
    assert all(gate.min() > 0.97 for gate in gates)


def test_every_layer_has_the_mean_and_deviation_of_the_old_one(
    started: PPLCNet, small_v1: Path, images: Tensor
) -> None:
    found: list[tuple[Tensor, Tensor]] = []

    def note(_module: nn.Module, _inputs: tuple[Tensor], out: Tensor) -> None:
        found.append((out.mean((0, 2, 3)), out.std((0, 2, 3))))

    handles = [block.bn.register_forward_hook(note) for block in blocks_of(started)]
    with torch.no_grad():
        started(normalised(images, IMAGENET_MEAN, IMAGENET_STD))

    for handle in handles:
        handle.remove()
    assert not started.training
    for ours, theirs in zip(found, statistics_of_v1(small_v1, images), strict=True):
        torch.testing.assert_close(ours[0], theirs[0], atol=1e-3, rtol=1e-3)
        torch.testing.assert_close(ours[1], theirs[1], atol=1e-3, rtol=1e-2)


def test_starting_leaves_no_hook_behind(started: PPLCNet, images: Tensor) -> None:
    before = {name: value.clone() for name, value in started.state_dict().items()}

    with torch.no_grad():
        started(5 * images[:2])

    assert all(torch.equal(value, before[name]) for name, value in started.state_dict().items())


def test_another_width_is_refused(small_v1: Path, images: Tensor) -> None:
    network = PPLCNet(1.0)

    with pytest.raises(WeightsUnreadable, match="its layers are"):
        start_lcnet(network, small_v1, images)


def test_a_network_with_other_kernels_is_refused(tmp_path: Path, images: Tensor) -> None:
    path = mobilenet_v2_file(tmp_path / "v2.tflite")  # has 3x3 where PP-LCNet has 1x1

    with pytest.raises(WeightsUnreadable, match="its layers are"):
        start_lcnet(PPLCNet(2.0), path, images)


def grocery_photos(size_px: int) -> tuple[Tensor, Tensor]:
    """Two photos of each of 20 products: (40, 3, size_px, size_px) in 0..1, and the labels."""
    photos = first_photos(read_list(GROCERY, "val.txt"), 2)
    by_label = [photo.label for photo in photos]
    chosen = [photo for photo in photos if by_label.count(photo.label) == 2][:40]
    pictures = [cv2.imread(str(photo.path), cv2.IMREAD_COLOR_RGB) for photo in chosen]
    squares = [cv2.resize(p, (size_px, size_px), interpolation=cv2.INTER_AREA) for p in pictures]
    pixels = torch.from_numpy(np.stack(squares)).permute(0, 3, 1, 2).float() / 255
    return pixels, torch.tensor([photo.label for photo in chosen])


def share_found(features: Tensor, labels: Tensor) -> float:
    """How often the nearest other photo shows the same product."""
    rows = F.normalize(features - features.mean(0))
    similarities = (rows @ rows.T).fill_diagonal_(-2)
    return float((labels[similarities.argmax(1)] == labels).float().mean())


@needs_real_files
def test_a_real_mobilenet_v2_finds_the_other_photo_of_a_product() -> None:
    torch.manual_seed(0)
    pixels, labels = grocery_photos(96)
    network = nn.Sequential(trunk(13), tail(13))

    with torch.no_grad():
        fresh = share_found(network(normalised(pixels, TFLITE_MEAN, TFLITE_STD)), labels)
        start_mobilenet_v2(network, WEIGHTS / "tf2_mobilenet_v2_1.0_224_ptq.tflite")
        warm = share_found(network(normalised(pixels, TFLITE_MEAN, TFLITE_STD)), labels)

    assert warm > 0.4
    assert warm > fresh + 0.2


@needs_real_files
def test_a_warm_pp_lcnet_separates_products_better_than_a_fresh_one() -> None:
    torch.manual_seed(0)
    pixels, labels = grocery_photos(96)
    network = PPLCNet(1.0, has_last_conv=False).eval()
    images = normalised(pixels, IMAGENET_MEAN, IMAGENET_STD)

    with torch.no_grad():
        fresh = share_found(network.pooled(images), labels)
        start_lcnet(network, WEIGHTS / "mobilenet_v1_0.5_160_quant.tflite", pixels)
        warm = share_found(network.pooled(images), labels)

    assert warm > fresh + 0.1
