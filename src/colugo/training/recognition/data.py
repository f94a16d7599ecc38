"""Pictures as batches: the same ones by the same seed, whatever the number of workers."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.utils.data import DataLoader, Dataset

from colugo.errors import TransformInvalid
from colugo.legacy.train_config import PartSection
from colugo.training.recognition.lists import Listed, read_pictures
from colugo.training.recognition.transforms import (
    Pixels,
    Step,
    build_steps,
    refuse_many_sizes,
)


class Batch(NamedTuple):
    """Pictures with labels and places in the list; a broken picture's place is in `broken`."""

    images: Tensor  # (n, 3, h, w) float32
    labels: Tensor  # (n,) int64
    places: Tensor  # (n,) int64
    broken: list[int]


class Place(NamedTuple):
    """Which picture, and the seed of its changes."""

    number: int
    seed: tuple[int, int, int]  # of the training, the epoch, the place in it


class ListedPictures(Dataset[tuple[Tensor, int, int] | int]):
    """Reads, changes and gives the pictures of a list."""

    def __init__(self, listed: Sequence[Listed], steps: Sequence[Step]) -> None:
        self.listed, self._steps = listed, steps

    def __len__(self) -> int:
        return len(self.listed)

    def __getitem__(self, place: Place) -> tuple[Tensor, int, int] | int:
        """(3, h, w) float32, label and place; the place alone where the picture is of no use."""
        picture = self.listed[place.number]
        pixels: Pixels | None = read_rgb(picture.path)
        if pixels is None:
            return place.number
        rng = np.random.default_rng(place.seed)
        try:
            for step in self._steps:
                pixels = step(pixels, rng)
        except TransformInvalid:  # the steps were tried when built: the picture is to blame
            return place.number
        if pixels.shape[0] != 3 or pixels.shape[-1] == 3:
            pixels = pixels.transpose(2, 0, 1)
        image = torch.from_numpy(np.ascontiguousarray(pixels, np.float32))
        return image, picture.label, place.number


class Batches:
    """The batches of one part of a config.

    Source: DistributedBatchSampler, spec 2.6: shuffled anew by every epoch, filled up from
    the start so that every one of `world` processes has as many, `batch_size` for each.
    """

    def __init__(self, part: PartSection, *, seed: int = 0, rank: int = 0, world: int = 1) -> None:
        self.part, self._seed, self._rank, self._world = part, seed, rank, world
        steps = build_steps(part.dataset.transform_ops)
        refuse_many_sizes(steps)
        self.pictures = ListedPictures(read_pictures(part.dataset), steps)

    @property
    def listed(self) -> Sequence[Listed]:
        """The pictures in the order of their places."""
        return self.pictures.listed

    def __len__(self) -> int:
        size, mine = self.part.sampler.batch_size, -(-len(self.listed) // self._world)
        return mine // size if self.part.sampler.drop_last else -(-mine // size)

    def epoch(self, epoch: int, *, skip: int = 0) -> Iterator[Batch]:
        """The batches of an epoch, the first `skip` left out."""
        cv2.setNumThreads(1)  # forked processes would wait for OpenCV's pool for ever
        loader = DataLoader(
            self.pictures, batch_sampler=self.places(epoch)[skip:], collate_fn=collate,
            num_workers=self.part.loader.num_workers, pin_memory=torch.cuda.is_available(),
        )  # fmt: skip
        return iter(loader)

    def places(self, epoch: int) -> list[list[Place]]:
        """Who stands where in this epoch, for this process."""
        count, sampler = len(self.listed), self.part.sampler
        order = np.arange(count)
        if sampler.shuffle:
            np.random.default_rng((self._seed, epoch)).shuffle(order)
        wanted = -(-count // self._world) * self._world
        mine = np.resize(order, wanted)[self._rank :: self._world]
        rows = [
            Place(int(number), (self._seed, epoch, at * self._world + self._rank))
            for at, number in enumerate(mine)
        ]
        size = sampler.batch_size
        return [rows[at : at + size] for at in range(0, len(self) * size, size)]


def collate(pictures: Sequence[tuple[Tensor, int, int] | int]) -> Batch:
    """Stack what could be read; say which could not."""
    good = [picture for picture in pictures if not isinstance(picture, int)]
    broken = [picture for picture in pictures if isinstance(picture, int)]
    images = torch.stack([image for image, _, _ in good]) if good else torch.empty(0)
    labels = torch.tensor([label for _, label, _ in good], dtype=torch.int64)
    places = torch.tensor([place for _, _, place in good], dtype=torch.int64)
    return Batch(images, labels, places, broken)


def read_rgb(path: Path) -> NDArray[np.uint8] | None:
    """A picture as OpenCV decodes it, in RGB; None where there is none or it is broken."""
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError:
        return None
    try:
        bgr = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    except cv2.error:  # a header that promises more pixels than OpenCV takes
        return None
    return None if bgr is None else np.ascontiguousarray(bgr[:, :, ::-1])
