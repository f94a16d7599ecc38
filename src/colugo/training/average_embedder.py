"""Averages two trainings of one network.

Run by `python -m colugo.training.average_embedder A B SHARE OUT`.
A and B are recipes that differ in their data, and start from the same weights; so their
mean is a network too, often good at both. Source: Wortsman et al., "Model soups" (2022).
"""

import sys
from pathlib import Path

import torch

from colugo.errors import CheckpointMismatch, WeightsUnreadable
from colugo.training.embedder_recipe import EmbedderRecipe
from colugo.training.networks.rec_model import TwoHeads
from colugo.training.train_embedder import judge


def average(first: EmbedderRecipe, second: EmbedderRecipe, share: float, out: Path) -> Path:
    """Write `share` of the first and the rest of the second as a checkpoint of the second.

    Gives the path of the checkpoint in `out`, scored by the protocols of the recipe.

    Raises:
        WeightsUnreadable: one of the two was not trained yet.
        CheckpointMismatch: the two are not the same network.
    """
    states = [_load(recipe) for recipe in (first, second)]
    one, other = (state["network"] for state in states)
    if {name: t.shape for name, t in one.items()} != {name: t.shape for name, t in other.items()}:
        raise CheckpointMismatch(str(first.output), second.name, first.name)
    mixed = {name: share * one[name] + (1 - share) * other[name] for name in other}
    network = TwoHeads(second.blocks, second.dims, second.general_weight)
    network.load_state_dict(mixed)
    made = second.model_copy(update={"output": out})
    facts = {"recipe": made.model_dump(mode="json"), "step": states[1]["step"]}
    out.mkdir(parents=True, exist_ok=True)
    torch.save(
        {**facts, "scores": judge(second, network.eval()), "network": mixed}, out / "last.pt"
    )
    return out / "last.pt"


def _load(recipe: EmbedderRecipe) -> dict[str, dict[str, torch.Tensor]]:
    path = recipe.output / "last.pt"
    if not path.is_file():
        raise WeightsUnreadable(str(path), "there is no checkpoint; train first")
    state: dict[str, dict[str, torch.Tensor]] = torch.load(path, weights_only=True)
    return state


if __name__ == "__main__":
    recipes = [EmbedderRecipe.load(Path(argument)) for argument in sys.argv[1:3]]
    print(average(recipes[0], recipes[1], float(sys.argv[3]), Path(sys.argv[4])))
