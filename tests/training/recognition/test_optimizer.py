"""The rate follows the closed form, and a step the update written out by hand."""

import math

import pytest
import torch
from torch import nn

from colugo.legacy.train_config import OptimizerSection, RateSection
from colugo.training.recognition.optimizer import build_optimizer, learning_rate, set_learning_rate


def rate_section(warmup_epoch: float, peak: float = 0.04) -> RateSection:
    return RateSection(learning_rate=peak, warmup_epoch=warmup_epoch)


@pytest.mark.parametrize("warmup_epochs", [0, 1, 2.5, 1.37, 5, 9])
@pytest.mark.parametrize(("epochs", "per_epoch"), [(5, 7), (1, 1), (6, 13)])
def test_the_rate_of_every_step_is_that_of_the_closed_form(
    epochs: int, per_epoch: int, warmup_epochs: float
) -> None:
    section = rate_section(warmup_epochs)

    rates = [
        learning_rate(section, step, epochs=epochs, steps_per_epoch=per_epoch)
        for step in range(epochs * per_epoch)
    ]

    cut = min(warmup_epochs, epochs)
    up, down = round(cut * per_epoch), (epochs - cut) * per_epoch
    for step, rate in enumerate(rates):
        if step < up:
            expected = 0.04 * step / up
        else:
            expected = 0.04 * (1 + math.cos(math.pi * (step - up) / down)) / 2
        assert abs(rate - expected) <= 0.04 * 2**-51  # two roundings


def test_the_first_step_of_a_warm_up_has_a_rate_of_0_and_its_end_the_whole() -> None:
    section = rate_section(2)

    assert learning_rate(section, 0, epochs=5, steps_per_epoch=10) == 0
    assert learning_rate(section, 20, epochs=5, steps_per_epoch=10) == 0.04
    assert learning_rate(section, 50, epochs=5, steps_per_epoch=10) == pytest.approx(0, abs=1e-17)


def test_a_warm_up_longer_than_the_training_is_cut_to_it() -> None:
    longer, whole = rate_section(50), rate_section(3)

    for step in range(13):  # the one behind the last too
        assert learning_rate(longer, step, epochs=3, steps_per_epoch=4) == learning_rate(
            whole, step, epochs=3, steps_per_epoch=4
        )


def network() -> nn.Sequential:
    torch.manual_seed(0)
    parts = nn.Conv2d(3, 4, 3), nn.BatchNorm2d(4), nn.Flatten(), nn.Linear(16, 5)
    return nn.Sequential(*parts, nn.BatchNorm1d(5)).double()


def section(coeff: float = 0.1, momentum: float = 0.9) -> OptimizerSection:
    return OptimizerSection.model_validate(
        {
            "momentum": momentum,
            "lr": {"learning_rate": 0.5},
            "regularizer": {"coeff": coeff},
        }
    )


def test_steps_are_heavy_ball_momentum_with_decay_on_all_but_batch_norms() -> None:
    trained, by_hand = network(), network()
    optimizer = build_optimizer(trained, section())
    velocities = {name: torch.zeros_like(p) for name, p in by_hand.named_parameters()}
    images = torch.randn(4, 6, 3, 4, 4, dtype=torch.float64)

    for step in range(4):
        rate = 0.01 / (step + 1)
        set_learning_rate(optimizer, rate)
        for one in (trained, by_hand):
            one.zero_grad()
            one(images[step]).cos().sum().backward()
        optimizer.step()
        with torch.no_grad():
            for name, weight in by_hand.named_parameters():
                assert weight.grad is not None
                decay = 0.0 if name.split(".")[0] in ("1", "4") else 0.1
                velocities[name] = 0.9 * velocities[name] + (weight.grad + decay * weight)
                weight -= rate * velocities[name]

    for (name, ours), theirs in zip(trained.named_parameters(), by_hand.parameters(), strict=True):
        torch.testing.assert_close(ours, theirs, rtol=1e-12, atol=1e-13, msg=name)


def test_biases_are_decayed_and_frozen_weights_left_alone() -> None:
    trained = network()
    trained[0].weight.requires_grad_(False)

    groups = build_optimizer(trained, section()).param_groups

    decayed = {id(p) for group in groups if group["weight_decay"] for p in group["params"]}
    assert decayed == {id(trained[0].bias), id(trained[3].weight), id(trained[3].bias)}


def test_a_network_of_batch_norms_alone_has_one_group() -> None:
    groups = build_optimizer(nn.BatchNorm1d(3), section()).param_groups

    assert [group["weight_decay"] for group in groups] == [0.0]


def test_a_rate_is_set_for_every_group() -> None:
    optimizer = build_optimizer(network(), section())

    set_learning_rate(optimizer, 0.125)

    assert [group["lr"] for group in optimizer.param_groups] == [0.125, 0.125]
