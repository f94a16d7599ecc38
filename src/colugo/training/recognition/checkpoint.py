"""The state of a training on disk: tensors and plain values only, so reading runs no code."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from colugo.errors import CheckpointMismatch, WeightsUnreadable
from colugo.legacy.train_config import TrainConfig
from colugo.training.recognition.lists import Listed
from colugo.training.recognition.network import with_extension

_KEYS = {"config", "fingerprint", "epoch", "best", "learner", "optimizer", "average", "rng"}


@dataclass
class Checkpoint:
    """All that a training needs to go on as if it had never stopped.

    Attributes:
        config: the settings it was made with.
        fingerprint: of the training list.
        epoch: the last one that is done, from 1.
        best: the best first metric so far, 0 before any.
        learner, optimizer, average: their states; no average without `ema_decay`.
        rng: torch's random state, for dropout.
    """

    config: dict[str, Any]
    fingerprint: str
    epoch: int
    best: float
    learner: dict[str, Any]
    optimizer: dict[str, Any]
    average: dict[str, Any] | None
    rng: torch.Tensor

    def save(self, path: Path) -> None:
        """Write beside the old file, then take its place: a crash loses neither."""
        new = path.with_suffix(".new")
        torch.save(vars(self), new)
        new.replace(path)

    @classmethod
    def load(cls, path: Path) -> "Checkpoint":
        """Read a checkpoint; `path` may lack its extension.

        Raises:
            WeightsUnreadable: there is none, or it is something else.
        """
        file = with_extension(path)
        try:
            content = torch.load(file, weights_only=True, map_location="cpu")
        except Exception as error:  # torch's own errors share no type
            raise WeightsUnreadable(str(file), "it cannot be read as a checkpoint") from error
        if not isinstance(content, dict) or set(content) != _KEYS:
            raise WeightsUnreadable(str(file), "it is no checkpoint of `colugo train`")
        return cls(**content)

    def check_same_network(self, path: Path, config: TrainConfig) -> None:
        """Refuse to go on with another network; where it starts from may differ.

        Raises:
            CheckpointMismatch: another backbone, neck or head.
        """
        asked, got = describe(config), describe(TrainConfig.model_validate(self.config))
        if asked != got:
            raise CheckpointMismatch(str(path), asked, got)


def describe(config: TrainConfig) -> str:
    """A network in a few words: what must agree between a checkpoint and a config."""
    arch = config.arch
    sizes = f"embedding {arch.dim}, {arch.head.class_num} products"
    return f"{arch.backbone.name}, {sizes}"


def fingerprint(listed: Sequence[Listed]) -> str:
    """A short name for exactly these pictures and labels in this order."""
    digest = hashlib.sha256()
    for picture in listed:
        digest.update(f"{picture.path}\t{picture.label}\n".encode())
    return digest.hexdigest()[:12]
