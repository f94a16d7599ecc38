"""The predecessor's rules over the gallery of a shop."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from colugo import Shop
from colugo.checkout.legacy.live_rules import recognise_by_paddle_rules
from colugo.vision import Detections
from tests.checkout.coloured_shop import (
    BLUE,
    GREEN,
    GREY,
    RED,
    ColourDetector,
    colour_between,
    photo_of,
    picture,
    stocked_shop,
)

LEFT, RIGHT = (5, 5, 45, 45), (60, 5, 99, 45)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    with stocked_shop(tmp_path / "shop") as shop:
        yield shop


def labels(shop: Shop, content: bytes) -> list[str]:
    return [each.label for each in recognise_by_paddle_rules(shop, content)]


def test_what_is_half_like_a_product_is_that_product(shop: Shop) -> None:
    doubtful = picture((colour_between(RED, GREEN), LEFT))

    (found,) = recognise_by_paddle_rules(shop, doubtful)

    assert shop.recognise(doubtful).unsure
    assert found.label in {"莫斯利安", "Green tea"}
    assert 0.5 <= found.score < 0.6
    assert found.xyxy == LEFT


def test_what_is_like_nothing_is_dropped_in_silence(shop: Shop) -> None:
    assert labels(shop, picture((RED, LEFT), (GREY, RIGHT))) == ["莫斯利安"]


def test_five_boxes_are_looked_at_and_no_more(shop: Shop) -> None:
    row = [(RED, (5 + 30 * n, 5, 25 + 30 * n, 25)) for n in range(6)]

    assert len(shop.recognise(picture(*row)).verdicts) == 6
    assert len(recognise_by_paddle_rules(shop, picture(*row))) == 5


def test_a_whole_picture_that_matches_erases_what_lies_in_it(shop: Shop) -> None:
    shop.detector = _Halves()
    scene = picture((RED, (0, 0, 100, 100)), (BLUE, (100, 0, 200, 100)))
    all_red = picture((RED, (0, 0, 200, 100)))

    (whole,) = recognise_by_paddle_rules(shop, all_red)

    assert labels(shop, scene) != labels(shop, all_red)
    assert whole.xyxy == (0, 0, 200, 100)


def test_a_new_product_counts_at_once(shop: Shop) -> None:
    yellow = (250, 250, 10)
    before = labels(shop, picture((yellow, LEFT)))
    shop.add_product(sku="Y", name="Two words", price="2")
    shop.enrol("Y", [photo_of(yellow), photo_of(yellow, shade=6)])

    assert "Two words" not in before
    assert labels(shop, picture((yellow, LEFT))) == ["Two words"]


class _Halves(ColourDetector):
    """Sees two products, side by side, whatever there is."""

    def detect(self, image: object) -> Detections:
        boxes = np.array([[0, 0, 100, 100], [100, 0, 200, 100]], np.float32)
        return Detections(boxes, np.array([0.9, 0.8], np.float32))
