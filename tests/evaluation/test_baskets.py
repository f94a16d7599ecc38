"""Scenes of a shop of colours, whose every answer is known."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from colugo import Shop
from colugo.errors import EvaluationInvalid
from colugo.evaluation.baskets import judge_baskets, score_baskets
from colugo.evaluation.scene_sets import read_judged_scenes
from tests.checkout.coloured_shop import (
    BLUE,
    GREEN,
    GREY,
    RED,
    colour_between,
    picture,
    stocked_shop,
)

LEFT, RIGHT = (5, 5, 45, 45), (60, 5, 99, 45)
PRICES = {"R": 550, "G": 300, "B": 80}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


def write_scenes(folder: Path, *scenes: tuple[bytes, str, list[str]]) -> Path:
    """Pictures with a level and the SKUs that are said to be there."""
    images, boxes = [], []
    (folder / "images").mkdir(parents=True)
    for number, (content, level, skus) in enumerate(scenes, start=1):
        (folder / "images" / f"{number}.png").write_bytes(content)
        images.append({"id": number, "file_name": f"{number}.png", "level": level})
        places = [LEFT, RIGHT][: len(skus)]
        for sku, (x0, y0, x1, y1) in zip(skus, places, strict=True):
            boxes.append({"image_id": number, "sku": sku, "bbox": [x0, y0, x1 - x0, y1 - y0]})
    (folder / "annotations.json").write_text(json.dumps({"images": images, "annotations": boxes}))
    return folder


def test_every_measure_of_scenes_that_are_right_wrong_and_asked(shop: Shop, tmp_path: Path) -> None:
    doubtful = colour_between(RED, GREEN)
    folder = write_scenes(
        tmp_path / "scenes",
        (picture((RED, LEFT), (GREEN, RIGHT)), "easy", ["R", "G"]),  # right
        (picture((RED, LEFT), (BLUE, RIGHT)), "easy", ["R", "G"]),  # B is charged, G is not
        (picture((RED, LEFT), (doubtful, RIGHT)), "hard", ["R", "G"]),  # is asked about
    )

    judged = judge_baskets(shop, read_judged_scenes(folder))
    easy, hard, everything = score_baskets(judged, PRICES)

    assert [each.level for each in (easy, hard, everything)] == ["easy", "hard", "all"]
    assert (easy.guess.cacc, easy.settled_right, easy.asked) == (0.5, 0.5, 0.0)
    assert easy.wrong_lines == 1 / 4
    assert (easy.over_minor, easy.under_minor) == (80 * 500, 300 * 500)
    assert (hard.asked, hard.settled_right, hard.over_minor, hard.under_minor) == (1, 0, 0, 0)
    assert everything.guess.pictures == 3
    assert easy.map50 == pytest.approx((1 + 0.5) / 2, abs=0.01)


def test_a_guess_counts_as_rpctool_counts_when_asked(shop: Shop, tmp_path: Path) -> None:
    folder = write_scenes(
        tmp_path / "scenes", (picture((RED, LEFT)), "easy", ["R"]), (picture(), "easy", ["R"])
    )
    judged = judge_baskets(shop, read_judged_scenes(folder))

    (fixed,), (oracle,) = (score_baskets(judged, PRICES, mode) for mode in ("fixed", "rpctool"))

    assert (fixed.guess.pictures, fixed.guess.cacc) == (2, 0.5)
    assert (oracle.guess.pictures, oracle.guess.cacc) == (1, 1.0)
    assert oracle.facts()["threshold"] is not None


def test_names_of_categories_are_skus_where_boxes_have_none(tmp_path: Path) -> None:
    (tmp_path / "1.png").write_bytes(picture((GREY, LEFT)))
    told = {
        "images": [{"id": 1, "file_name": "1.png"}],
        "categories": [{"id": 9, "name": "1_puffed_food"}],
        "annotations": [{"image_id": 1, "category_id": 9, "bbox": [1, 2, 3, 4]}],
    }
    (tmp_path / "rpc.json").write_text(json.dumps(told))

    (scene,) = read_judged_scenes(tmp_path / "rpc.json")

    assert dict(scene.there) == {"1_puffed_food": 1}
    assert (scene.level, scene.boxes[0].xyxy) == (tmp_path.name, (1, 2, 4, 6))


@pytest.mark.parametrize(
    "told",
    [
        "no JSON",
        "[]",
        "{}",
        '{"images": [], "annotations": []}',
        '{"images": [{"id": 1, "file_name": "gone.png"}], "annotations": []}',
        '{"images": [{"id": 1}], "annotations": [{"image_id": 2, "sku": "R", "bbox": []}]}',
    ],
)
def test_what_is_no_set_of_scenes_is_refused(tmp_path: Path, told: str) -> None:
    (tmp_path / "annotations.json").write_text(told)

    with pytest.raises(EvaluationInvalid, match=r"annotations\.json"):
        read_judged_scenes(tmp_path)


def test_empty_counters_are_right_where_nothing_is_charged(shop: Shop, tmp_path: Path) -> None:
    folder = write_scenes(
        tmp_path / "scenes", (picture(), "empty", []), (picture((RED, LEFT)), "empty", [])
    )

    (scores,) = score_baskets(judge_baskets(shop, read_judged_scenes(folder)), PRICES)

    assert (scores.guess.pictures, scores.guess.cacc) == (2, 0.5)
    assert scores.over_minor == 500 * 550
    assert scores.under_minor == 0
    json.dumps(scores.facts(), allow_nan=False)


def test_a_level_of_empty_counters_alone_has_no_precision_but_every_other_measure(
    shop: Shop, tmp_path: Path
) -> None:
    folder = write_scenes(tmp_path / "scenes", (picture(), "empty", []))

    (scores,) = score_baskets(judge_baskets(shop, read_judged_scenes(folder)), PRICES)

    assert (scores.guess.cacc, scores.settled_right, scores.asked) == (1.0, 1.0, 0.0)
    json.dumps(scores.facts(), allow_nan=False)
