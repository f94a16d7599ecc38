"""Fills a network of ours with official tensors: every one of them, and no other."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from colugo.errors import WeightsDamaged, WeightsMismatch
from colugo.legacy.weights import read_inference, read_inference_tar, read_pdparams
from colugo.training.convert.networks import NETWORKS, OfficialNetwork, recognise

Tensors = Mapping[str, NDArray[Any]]


@dataclass(frozen=True)
class Converted:
    """A network with official weights in it, in evaluation mode."""

    network: nn.Module
    official: OfficialNetwork
    left_out: tuple[str, ...]  # tensors of the file that inference has no use for
    tensors: int  # taken


def read_official(path: Path, wanted: str | None = None) -> Converted:
    """Read an official file into a network of ours.

    Args:
        path: a `.pdparams`, a `.tar` of an exported model, its folder, or its `.pdiparams`.
        wanted: a name in `NETWORKS`; None finds it out.

    Raises:
        WeightsDamaged, WeightsUnsafe, WeightsIncomplete, WeightsTooLarge: it cannot be read.
        WeightsOfUnknownNetwork, WeightsMismatch: it is of another network.
    """
    return convert(_read(path), str(path), wanted)


def convert(tensors: Tensors, path: str, wanted: str | None = None) -> Converted:
    """Make a network of ours out of official tensors; `path` only names them in errors.

    Raises:
        WeightsOfUnknownNetwork: no network has such tensors.
        WeightsMismatch: the network has other tensors than these.
    """
    named = {torch_name(name): values for name, values in tensors.items()}
    shapes = {name: tuple(values.shape) for name, values in named.items()}
    official = NETWORKS[wanted] if wanted else recognise(shapes, path)
    try:
        network = official.build(shapes)
    except KeyError as error:  # only when `wanted` is not what the file is
        raise WeightsMismatch(path, official.title, missing=[str(error.args[0])]) from error
    own = set(network.state_dict())
    left_out = tuple(sorted(
        name for name in named if name not in own and re.fullmatch(official.left_out, name)
    ))  # fmt: skip
    kept = {name: values for name, values in named.items() if name not in left_out}
    constants = {name: value.numpy() for name, value in network.state_dict().items()
                 if re.fullmatch(official.constant, name)}  # fmt: skip
    fill(network, constants | kept, path, official.title)
    return Converted(network.eval(), official, left_out, len(kept))


def fill(network: nn.Module, tensors: Tensors, path: str, title: str) -> None:
    """Copy tensors into `network`, Linear weights transposed; all or, on a mismatch, none.

    Args:
        network: changed in place.
        tensors: by torch's names, as the official file has them.
        path: only names the file in errors.
        title: of the network, for errors.

    Raises:
        WeightsMismatch: a tensor is missing, unexpected, or of another shape.
    """
    wanted = {
        name: value
        for name, value in network.state_dict().items()
        if not name.endswith("num_batches_tracked")  # torch's own count
    }
    linear = {
        f"{name}.weight"
        for name, module in network.named_modules()
        if isinstance(module, nn.Linear)
    }
    given = {
        name: values.T if name in linear and values.ndim == 2 else values
        for name, values in tensors.items()
    }
    missing, unexpected = sorted(wanted.keys() - given), sorted(given.keys() - wanted)
    misshapen = [
        f"{name} is {tuple(given[name].shape)}, expected {tuple(wanted[name].shape)}"
        for name in sorted(wanted.keys() & given)
        if tuple(given[name].shape) != tuple(wanted[name].shape)
    ]
    if missing or unexpected or misshapen:
        raise WeightsMismatch(
            path, title, missing=missing, unexpected=unexpected, misshapen=misshapen
        )
    state = {name: _tensor(values, name, path) for name, values in given.items()}
    network.load_state_dict(state, strict=False)


def torch_name(name: str) -> str:
    """Turn a structured name of Paddle into the name of the same tensor here."""
    name = re.sub(r"(^|\.)stage([1-4])\.", lambda m: f"{m[1]}stages.{int(m[2]) - 1}.", name)
    name = name.removeprefix("base_model.")
    name = re.sub(r"(^|\.)_mean$", r"\1running_mean", name)
    return re.sub(r"(^|\.)_variance$", r"\1running_var", name)


def _read(path: Path) -> Tensors:
    if path.suffix == ".pdparams":
        return read_pdparams(path)
    if path.suffix == ".tar":
        return read_inference_tar(path)
    if path.is_dir() or path.suffix in (".pdiparams", ".pdmodel"):
        return read_inference(path.with_suffix(".pdiparams") if path.is_file() else path)
    if not path.exists():
        raise WeightsDamaged(str(path), "there is no such file")
    raise WeightsDamaged(
        str(path), "expected a .pdparams, a .tar, or a folder with inference.pdiparams"
    )


def _tensor(values: NDArray[Any], name: str, path: str) -> Tensor:
    if not np.isfinite(values).all():
        raise WeightsDamaged(path, f"{name} holds numbers that are not finite")
    return torch.from_numpy(np.array(values, np.float32))
