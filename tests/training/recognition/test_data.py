"""Batches are the same by the same seed, whoever makes them, and nothing is lost in silence."""

import struct
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import torch

from colugo.legacy.train_config import PartSection
from colugo.training.recognition.data import Batch, Batches, read_rgb

RANDOM_OPS: list[dict[str, Any]] = [
    {"RandCropImage": {"size": 8}},
    {"RandFlipImage": {"flip_code": 1}},
    {"NormalizeImage": {"scale": "1.0/255.0", "order": ""}},
]
PLAIN_OPS: list[dict[str, Any]] = [{"ResizeImage": {"size": 8}}]


def write_pictures(folder: Path, count: int) -> None:
    rng = np.random.default_rng(5)
    for number in range(count):
        pixels = rng.integers(0, 256, (12, 16, 3)).astype(np.uint8)
        cv2.imwrite(str(folder / f"{number}.png"), pixels)
    lines = [f"{number}.png {number % 4}" for number in range(count)]
    (folder / "list.txt").write_text("\n".join(lines), encoding="utf-8")


def part(
    folder: Path, ops: list[dict[str, Any]] = PLAIN_OPS, *, workers: int = 0, **sampler: Any
) -> PartSection:
    return PartSection.model_validate(
        {
            "dataset": {
                "name": "ImageNetDataset",
                "image_root": str(folder),
                "cls_label_path": str(folder / "list.txt"),
                "transform_ops": ops,
            },
            "sampler": {"batch_size": 3, "shuffle": True} | sampler,
            "loader": {"num_workers": workers},
        }
    )


def numbers(batches: Batches, epoch: int = 0) -> list[int]:
    return [place.number for batch in batches.places(epoch) for place in batch]


def assert_same(one: list[Batch], other: list[Batch]) -> None:
    assert len(one) == len(other)
    for a, b in zip(one, other, strict=True):
        assert a.places.tolist() == b.places.tolist()
        assert a.labels.tolist() == b.labels.tolist()
        assert torch.equal(a.images, b.images)


def test_batches_are_the_same_whatever_the_number_of_workers(tmp_path: Path) -> None:
    write_pictures(tmp_path, 10)

    alone = list(Batches(part(tmp_path, RANDOM_OPS), seed=4).epoch(1))
    helped = list(Batches(part(tmp_path, RANDOM_OPS, workers=2), seed=4).epoch(1))

    assert_same(alone, helped)
    assert alone[0].images.shape == (3, 3, 8, 8)


def test_an_epoch_can_start_in_its_middle(tmp_path: Path) -> None:
    write_pictures(tmp_path, 10)
    batches = Batches(part(tmp_path, RANDOM_OPS), seed=4)

    assert_same(list(batches.epoch(2, skip=2)), list(batches.epoch(2))[2:])


def test_seed_and_epoch_decide_order_and_changes(tmp_path: Path) -> None:
    write_pictures(tmp_path, 10)
    first = Batches(part(tmp_path, RANDOM_OPS), seed=1)
    again = Batches(part(tmp_path, RANDOM_OPS), seed=1)
    other = Batches(part(tmp_path, RANDOM_OPS), seed=2)

    assert first.places(0) == again.places(0)
    assert len({tuple(numbers(first, epoch)) for epoch in range(3)}) == 3
    assert numbers(first) != numbers(other)
    seeds = {place.seed for epoch in range(3) for batch in first.places(epoch) for place in batch}
    assert len(seeds) == 30  # no picture is changed as another one, or as in another epoch


def test_without_shuffling_the_order_is_that_of_the_list(tmp_path: Path) -> None:
    write_pictures(tmp_path, 7)
    batches = Batches(part(tmp_path, shuffle=False), seed=4)

    assert numbers(batches, 3) == list(range(7))
    assert [one.places.tolist() for one in batches.epoch(0)] == [[0, 1, 2], [3, 4, 5], [6]]
    assert [one.labels.tolist() for one in batches.epoch(0)] == [[0, 1, 2], [3, 0, 1], [2]]


@pytest.mark.parametrize(("count", "world"), [(10, 2), (11, 2), (7, 3), (2, 5)])
@pytest.mark.parametrize("shuffle", [False, True])
def test_processes_cover_the_list_and_have_as_many_each(
    tmp_path: Path, count: int, world: int, shuffle: bool
) -> None:
    write_pictures(tmp_path, count)
    section = part(tmp_path, shuffle=shuffle)

    shares = [Batches(section, seed=1, rank=rank, world=world) for rank in range(world)]

    each = [numbers(share) for share in shares]
    assert {len(one) for one in each} == {-(-count // world)}
    counts = np.bincount(np.concatenate(each), minlength=count)
    assert counts.min() >= 1
    assert counts.sum() == -(-count // world) * world
    in_turn = np.stack(each, axis=1).reshape(-1)
    assert shuffle or in_turn.tolist() == [at % count for at in range(len(in_turn))]
    seeds = [place.seed for one in shares for batch in one.places(0) for place in batch]
    assert len(set(seeds)) == len(seeds)


@pytest.mark.parametrize(("drop_last", "sizes"), [(False, [3, 3, 3, 1]), (True, [3, 3, 3])])
def test_a_last_batch_that_is_not_full_is_dropped_where_asked(
    tmp_path: Path, drop_last: bool, sizes: list[int]
) -> None:
    write_pictures(tmp_path, 10)

    batches = Batches(part(tmp_path, drop_last=drop_last))

    assert [len(one.labels) for one in batches.epoch(0)] == sizes
    assert len(batches) == len(sizes)


def huge_bitmap() -> bytes:
    """A header that promises 100,000 x 100,000 pixels."""
    sizes = (54, 0, 0, 54, 40, 100_000, 100_000, 1, 24, 0, 0, 0, 0, 0, 0)
    return b"BM" + struct.pack("<IHHIIiiHHIIiiII", *sizes) + bytes(100)


@pytest.mark.parametrize("workers", [0, 1])
def test_broken_pictures_are_named_by_their_place_and_the_others_kept(
    tmp_path: Path, workers: int
) -> None:
    write_pictures(tmp_path, 6)
    (tmp_path / "1.png").write_bytes(b"not a picture")
    (tmp_path / "3.png").unlink()
    (tmp_path / "4.png").write_bytes(b"")
    (tmp_path / "5.png").write_bytes(huge_bitmap())

    found = list(Batches(part(tmp_path, workers=workers, shuffle=False)).epoch(0))

    assert [one.places.tolist() for one in found] == [[0, 2], []]
    assert [one.broken for one in found] == [[1], [3, 4, 5]]
    assert len(found[1].images) == 0


@pytest.mark.parametrize("workers", [0, 1])
def test_a_picture_too_small_for_a_crop_counts_as_broken(tmp_path: Path, workers: int) -> None:
    write_pictures(tmp_path, 3)
    cv2.imwrite(str(tmp_path / "1.png"), np.zeros((4, 4, 3), np.uint8))
    ops: list[dict[str, Any]] = [{"CropImage": {"size": 8}}]

    (found,) = Batches(part(tmp_path, ops, workers=workers, shuffle=False)).epoch(0)

    assert (found.places.tolist(), found.broken) == ([0, 2], [1])


@pytest.mark.parametrize("ops", [PLAIN_OPS, [*PLAIN_OPS, {"ToCHWImage": None}]])
def test_channels_come_first_once_and_are_red_green_blue(
    tmp_path: Path, ops: list[dict[str, Any]]
) -> None:
    write_pictures(tmp_path, 1)
    red_bgr = np.zeros((12, 16, 3), np.uint8)
    red_bgr[:, :, 2] = 200
    cv2.imwrite(str(tmp_path / "0.png"), red_bgr)

    (found,) = Batches(part(tmp_path, ops)).epoch(0)

    assert found.images.shape == (1, 3, 8, 8)
    assert found.images.dtype == torch.float32
    assert found.images[0].amax((1, 2)).tolist() == [200, 0, 0]


def test_a_grey_picture_has_three_channels(tmp_path: Path) -> None:
    cv2.imwrite(str(tmp_path / "grey.png"), np.full((4, 5), 9, np.uint8))

    pixels = read_rgb(tmp_path / "grey.png")

    assert pixels is not None
    assert pixels.shape == (4, 5, 3)
