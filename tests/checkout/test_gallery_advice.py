"""What a shop is told about its gallery."""

from pathlib import Path

import numpy as np
import pytest

from colugo import Shop
from colugo.checkout.gallery_advice import Advice, advise
from colugo.errors import SkuUnknown
from colugo.gallery import Confidence, ExactIndex, LeaveOneOut, leave_one_out, leave_out_of
from tests.checkout.coloured_shop import BLUE, GREY, RED, photo_of, stocked_shop
from tests.gallery.twins import product_rows

RULE = Confidence((1.5, 8.0, 4.0), -2.0, background=0.3, unknown_similarity=0.4)


def facts(advice: list[Advice]) -> list[tuple[str, str, str | None]]:
    return [(each.kind, each.sku, each.other_sku) for each in advice]


def test_a_gallery_of_clear_photos_needs_nothing(tmp_path: Path) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        assert shop.gallery_advice() == []
        assert shop.enrolment_advice(["R"]) == []


def test_two_products_of_one_look_are_named_at_once(tmp_path: Path) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        shop.add_product(sku="R2", name="Red again", price="1")
        shop.enrol("R2", [photo_of(RED, shade=2), photo_of(RED, shade=4)])

        advice = shop.enrolment_advice(["R2"])

    assert facts(advice) == [("too alike", "R", "R2")]
    assert "R is too like R2 (1.00" in str(advice[0])


def test_a_photo_of_another_product_is_found(tmp_path: Path) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        (wrong,) = shop.enrol("G", [photo_of(BLUE, shade=3)])

        advice = [each for each in shop.gallery_advice() if each.kind == "odd photo"]

    assert [(each.sku, each.other_sku, each.photo_id) for each in advice] == [("G", "B", wrong)]
    assert f"colugo gallery remove {wrong}" in str(advice[0])


def test_a_product_of_one_photo_wants_a_second(tmp_path: Path) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        shop.add_product(sku="Y", name="Grey", price="2")
        shop.enrol("Y", [photo_of(GREY)])

        advice = shop.enrolment_advice(["Y"])

    assert facts(advice) == [("one photo", "Y", None)]


def test_what_is_not_sold_is_passed_over_and_what_is_unknown_refused(tmp_path: Path) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        shop.add_product(sku="R2", name="Red again", price="1")
        shop.enrol("R2", [photo_of(RED, shade=2), photo_of(RED, shade=4)])
        shop.update_product("R2", is_active=False)

        assert shop.gallery_advice() == []
        assert shop.gallery_advice("R2") == []
        with pytest.raises(SkuUnknown):
            shop.gallery_advice("nothing")


def test_an_empty_gallery_needs_nothing(tmp_path: Path) -> None:
    with Shop.create(tmp_path / "shop") as shop:
        assert shop.gallery_advice() == []


def answers(own: list[float], other: list[float]) -> LeaveOneOut:
    """Photos of product 0, each this alike to another photo of it and to product 1."""
    rows = np.arange(len(own))
    others = np.full((len(own), 11), -np.inf, np.float32)
    others[:, 0] = other
    numbers = np.zeros(len(own), np.int64)
    return LeaveOneOut(np.float32(own), others, numbers + 1, numbers, rows)


def test_a_photo_that_is_like_nothing_and_one_that_is_hardly_told_apart() -> None:
    asked = answers([0.2, 0.7, 0.95], [0.1, 0.6, 0.3])

    advice = advise(asked, [5, 6, 7], RULE, {0: "cola", 1: "tea"}, needed=0.95)

    assert [(each.kind, each.photo_id) for each in advice] == [
        ("like nothing", 5), ("take one more", 5),
    ]  # fmt: skip


def test_one_product_by_an_index_is_what_leaving_out_says_of_it() -> None:
    products = np.arange(60) // 5
    vectors = product_rows(products, 16, spread=0.8)
    index = ExactIndex(16)
    index.add(np.arange(60), products, vectors)

    one = leave_out_of(index, vectors[products == 3], 3)

    everything = leave_one_out(vectors, products)
    mine = everything.product_ids == 3
    assert np.allclose(one.own, everything.own[mine], atol=1e-6)
    assert np.allclose(one.others, everything.others[mine], atol=1e-6)
    assert one.other_ids.tolist() == everything.other_ids[mine].tolist()
