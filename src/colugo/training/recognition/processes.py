"""One process or several, as torchrun starts them. Knows no network."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import distributed, nn

from colugo.errors import DeviceMissing

T = TypeVar("T")


@dataclass(frozen=True)
class Processes:
    """Which process this is, of how many, and what it computes on."""

    rank: int
    world: int
    device: torch.device

    @property
    def is_first(self) -> bool:
        """Whether this one writes files and talks."""
        return self.rank == 0

    def gather(self, mine: Sequence[T]) -> list[T]:
        """What all processes have, in the order of their ranks."""
        if self.world == 1:
            return list(mine)
        parts: list[Sequence[T]] = [[] for _ in range(self.world)]
        distributed.all_gather_object(parts, list(mine))
        return [one for part in parts for one in part]

    def share_buffers(self, network: nn.Module) -> None:
        """Give every process the buffers of the first: each counted those of its own batches."""
        if self.world > 1:
            for buffer in network.buffers():
                distributed.broadcast(buffer, 0)


@contextmanager
def joined(device: str) -> Iterator[Processes]:
    """Join the processes that torchrun started; alone without it.

    Raises:
        DeviceMissing: a GPU is asked for and there is none.
    """
    if device == "gpu" and not torch.cuda.is_available():
        raise DeviceMissing("gpu", "-o Global.device=cpu")
    rank, world = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    local = int(os.environ.get("LOCAL_RANK", "0"))
    place = torch.device("cuda", local) if device == "gpu" else torch.device("cpu")
    if world == 1:
        yield Processes(0, 1, place)
        return
    distributed.init_process_group("nccl" if device == "gpu" else "gloo")
    try:
        yield Processes(rank, world, place)
    finally:
        distributed.destroy_process_group()
