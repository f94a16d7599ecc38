"""What a detector training needs besides network and loss: schedule, averages, checkpoints."""

import math
import time
from collections.abc import Callable
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Self

import torch
from torch import Tensor, nn

from colugo.errors import CheckpointMismatch, WeightsUnreadable
from colugo.training.detector_recipe import DetectorRecipe
from colugo.training.networks.picodet import PicoDet
from colugo.training.networks.yolox import Yolox

_FLOOR = 0.01  # of the learning rate, at the very end


class Clock:
    """Counts minutes of training and steps, also over interruptions."""

    def __init__(self, recipe: DetectorRecipe, *, step: int = 0, elapsed_s: float = 0.0) -> None:
        self._recipe, self.step = recipe, step
        self._started = time.monotonic() - elapsed_s

    @property
    def elapsed_s(self) -> float:
        """Seconds trained, all runs together."""
        return time.monotonic() - self._started

    @property
    def progress(self) -> float:
        """0..1 of the minutes or of the steps allowed, whichever runs out first."""
        by_time = self.elapsed_s / 60 / self._recipe.max_minutes
        return min(1.0, max(by_time, self.step / self._recipe.max_steps))


def learning_rate(recipe: DetectorRecipe, step: int, progress: float) -> float:
    """Linear warm-up over steps, then half a cosine over the progress down to a hundredth.

    Source: Loshchilov and Hutter, "SGDR" (2016), without restarts.
    """
    cosine = (1 + math.cos(math.pi * progress)) / 2
    warm = min(1.0, (step + 1) / (recipe.warmup_steps + 1))
    return recipe.lr * warm * (_FLOOR + (1 - _FLOOR) * cosine)


class Average:
    """A slow copy of a network: the mean of its last weights, which measures better.

    Source: Polyak averaging with the ramp of YOLOX, decay x (1 - exp(-step / 500)).
    """

    def __init__(self, network: nn.Module, decay: float) -> None:
        self._decay = decay
        self.state = {name: value.clone() for name, value in network.state_dict().items()}

    @torch.no_grad()
    def update(self, network: nn.Module, step: int) -> None:
        """Move the copy a little towards the network."""
        share = 1 - self._decay * (1 - math.exp(-(step + 1) / 500))
        for name, value in network.state_dict().items():
            if value.is_floating_point():
                self.state[name].lerp_(value, share)
            else:
                self.state[name].copy_(value)


Network = PicoDet | Yolox
_NETWORKS: dict[str, Callable[[DetectorRecipe], Network]] = {
    "picodet": lambda recipe: PicoDet(recipe.scale, recipe.variant),
    "yolox_nano": lambda _: Yolox(),
}


def new_network(recipe: DetectorRecipe) -> Network:
    """The network of a recipe, not started from any weights."""
    return _NETWORKS[recipe.network](recipe)


def build_network(recipe: DetectorRecipe) -> Network:
    """The network of a recipe, started from the recipe's weights.

    Raises:
        WeightsUnreadable: a file of weights lacks a tensor or has one of another shape.
    """
    torch.manual_seed(recipe.seed)
    network = new_network(recipe)
    if recipe.backbone is not None:
        load_weights(network.backbone, recipe.backbone)
    if recipe.start is not None:
        load_weights(network, recipe.start)
    for stage in recipe.frozen:
        network.backbone.get_submodule(stage).requires_grad_(False)
    return network


def set_training(network: Network, recipe: DetectorRecipe) -> None:
    """Training mode; frozen stages keep their batch norm statistics too.

    The first stages cost a quarter of the time of a step (measured) and hardly change.
    """
    network.train()
    for stage in recipe.frozen:
        network.backbone.get_submodule(stage).eval()


def load_weights(network: nn.Module, path: Path) -> None:
    """Start a network from a state; tensors that it lacks, as a PPLCNet's `fc`, are left out.

    Raises:
        WeightsUnreadable: the file lacks a tensor or has one of another shape.
    """
    try:
        state: dict[str, Tensor] = torch.load(path, weights_only=True, map_location="cpu")
    except OSError as error:
        raise WeightsUnreadable(str(path), "it cannot be read") from error
    wanted = network.state_dict()
    missing = [
        name for name, value in wanted.items()
        if name not in state or state[name].shape != value.shape
    ]  # fmt: skip
    if missing:
        raise WeightsUnreadable(str(path), f"{len(missing)} tensors do not fit, as {missing[0]}")
    network.load_state_dict({name: state[name] for name in wanted})


def build_optimizer(network: Network, recipe: DetectorRecipe) -> torch.optim.AdamW:
    """AdamW; batch norm and biases do not decay, the backbone moves slower.

    Every group carries `factor`, what to multiply the learning rate with.
    """
    groups: dict[tuple[bool, bool], list[nn.Parameter]] = {}
    for name, parameter in network.named_parameters():
        if parameter.requires_grad:
            key = (name.startswith("backbone."), parameter.ndim > 1)
            groups.setdefault(key, []).append(parameter)
    return torch.optim.AdamW(
        [
            {
                "params": members,
                "factor": recipe.backbone_lr if in_backbone else 1.0,
                "weight_decay": recipe.weight_decay if decays else 0.0,
            }
            for (in_backbone, decays), members in groups.items()
        ],
        lr=recipe.lr,
    )


def set_learning_rate(optimizer: torch.optim.Optimizer, lr: float) -> None:
    """Set the rate of every group to `lr` times its factor."""
    for group in optimizer.param_groups:
        group["lr"] = lr * group["factor"]


class Checkpoint:
    """The state of a training: tensors and plain values only, so loading runs no code."""

    def __init__(self, content: dict[str, Any]) -> None:
        self.content = content

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a checkpoint.

        Raises:
            WeightsUnreadable: it is missing or no checkpoint.
        """
        try:
            content = torch.load(path, weights_only=True, map_location="cpu")
        except (OSError, RuntimeError, EOFError, UnpicklingError) as error:
            raise WeightsUnreadable(str(path), "it cannot be read as a checkpoint") from error
        if not isinstance(content, dict) or "recipe" not in content:
            raise WeightsUnreadable(str(path), "it carries no recipe")
        return cls(content)

    def save(self, path: Path) -> None:
        """Write beside the old file, then take its place, so that a crash loses neither."""
        new = path.with_suffix(".new")
        torch.save(self.content, new)
        new.replace(path)

    @property
    def recipe(self) -> DetectorRecipe:
        """The settings it was trained with."""
        return DetectorRecipe.model_validate(self.content["recipe"])

    def averaged_network(self) -> Network:
        """The network to measure and to export, in evaluation mode."""
        network = new_network(self.recipe)
        network.load_state_dict(self.content["average"])
        return network.eval()

    def check_same_network(self, path: Path, recipe: DetectorRecipe) -> None:
        """Refuse to carry on with another network; sets of scenes and rates may change.

        Raises:
            CheckpointMismatch: width or variant differ.
        """
        asked, got = (_described(one) for one in (recipe, self.recipe))
        if asked != got:
            raise CheckpointMismatch(str(path), asked, got)


def _described(recipe: DetectorRecipe) -> str:
    if recipe.network == "picodet":
        return f"picodet {recipe.variant} x{recipe.scale}"
    return recipe.network
