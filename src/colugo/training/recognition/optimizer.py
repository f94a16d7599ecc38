"""Heavy-ball momentum and the cosine with warm-up, as PaddleClas has them. Knows no network.

Source: ../shared/spec/predecessor-interfaces.md 2.5.
"""

import math

import torch
from torch import nn

from colugo.legacy.train_config import OptimizerSection, RateSection


def build_optimizer(network: nn.Module, section: OptimizerSection) -> torch.optim.SGD:
    """Momentum with L2 on every weight and bias but those of batch norms."""
    norms = {
        id(parameter)
        for module in network.modules()
        if isinstance(module, nn.modules.batchnorm._BatchNorm)
        for parameter in module.parameters(recurse=False)
    }
    decayed = [p for p in network.parameters() if p.requires_grad and id(p) not in norms]
    free = [p for p in network.parameters() if p.requires_grad and id(p) in norms]
    coeff = section.regularizer.coeff
    groups = [{"params": decayed, "weight_decay": coeff}, {"params": free, "weight_decay": 0.0}]
    return torch.optim.SGD(
        [group for group in groups if group["params"]], lr=section.lr.learning_rate,
        momentum=section.momentum,
    )  # fmt: skip


def learning_rate(section: RateSection, step: int, *, epochs: int, steps_per_epoch: int) -> float:
    """The rate of a step, counted from 0 over all epochs: a line up, then half a cosine."""
    warmup_epochs = min(section.warmup_epoch, epochs)
    warmup = round(warmup_epochs * steps_per_epoch)
    if step < warmup:
        return section.learning_rate * step / warmup
    falling = (epochs - warmup_epochs) * steps_per_epoch
    share = (step - warmup) / falling if falling else 1.0
    return section.learning_rate * (1 + math.cos(math.pi * share)) / 2


def set_learning_rate(optimizer: torch.optim.Optimizer, rate: float) -> None:
    """Set the rate of every group."""
    for group in optimizer.param_groups:
        group["lr"] = rate
