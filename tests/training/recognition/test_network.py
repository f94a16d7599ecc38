"""A config's network is built, starts from weights of ours or of Paddle, or says why not."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from colugo.errors import ColugoError, WeightsUnreadable
from colugo.legacy.train_config import ArchSection
from colugo.training.networks.lcnet import PPLCNet
from colugo.training.official.cache import CACHE_VARIABLE
from colugo.training.recognition.network import (
    BACKBONES,
    build_learner,
    load_into,
    read_state,
    start_backbone,
)
from tests.legacy import official_names as names
from tests.legacy.official_files import random_tensors, write_pdparams


def arch(backbone: str = "PPLCNet_x0_25", **changes: Any) -> ArchSection:
    return ArchSection.model_validate(
        {
            "Backbone": {"name": backbone, "pretrained": changes.get("pretrained", False),
                         "use_ssld": changes.get("use_ssld", False)},
            "Neck": {"class_num": changes.get("dim", 8)},
            "Head": {"embedding_size": changes.get("head_dim", 8), "class_num": 5, "margin": 0.2,
                     "scale": 30, "easy_margin": changes.get("easy_margin", False)},
        }
    )  # fmt: skip


def official(path: Path, *, model: bool = False, scale: float = 0.25) -> dict[str, Any]:
    """Writes random official weights; gives them by name."""
    shapes = names.rec_model(scale, 8, products=5) if model else names.lcnet(scale, classes=10)
    tensors = random_tensors(shapes, seed=3)
    write_pdparams(path, tensors)
    return tensors


def test_the_parts_of_the_config_are_those_of_the_network() -> None:
    learner = build_learner(arch(easy_margin=True))

    head = learner.head
    assert (head.margin, head.scale, head.easy_margin) == (0.2, 30, True)
    assert tuple(head.weight.shape) == (8, 5)
    assert tuple(learner.model.neck.fc.weight.shape) == (8, 1280)


def test_every_width_has_its_name() -> None:
    lcnets = [name for name in BACKBONES if name.startswith("PPLCNet_x")]
    widths = {name.removeprefix("PPLCNet_x").replace("_", ".") for name in lcnets}

    assert {float(width) for width in widths} == set(names.LCNET_WIDTHS)
    for name in ("PPLCNet_x0_35", "PPLCNet_x1_0"):
        backbone = BACKBONES[name](1280)
        assert isinstance(backbone, PPLCNet)
        assert backbone.scale == float(name.removeprefix("PPLCNet_x").replace("_", "."))


def test_labels_get_a_margin_in_training_and_bare_cosines_in_evaluation() -> None:
    learner = build_learner(arch())
    images, labels = torch.randn(2, 3, 32, 32), torch.tensor([1, 4])

    learner.eval()
    with torch.inference_mode():
        bare, judged = learner(images), learner(images, labels)

    assert bare.shape == (2, 5)
    assert bare.abs().max() <= 1 + 1e-6
    assert torch.equal(bare, judged)
    assert learner.train()(images, labels).abs().max() > 1 + 1e-6


@pytest.mark.parametrize("is_model", [False, True])
@pytest.mark.parametrize("extension", ["", ".pdparams"])
def test_a_backbone_starts_from_official_weights(
    tmp_path: Path, is_model: bool, extension: str
) -> None:
    tensors = official(tmp_path / "start.pdparams", model=is_model)

    learner = build_learner(arch(pretrained=str(tmp_path / f"start{extension}")))

    state, prefix = learner.model.backbone.state_dict(), "backbone." if is_model else ""
    for name in ("conv1.conv.weight", "blocks6.1.se.conv2.bias", "last_conv.weight"):
        np.testing.assert_array_equal(state[name].numpy(), tensors[f"{prefix}{name}"])
    mean = state["blocks3.1.dw_conv.bn.running_mean"].numpy()
    np.testing.assert_array_equal(mean, tensors[f"{prefix}blocks3.1.dw_conv.bn._mean"])


@pytest.mark.parametrize("shape", ["learner", "bare learner", "backbone"])
def test_a_backbone_starts_from_weights_of_ours(tmp_path: Path, shape: str) -> None:
    other = build_learner(arch())
    content = {
        "learner": {"learner": other.state_dict(), "epoch": 3},
        "bare learner": other.state_dict(),
        "backbone": other.model.backbone.state_dict(),
    }[shape]
    torch.save(content, tmp_path / "start.pt")

    learner = build_learner(arch(pretrained=str(tmp_path / "start")))

    for name, values in other.model.backbone.state_dict().items():
        assert torch.equal(learner.model.backbone.state_dict()[name], values)
    assert not torch.equal(learner.head.weight, other.head.weight)


def test_weights_without_the_last_convolution_leave_it_as_it_was(tmp_path: Path) -> None:
    state = PPLCNet(0.25, has_last_conv=False).state_dict()
    torch.save(state, tmp_path / "start.pt")
    backbone = PPLCNet(0.25)
    before = backbone.last_conv.weight.clone()

    start_backbone(backbone, tmp_path / "start.pt")

    assert torch.equal(backbone.last_conv.weight, before)
    assert torch.equal(backbone.state_dict()["conv1.conv.weight"], state["conv1.conv.weight"])


@pytest.mark.parametrize("use_ssld", [False, True])
def test_true_means_the_official_file_in_the_cache(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, use_ssld: bool
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    section = arch(pretrained=True, use_ssld=use_ssld)
    file = "PPLCNet_x0_25_ssld_pretrained" if use_ssld else "PPLCNet_x0_25_pretrained"

    with pytest.raises(WeightsUnreadable, match=f"{file}.*Arch.Backbone.pretrained=FILE"):
        build_learner(section)
    tensors = official(tmp_path / f"{file}.pdparams")

    weight = build_learner(section).model.backbone.state_dict()["conv1.conv.weight"]
    np.testing.assert_array_equal(weight.numpy(), tensors["conv1.conv.weight"])


def test_a_backbone_that_is_none_is_refused_with_those_that_are() -> None:
    with pytest.raises(WeightsUnreadable, match=r"known are PPLCNet_x0_25, .*PPLCNet_x2_5"):
        build_learner(arch("PPLCNet_x3_0"))


def test_a_neck_and_a_head_that_do_not_fit_are_refused() -> None:
    with pytest.raises(WeightsUnreadable, match=r"8 numbers and Head\.embedding_size 16"):
        build_learner(arch(head_dim=16))


def test_weights_of_another_width_are_refused_and_nothing_is_copied(tmp_path: Path) -> None:
    official(tmp_path / "start.pdparams", scale=0.5)
    backbone = PPLCNet(0.25)
    before = {name: values.clone() for name, values in backbone.state_dict().items()}

    with pytest.raises(WeightsUnreadable, match=r"conv1\.conv\.weight is \(8, .*start|start.*its "):
        start_backbone(backbone, tmp_path / "start.pdparams")

    for name, values in backbone.state_dict().items():
        assert torch.equal(values, before[name])


def test_a_tensor_that_lacks_is_named(tmp_path: Path) -> None:
    state = PPLCNet(0.25).state_dict()
    del state["blocks5.3.pw_conv.bn.bias"]

    with pytest.raises(WeightsUnreadable, match=r"no tensor blocks5\.3\.pw_conv\.bn\.bias"):
        load_into(PPLCNet(0.25), state, tmp_path)


@pytest.mark.parametrize(
    "content",
    [
        {},
        [1, 2],
        {"epoch": 3},
        {"learner": [1, 2]},
        {"learner": {}},
        {"average": [1]},
        {"average": {1: 2}},
        {1: torch.ones(2)},
        7,
    ],
)
def test_a_file_without_weights_is_refused(tmp_path: Path, content: Any) -> None:
    torch.save(content, tmp_path / "start.pt")

    with pytest.raises(WeightsUnreadable, match="holds no weights"):
        read_state(tmp_path / "start.pt")


class Calls:
    def __reduce__(self) -> Any:
        return (Path.touch, (Path("called"),))


def test_a_pickle_that_calls_something_is_refused_and_not_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    torch.save({"learner": Calls()}, tmp_path / "start.pt")

    with pytest.raises(WeightsUnreadable, match="cannot be read as weights"):
        read_state(tmp_path / "start.pt")

    assert not (tmp_path / "called").exists()


def test_missing_and_truncated_files_are_refused(tmp_path: Path) -> None:
    official(tmp_path / "start.pdparams")
    whole = (tmp_path / "start.pdparams").read_bytes()
    (tmp_path / "start.pdparams").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "start.pt").write_bytes(b"PK\x03\x04 and no more")

    with pytest.raises(WeightsUnreadable, match=r"nor with \.pt or \.pdparams"):
        read_state(tmp_path / "away")
    with pytest.raises(WeightsUnreadable, match="cannot be read"):
        read_state(tmp_path / "start.pt")
    with pytest.raises(ColugoError, match=r"start\.pdparams"):
        read_state(tmp_path / "start.pdparams")


def shitu_v2(**neck: Any) -> ArchSection:
    return ArchSection.model_validate(
        {
            "Backbone": {"name": "PPLCNetV2_base_ShiTu", "class_expand": 32},
            "Neck": {"name": "BNNeck", "num_features": 32, "weight_attr": {}, **neck},
            "Head": {"embedding_size": 32, "class_num": 5},
        }
    )


def test_the_backbone_of_pp_shitu_v2_is_trained_with_its_neck_or_a_layer() -> None:
    learner = build_learner(shitu_v2())
    plain = build_learner(
        ArchSection.model_validate(
            {
                "Backbone": {"name": "PPLCNetV2_base"}, "Neck": {"class_num": 8},
                "Head": {"embedding_size": 8, "class_num": 5},
            }
        )
    )  # fmt: skip

    logits = learner(torch.rand(2, 3, 32, 32), torch.tensor([0, 4]))
    logits.sum().backward()

    assert logits.shape == (2, 5)
    assert learner.model.backbone.last_conv.weight.grad.abs().sum() > 0
    assert learner.model.neck.feat_bn.bias.grad is None
    assert plain.model(torch.rand(2, 3, 32, 32)).shape == (2, 8)


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        (shitu_v2(num_features=16), r"Head\.embedding_size 32 do not fit"),
        (shitu_v2(name="FC", class_num=32), r"Arch\.Neck\.embedding_size 1280 and Backbone"),
        (
            ArchSection.model_validate(
                {
                    "Backbone": {"name": "PPLCNet_x1_0", "class_expand": 512},
                    "Neck": {"embedding_size": 512}, "Head": {"class_num": 5},
                }
            ),
            "class_expand 512 is not 1280",
        ),
    ],
)  # fmt: skip
def test_parts_that_do_not_fit_together_are_refused(section: ArchSection, sentence: str) -> None:
    with pytest.raises(WeightsUnreadable, match=sentence):
        build_learner(section)


def test_pretrained_takes_weights_of_ours_where_the_official_ones_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    ours = PPLCNet(0.25)
    torch.save(ours.state_dict(), tmp_path / "PPLCNet_x0_25_pretrained.pt")

    learner = build_learner(arch(pretrained=True))

    torch.testing.assert_close(learner.model.backbone.state_dict(), ours.state_dict())
