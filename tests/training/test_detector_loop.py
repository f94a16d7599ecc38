"""Schedule, averages, starting weights and checkpoints of a detector training."""

import math
from pathlib import Path

import pytest
import torch
from torch import nn

from colugo.errors import CheckpointMismatch, WeightsUnreadable
from colugo.training.detector_loop import (
    Average,
    Checkpoint,
    Clock,
    build_network,
    build_optimizer,
    learning_rate,
    set_learning_rate,
    set_training,
)
from colugo.training.detector_recipe import DetectorRecipe
from colugo.training.networks.lcnet import PPLCNet


def recipe(**changes: object) -> DetectorRecipe:
    base = {"name": "a", "output": "runs/a", "sets": [{"folder": "scenes"}], "scale": 0.25}
    return DetectorRecipe.model_validate(base | changes)


def checkpoint(**changes: object) -> Checkpoint:
    asked = recipe(**changes)
    network = build_network(asked)
    return Checkpoint(
        {"recipe": asked.model_dump(mode="json"), "average": network.state_dict(), "scores": {}}
    )


def test_the_learning_rate_warms_up_and_falls_like_half_a_cosine() -> None:
    asked = recipe(lr=0.1, warmup_steps=9)

    rates = [
        learning_rate(asked, step, at) for step, at in ((0, 0.0), (9, 0.0), (99, 0.5), (99, 1.0))
    ]

    assert rates == pytest.approx([0.01, 0.1, 0.1 * (0.01 + 0.99 * 0.5), 0.001])


def test_progress_ends_with_the_steps_or_the_minutes_whichever_is_first() -> None:
    by_steps = Clock(recipe(max_steps=10, max_minutes=1000), step=5)
    by_minutes = Clock(recipe(max_steps=10, max_minutes=2), step=0, elapsed_s=90)
    over = Clock(recipe(max_steps=10, max_minutes=2), step=20)

    progress = [clock.progress for clock in (by_steps, by_minutes, over)]

    assert progress == pytest.approx([0.5, 0.75, 1.0], abs=1e-3)


def test_an_average_follows_the_network_by_its_ramped_decay() -> None:
    network = nn.BatchNorm1d(1)  # a weight, a running mean and a count of batches
    average = Average(network, decay=0.9)
    with torch.no_grad():
        network.weight.fill_(3.0)
    network.num_batches_tracked.fill_(7)

    average.update(network, step=499)

    decay = 0.9 * (1 - math.exp(-1))
    assert float(average.state["weight"]) == pytest.approx(1.0 * decay + 3.0 * (1 - decay))
    assert int(average.state["num_batches_tracked"]) == 7
    assert network.weight.item() == 3.0


def test_frozen_stages_neither_learn_nor_move_their_statistics() -> None:
    asked = recipe(frozen=["conv1", "blocks2"])
    network = build_network(asked)

    set_training(network, asked)

    learning = {
        name.split(".")[1]
        for name, p in network.backbone.named_parameters("backbone")
        if p.requires_grad
    }
    assert learning == {"blocks3", "blocks4", "blocks5", "blocks6"}
    assert not network.backbone.conv1.bn.training
    assert network.backbone.get_submodule("blocks3.0.dw_conv.bn").training


def test_batch_norm_and_biases_do_not_decay_and_the_backbone_moves_slower() -> None:
    asked = recipe(lr=0.2, backbone_lr=0.5, weight_decay=0.03)
    network = build_network(asked)
    optimizer = build_optimizer(network, asked)

    set_learning_rate(optimizer, 0.1)

    found = {
        id(parameter): (group["lr"], group["weight_decay"])
        for group in optimizer.param_groups
        for parameter in group["params"]
    }
    assert found[id(network.backbone.conv1.conv.weight)] == (0.05, 0.03)
    assert found[id(network.backbone.conv1.bn.weight)] == (0.05, 0.0)
    assert found[id(network.head.get_submodule("head_cls0").bias)] == (0.1, 0.0)
    assert id(network.head.distribution_project.project) not in found


def test_a_backbone_starts_from_lcnet_weights_with_nothing_missing(tmp_path: Path) -> None:
    start = PPLCNet(0.25, class_num=10)
    torch.save(start.state_dict(), tmp_path / "lcnet.pt")

    network = build_network(recipe(backbone=str(tmp_path / "lcnet.pt")))

    expected = start.state_dict()
    for name, value in network.backbone.state_dict().items():
        assert torch.equal(value, expected[name]), name


def test_weights_of_another_width_are_refused(tmp_path: Path) -> None:
    torch.save(PPLCNet(0.5).state_dict(), tmp_path / "lcnet.pt")

    with pytest.raises(WeightsUnreadable, match="do not fit"):
        build_network(recipe(backbone=str(tmp_path / "lcnet.pt")))


def test_a_missing_start_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsUnreadable, match="nowhere"):
        build_network(recipe(backbone=str(tmp_path / "nowhere.pt")))


def test_a_checkpoint_is_read_back_with_its_settings_and_network(tmp_path: Path) -> None:
    saved = checkpoint(variant="config_640")
    saved.save(tmp_path / "last.pt")

    read = Checkpoint.load(tmp_path / "last.pt")

    network = read.averaged_network()
    assert read.recipe == saved.recipe
    assert not network.training
    assert torch.equal(
        network.state_dict()["head.head_cls0.bias"], saved.content["average"]["head.head_cls0.bias"]
    )
    assert [path.name for path in tmp_path.iterdir()] == ["last.pt"]


@pytest.mark.parametrize("content", [b"", b"no checkpoint"])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "last.pt").write_bytes(content)

    with pytest.raises(WeightsUnreadable, match=r"last\.pt"):
        Checkpoint.load(tmp_path / "last.pt")


def test_a_file_of_bare_weights_is_no_checkpoint(tmp_path: Path) -> None:
    torch.save({"weight": torch.zeros(1)}, tmp_path / "last.pt")

    with pytest.raises(WeightsUnreadable, match="no recipe"):
        Checkpoint.load(tmp_path / "last.pt")


def test_carrying_on_with_another_network_is_refused(tmp_path: Path) -> None:
    saved = checkpoint(variant="config_640")

    with pytest.raises(CheckpointMismatch, match=r"lite_v1 x0\.25"):
        saved.check_same_network(tmp_path, recipe())
