"""The mean of two trainings is a checkpoint like any other."""

from pathlib import Path

import pytest
import torch

from colugo.errors import CheckpointMismatch, WeightsUnreadable
from colugo.training.average_embedder import average
from colugo.training.embedder_recipe import EmbedderRecipe
from colugo.training.networks.rec_model import TwoHeads
from colugo.training.train_embedder import read_checkpoint, started_network

from .tiny_embedder import make_shop, tiny_recipe


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_shop(tmp_path_factory.mktemp("shop"))


def trained(shop: Path, output: str, *, shift: float, **changes: object) -> EmbedderRecipe:
    """A recipe with a checkpoint: the starting weights, every number off by `shift`."""
    recipe = tiny_recipe(shop, output, **changes)
    network: TwoHeads = started_network(recipe)
    state = {
        name: value + shift if value.is_floating_point() else value
        for name, value in network.state_dict().items()
    }
    recipe.output.mkdir(parents=True, exist_ok=True)
    torch.save({"network": state, "step": 7}, recipe.output / "last.pt")
    return recipe


def test_every_weight_lies_between_the_two_by_the_share(shop: Path) -> None:
    first = trained(shop, "first", shift=0.0)
    second = trained(shop, "second", shift=1e-3)
    out = shop / "runs" / "mean"

    path = average(first, second, 0.25, out)

    content = torch.load(path, weights_only=True)
    one, other = (torch.load(r.output / "last.pt")["network"] for r in (first, second))
    for name, value in content["network"].items():
        assert torch.allclose(value, 0.25 * one[name] + 0.75 * other[name])
    assert content["step"] == 7
    assert all(0 <= score <= 1 for score in content["scores"].values())


def test_the_mean_can_be_read_by_its_recipe(shop: Path) -> None:
    first, second = trained(shop, "a", shift=0.0), trained(shop, "b", shift=1e-3)
    out = shop / "runs" / "readable"

    average(first, second, 0.5, out)

    assert read_checkpoint(second.model_copy(update={"output": out})) is not None


def test_two_networks_have_no_mean(shop: Path) -> None:
    first = trained(shop, "wide", shift=0.0, dims=[16, 16])
    second = trained(shop, "narrow", shift=0.0)

    with pytest.raises(CheckpointMismatch):
        average(first, second, 0.5, shop / "runs" / "none")

    assert not (shop / "runs" / "none").exists()


def test_a_recipe_that_was_not_trained_is_named(shop: Path) -> None:
    first, second = trained(shop, "ready", shift=0.0), tiny_recipe(shop, "missing")

    with pytest.raises(WeightsUnreadable, match="train first"):
        average(first, second, 0.5, shop / "runs" / "none")
