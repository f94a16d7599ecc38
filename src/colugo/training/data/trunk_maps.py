"""Runs a frozen trunk over many views of many photos once, and keeps the maps on disk.

The trunk does not learn, so its maps need not be computed again in every epoch: on two
cores this makes an epoch about four times as fast. Knows no label.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from rich.progress import Progress
from torch import nn

from colugo.errors import DatasetUnreadable
from colugo.progress_columns import progress_columns
from colugo.training.data.grocery import read_photo
from colugo.training.data.photo_augment import Pixels, augment, resize

PLAIN = -1  # the view that is the photo itself

_BATCH = 32
_RGB = cv2.IMREAD_COLOR_RGB  # turned upright by EXIF, as the service does


@dataclass(frozen=True)
class View:
    """One view of one photo: `number` PLAIN is the photo itself, others are augmented."""

    path: Path
    number: int


@dataclass(frozen=True)
class TrunkInput:
    """What a trunk is fed: side in pixels, then (x / 255 - mean) / std."""

    size_px: int
    mean: tuple[float, float, float]
    std: tuple[float, float, float]


def trunk_maps(
    trunk: nn.Module, views: Sequence[View], given: TrunkInput, cache_dir: Path
) -> NDArray[np.float16]:
    """Maps (len(views), c, h, w) of every view, read from `cache_dir` where they are there.

    The name of the file is a digest of trunk, photos, views and input, so a change of any
    of them computes the maps anew. Memory-mapped: they may be larger than the memory.

    Raises:
        DatasetUnreadable: a photo cannot be read.
    """
    file = cache_dir / f"{_digest(trunk, views, given)}.npy"
    if not file.is_file():
        cache_dir.mkdir(parents=True, exist_ok=True)
        partial = file.with_suffix(".partial")
        _compute(trunk, views, given, partial)
        partial.rename(file)
    return np.load(file, mmap_mode="r")  # type: ignore[no-any-return]


def read_view(view: View, size_px: int) -> Pixels:
    """The picture (size_px, size_px, 3) of a view, always the same one.

    Raises:
        DatasetUnreadable: the photo cannot be read.
    """
    content = read_photo(view.path)
    pixels = cv2.imdecode(np.frombuffer(content, np.uint8), _RGB) if content else None
    if pixels is None:
        raise DatasetUnreadable(str(view.path), "it is no picture that can be read")
    if view.number == PLAIN:
        return resize(pixels, size_px)
    seed = [view.number, int.from_bytes(hashlib.sha256(content).digest()[:4], "little")]
    return augment(pixels, size_px, np.random.default_rng(seed))


def _compute(trunk: nn.Module, views: Sequence[View], given: TrunkInput, file: Path) -> None:
    session = _session(trunk, given.size_px)
    maps: np.memmap[Any, np.dtype[np.float16]] | None = None
    done = 0
    columns = progress_columns("trunk maps")
    # threads, since OpenCV and numpy let go of the lock; a forked process can hang in OpenCV
    with ThreadPoolExecutor(max(1, (os.cpu_count() or 2) - 1)) as pool, Progress(*columns) as bar:
        task = bar.add_task("", total=len(views))
        for batch in _batches(pool, views, given):
            out = session.run(None, {"image": batch})[0]
            if maps is None:
                shape = (len(views), *out.shape[1:])
                maps = np.lib.format.open_memmap(file, "w+", np.float16, shape)
            maps[done : done + len(out)] = out
            done += len(out)
            bar.update(task, completed=done)
    if maps is not None:
        maps.flush()


def _batches(
    pool: ThreadPoolExecutor, views: Sequence[View], given: TrunkInput
) -> Iterator[NDArray[np.float32]]:
    """Normalised (n, 3, h, w) batches in the order of `views`, a bounded number ahead."""
    mean, std = (np.array(v, np.float32)[:, None, None] for v in (given.mean, given.std))
    remaining = iter(views)
    while block := list(islice(remaining, 64 * _BATCH)):
        pictures = pool.map(read_view, block, [given.size_px] * len(block))
        while batch := list(islice(pictures, _BATCH)):
            chw = np.stack(batch).transpose(0, 3, 1, 2).astype(np.float32)
            yield np.asarray((chw / 255 - mean) / std, np.float32)


def _session(trunk: nn.Module, size_px: int) -> onnxruntime.InferenceSession:
    """ONNX Runtime runs the trunk about twice as fast as torch does in evaluation."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trunk.onnx"
        torch.onnx.export(
            trunk.eval(), (torch.zeros(1, 3, size_px, size_px),), str(path), dynamo=False,
            opset_version=17, input_names=["image"], dynamic_axes={"image": {0: "n"}},
        )  # fmt: skip
        return onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])


def _digest(trunk: nn.Module, views: Sequence[View], given: TrunkInput) -> str:
    digest = hashlib.sha256(repr(given).encode())
    for name, tensor in trunk.state_dict().items():
        digest.update(name.encode())
        digest.update(tensor.numpy().tobytes())
    photos = {path: hashlib.sha256(read_photo(path)) for path in {view.path for view in views}}
    for view in views:
        digest.update(f"{photos[view.path].hexdigest()}:{view.number}\n".encode())
    return digest.hexdigest()[:16]
