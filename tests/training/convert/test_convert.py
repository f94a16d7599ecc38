"""Official tensors fill our networks: every one, and no other."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from colugo.errors import WeightsDamaged, WeightsMismatch, WeightsOfUnknownNetwork
from colugo.training.convert import NETWORKS, convert, read_official
from colugo.training.convert.load import torch_name
from colugo.training.networks.picodet import PicoDet
from colugo.training.networks.rec_model import RecModel
from tests.legacy import official_names as names
from tests.legacy.official_files import random_tensors, write_export, write_pdparams, write_tar

SMALL: dict[str, tuple[names.Shapes, str]] = {
    "rec": (names.rec_model(0.25, 32), "rec"),
    "rec with its head": (names.rec_model(0.25, 32, products=7), "rec"),
    "rec v2": (names.rec_model_v2(32, products=7), "rec-v2"),
    "rec v2, folded": (names.rec_model_v2(32, folded=True), "rec-v2"),
    "detector, as shipped": (names.picodet(0.25, "lite_v1"), "detector"),
    "detector, as configured": (names.picodet(0.25, "config_640"), "detector"),
    "lcnet v2": (names.lcnet_v2(dim=1280, bias=False), "lcnet-v2"),
} | {f"lcnet x{scale}": (names.lcnet(scale, classes=10), "lcnet") for scale in names.LCNET_WIDTHS}


@pytest.mark.parametrize("case", SMALL)
def test_every_network_takes_every_tensor_of_its_official_file(case: str) -> None:
    shapes, name = SMALL[case]
    tensors = random_tensors(shapes)

    converted = convert(tensors, case)

    assert converted.official.name == name
    assert converted.tensors + len(converted.left_out) == len(tensors)
    assert all(one.startswith("head.") for one in converted.left_out)
    state = converted.network.state_dict()
    for official, values in tensors.items():
        ours = torch_name(official)
        if ours not in converted.left_out:
            expected = values.T if values.ndim == 2 else values
            np.testing.assert_array_equal(state[ours].numpy(), expected)


@pytest.mark.parametrize(
    ("shapes", "count"),
    [(names.rec_model(), 146), (names.picodet(), 407)],
)
def test_the_full_size_files_have_as_many_tensors_as_the_shipped_graphs(
    shapes: names.Shapes, count: int
) -> None:
    assert len(shapes) == count  # spec 1.5 and 3.3


@pytest.mark.parametrize("kind", ["pdparams", "folder", "tar"])
def test_all_containers_give_the_same_network(tmp_path: Path, kind: str) -> None:
    tensors = random_tensors(names.rec_model(0.25, 16))
    folder = write_export(tmp_path / "export", tensors, prefix="base_model.")
    path = {
        "pdparams": lambda: write_pdparams(tmp_path / "a.pdparams", tensors),
        "folder": lambda: folder,
        "tar": lambda: write_tar(tmp_path / "a.tar", folder),
    }[kind]()

    network = read_official(path).network

    assert isinstance(network, RecModel)
    weight = network.neck.fc.weight.detach().numpy()
    np.testing.assert_array_equal(weight, tensors["neck.fc.weight"].T)


def test_what_a_linear_layer_computes_is_what_paddle_computes() -> None:
    tensors = random_tensors(names.rec_model(0.25, 16))

    network = convert(tensors, "a").network
    assert isinstance(network, RecModel)
    features = torch.randn(3, 1280)
    with torch.no_grad():
        rows = network.neck(features).numpy()

    slow = features.numpy() @ tensors["neck.fc.weight"] + tensors["neck.fc.bias"]
    np.testing.assert_allclose(rows, slow, atol=1e-4)


def test_the_training_file_of_v2_gives_what_its_folded_export_gives() -> None:
    tensors = random_tensors(names.rec_model_v2(16))
    trained = convert(tensors, "a").network
    folded_names = names.rec_model_v2(16, folded=True)
    images = torch.randn(2, 3, 64, 64)

    with torch.no_grad():
        expected = trained(images)
        trained.backbone.fuse()  # type: ignore[operator, union-attr]
        state = {
            name.replace("running_mean", "_mean").replace("running_var", "_variance"): value
            for name, value in trained.state_dict().items()
            if "num_batches" not in name
        }
        assert {name: tuple(value.shape) for name, value in state.items()} == folded_names
        again = convert({name: value.numpy() for name, value in state.items()}, "b").network
        rows = again(images)

    torch.testing.assert_close(rows, expected, rtol=1e-3, atol=1e-4 * float(expected.std()))


def test_files_of_early_v2_with_fewer_branches_and_no_bias_are_taken() -> None:
    shapes = names.lcnet_v2("backbone.", dim=16, bias=False, last_branches=2)
    early = {name.replace("stages.2.", "stage3."): shape for name, shape in shapes.items()}
    early |= {f"neck.feat_bn.{part}": (16,) for part in ("weight", "bias", "_mean", "_variance")}

    converted = convert(random_tensors(early), "early")

    assert converted.tensors == len(early)
    assert converted.network(torch.zeros(1, 3, 64, 64)).shape == (1, 16)


def test_a_kernel_that_the_training_form_recomputes_is_left_out() -> None:
    shapes = names.rec_model_v2(16)
    shapes |= {"backbone.stages.2.0.dw_conv.weight": (256, 1, 5, 5)}

    converted = convert(random_tensors(shapes), "a")

    assert converted.left_out == ("backbone.stages.2.0.dw_conv.weight",)


@pytest.mark.parametrize("variant", ["lite_v1", "config_640"])
def test_the_detector_that_a_file_is_of_is_told_by_its_width(variant: str) -> None:
    shapes = names.picodet(0.25, variant)
    del shapes["head.distribution_project.project"]  # a constant, which a file may leave out
    shapes["head.p3_feat.scale_reg"] = (1,)  # and a leftover, which it may have

    converted = convert(random_tensors(shapes), "a")

    assert isinstance(converted.network, PicoDet)
    project = converted.network.head.distribution_project.project
    assert project.tolist() == list(range(8))
    assert converted.left_out == ("head.p3_feat.scale_reg",)


def test_a_missing_and_an_unexpected_tensor_are_named() -> None:
    tensors: dict[str, Any] = random_tensors(names.rec_model(0.25, 16))
    tensors["backbone.extra.weight"] = tensors.pop("backbone.blocks5.3.pw_conv.bn._mean")

    with pytest.raises(WeightsMismatch) as caught:
        convert(tensors, "a.pdparams")

    assert caught.value.missing == ("backbone.blocks5.3.pw_conv.bn.running_mean",)
    assert caught.value.unexpected == ("backbone.extra.weight",)
    assert "a.pdparams" in str(caught.value)


def test_a_tensor_of_another_shape_is_named_with_both() -> None:
    tensors: dict[str, Any] = random_tensors(names.rec_model(0.25, 16))
    tensors["neck.fc.bias"] = np.zeros(15, np.float32)

    with pytest.raises(WeightsMismatch, match=r"neck\.fc\.bias is \(15,\), expected \(16,\)"):
        convert(tensors, "a")


@pytest.mark.parametrize("wanted", [name for name in NETWORKS if name != "rec"])
def test_a_file_of_another_network_than_asked_for_is_refused(wanted: str) -> None:
    with pytest.raises(WeightsMismatch):
        convert(random_tensors(names.rec_model(0.25, 16)), "a", wanted)


def test_a_detector_of_a_width_that_none_has_is_refused() -> None:
    tensors: dict[str, Any] = random_tensors(names.picodet(0.25))
    name = "neck.conv_t.convs.0.conv.weight"
    tensors[name] = np.zeros((64, *tensors[name].shape[1:]), np.float32)

    with pytest.raises(WeightsMismatch, match="of another shape"):
        convert(tensors, "a")


def test_tensors_of_no_network_of_ours_are_refused() -> None:
    with pytest.raises(WeightsOfUnknownNetwork, match=r"res2a_branch.*known are rec,"):
        convert({"res2a_branch.weight": np.zeros(3, np.float32)}, "resnet.pdparams")


def test_numbers_that_are_not_finite_are_refused() -> None:
    tensors: dict[str, Any] = random_tensors(names.rec_model(0.25, 16))
    tensors["neck.fc.bias"] = np.full(16, np.nan, np.float32)

    with pytest.raises(WeightsDamaged, match=r"neck\.fc\.bias.*not finite"):
        convert(tensors, "a")


def test_a_file_with_another_ending_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("weights")

    with pytest.raises(WeightsDamaged, match=r"expected a \.pdparams"):
        read_official(tmp_path / "a.txt")
