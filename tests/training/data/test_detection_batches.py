"""Batches come in proportion to the weights, repeat by seed and carry on where they ended."""

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
import torch

from colugo.training.data.detection import PictureCache, read_scenes
from colugo.training.data.detection_batches import (
    BatchPlan,
    Draw,
    SceneViews,
    number_scenes,
    open_batches,
)
from tests.training.drawn_scenes import draw_scenes


def plan(skip: int = 0, seed: int = 0) -> BatchPlan:
    groups = [(3.0, range(10)), (1.0, range(10, 14))]
    return BatchPlan(groups, batch=8, sizes_px=[64, 96], seed=seed, skip=skip)


def views(folder: Path, mosaic: float) -> SceneViews:
    return SceneViews(read_scenes(draw_scenes(folder / "drawn", 6)), PictureCache(), mosaic)


def test_sets_are_drawn_in_proportion_to_their_weights() -> None:
    draws = [draw for batch in islice(plan(), 500) for draw in batch]

    share = sum(draw.scene < 10 for draw in draws) / len(draws)

    assert share == pytest.approx(0.75, abs=0.03)


def test_a_set_is_gone_through_before_a_scene_comes_again() -> None:
    draws = [draw.scene for batch in islice(plan(), 100) for draw in batch if draw.scene < 10]

    rounds = [draws[start : start + 10] for start in range(0, len(draws) - 10, 10)]

    assert all(sorted(one) == list(range(10)) for one in rounds)
    assert rounds[0] != rounds[1]


def test_a_batch_has_one_size_and_both_sizes_come() -> None:
    sizes = [{draw.size_px for draw in batch} for batch in islice(plan(), 40)]

    assert all(len(one) == 1 for one in sizes)
    assert Counter(size for one in sizes for size in one).keys() == {64, 96}


def test_a_plan_carries_on_after_the_batches_it_skips() -> None:
    whole = list(islice(plan(), 12))

    rest = list(islice(plan(skip=5), 7))

    assert rest == whole[5:]


def test_another_seed_gives_other_batches() -> None:
    first, other = next(iter(plan(seed=0))), next(iter(plan(seed=1)))

    assert first != other


@pytest.mark.parametrize("mosaic", [0.0, 1.0])
def test_a_draw_repeats_its_picture(tmp_path: Path, mosaic: float) -> None:
    made = views(tmp_path, mosaic)

    (image, xyxy), (again, xyxy_again) = made[Draw(2, 64, 9)], made[Draw(2, 64, 9)]

    assert image.shape == (3, 64, 64)
    assert image.dtype == torch.uint8
    assert torch.equal(image, again)
    assert torch.equal(xyxy, xyxy_again)


@pytest.mark.parametrize("workers", [0, 1])
def test_batches_are_stacked_pictures_with_lists_of_boxes(tmp_path: Path, workers: int) -> None:
    made = views(tmp_path, 0.5)
    draws = BatchPlan([(1.0, range(6))], batch=4, sizes_px=[64], seed=3)

    batch = next(open_batches(made, draws, workers))

    assert batch.images.shape == (4, 3, 64, 64)
    assert [boxes.shape[1] for boxes in batch.boxes] == [4] * 4


def test_scenes_of_all_sets_are_numbered_one_after_another(tmp_path: Path) -> None:
    sets = {
        name: read_scenes(draw_scenes(tmp_path / name, count))
        for name, count in (("a", 2), ("b", 3))
    }

    scenes, groups = number_scenes(sets, {"a": 1.0, "b": 5.0})

    assert [one.path.parent.parent.name for one in scenes] == ["a", "a", "b", "b", "b"]
    assert groups == [(1.0, [0, 1]), (5.0, [2, 3, 4])]
