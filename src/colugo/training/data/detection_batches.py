"""Which scenes make up which batch, and the batches themselves. Knows no network."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, Dataset, Sampler

from colugo.training.data.detection import PictureCache, Scene
from colugo.training.data.detection_augment import (
    LabelledPicture,
    cut,
    mosaic,
    random_window,
    recolour_scene,
    turn,
)


@dataclass(frozen=True)
class Draw:
    """One picture to make: from which scene, how large, with which seed."""

    scene: int
    size_px: int
    seed: int


@dataclass(frozen=True)
class Batch:
    """Pictures of one size and their boxes."""

    images: Tensor  # (n, 3, h, w) uint8 RGB
    boxes: list[Tensor]  # per picture (products, 4) float32 xyxy px


class BatchPlan(Sampler[list[Draw]]):
    """Endless batches over several sets of scenes, in proportion to their weights.

    Every set is gone through in full, shuffled anew each time, before a scene comes again.

    Args:
        groups: per set (weight, scene numbers).
        sizes_px: input sizes; every batch has one of them at random.
        skip: batches to leave out at the start, to carry on after a checkpoint.
    """

    def __init__(
        self, groups: Sequence[tuple[float, Sequence[int]]], *, batch: int,
        sizes_px: Sequence[int], seed: int = 0, skip: int = 0,
    ) -> None:  # fmt: skip
        self._groups, self._batch = groups, batch
        self._sizes_px, self._seed, self._skip = sizes_px, seed, skip

    def __iter__(self) -> Iterator[list[Draw]]:
        """Batches without end."""
        rng = np.random.default_rng(self._seed)
        weights = np.array([weight for weight, _ in self._groups])
        decks = [_shuffled_for_ever(scenes, rng) for _, scenes in self._groups]
        step = 0
        while True:
            size_px = int(rng.choice(self._sizes_px))
            chosen = rng.choice(len(decks), size=self._batch, p=weights / weights.sum())
            seeds = rng.integers(0, 2**31, self._batch)
            draws = [
                Draw(next(decks[deck]), size_px, int(seed))
                for deck, seed in zip(chosen, seeds, strict=True)
            ]
            step += 1
            if step > self._skip:
                yield draws


class SceneViews(Dataset[tuple[Tensor, Tensor]]):
    """Makes one changed picture per `Draw`."""

    def __init__(self, scenes: Sequence[Scene], cache: PictureCache, mosaic_chance: float) -> None:
        self._scenes, self._cache, self._mosaic_chance = scenes, cache, mosaic_chance

    def __getitem__(self, draw: Draw) -> tuple[Tensor, Tensor]:
        """(3, size, size) uint8 RGB and (products, 4) float32 xyxy px."""
        rng = np.random.default_rng(draw.seed)
        if rng.random() < self._mosaic_chance:
            others = [int(rng.integers(len(self._scenes))) for _ in range(3)]
            four = [self._turned(scene, rng) for scene in (draw.scene, *others)]
            pixels, xyxy = mosaic(four, draw.size_px, rng)
        else:
            pixels, xyxy = self._single(draw, rng)
        pixels = np.ascontiguousarray(recolour_scene(pixels, rng).transpose(2, 0, 1))
        return torch.from_numpy(pixels), torch.from_numpy(xyxy.astype(np.float32))

    def _single(self, draw: Draw, rng: np.random.Generator) -> LabelledPicture:
        labelled = self._turned(draw.scene, rng)
        height, width = labelled[0].shape[:2]
        target_wh = (draw.size_px, draw.size_px)
        return cut(labelled, random_window((width, height), target_wh, rng), target_wh)

    def _turned(self, scene: int, rng: np.random.Generator) -> LabelledPicture:
        return turn(self._cache.load(self._scenes[scene]), rng)


def open_batches(views: SceneViews, plan: BatchPlan, workers: int) -> Iterator[Batch]:
    """Batches made by `workers` processes (0: in this one) while the network computes.

    OpenCV computes on one thread from then on: processes forked while it keeps a pool of
    threads wait for those threads for ever (seen).
    """
    cv2.setNumThreads(1)
    loader = DataLoader(views, batch_sampler=plan, num_workers=workers, collate_fn=collate)
    return iter(loader)


def collate(pictures: Sequence[tuple[Tensor, Tensor]]) -> Batch:
    """Stack pictures of one size; boxes stay a list."""
    images, boxes = zip(*pictures, strict=True)
    return Batch(torch.stack(list(images)), list(boxes))


def number_scenes(
    sets: Mapping[str, Sequence[Scene]], weights: Mapping[str, float]
) -> tuple[list[Scene], list[tuple[float, list[int]]]]:
    """All scenes in one list, and per set its weight and its places in that list."""
    scenes: list[Scene] = []
    groups = []
    for name, members in sets.items():
        groups.append((weights[name], list(range(len(scenes), len(scenes) + len(members)))))
        scenes.extend(members)
    return scenes, groups


def _shuffled_for_ever(scenes: Sequence[int], rng: np.random.Generator) -> Iterator[int]:
    while True:
        yield from (scenes[place] for place in rng.permutation(len(scenes)))
