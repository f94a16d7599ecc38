"""Taxes and promotions over REST are those that a basket is priced by."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from tests.checkout.coloured_shop import RED, picture

from .conftest import signed_in

RULES = {
    "is_included": True,
    "classes": [
        {"code": "standard", "rates": [{"code": "VAT", "name": "VAT", "rate_ppm": 130_000}]}
    ],
}
BUNDLE = {"kind": "bundle", "parts": [{"skus": ["R"]}, {"skus": ["G"]}], "price": "6.00"}
OFFERS = [
    {"kind": "percent", "share_ppm": 100_000},
    {"kind": "amount", "amount": "0.50"},
    {"kind": "n_for_m", "n": 3, "m": 2},
    BUNDLE,
]


def test_a_basket_is_priced_by_what_was_saved(shop: Shop) -> None:
    admin, basket = signed_in(shop, "admin"), f"/v1/baskets/{UUID(int=1)}"
    admin.put("/v1/tax-rules", json=RULES)
    admin.put("/v1/promotions/3for2", json={"name": "三付二", "offer": OFFERS[2], "skus": ["R"]})
    admin.put("/v1/stores/east", json={"name": "East"})
    admin.put("/v1/counters/c1", json={"store_id": "east", "name": "Counter 1"})
    admin.put(basket, json={"store_id": "east", "counter_id": "c1"})

    priced = admin.post(f"{basket}/entries", json={"sku": "R", "quantity": 3}).json()

    (line,) = priced["lines"]
    assert line["discounts"] == [
        {"promotion_id": "3for2", "name": "三付二", "amount_minor": line["unit_price_minor"]}
    ]
    assert priced["total_minor"] == 2 * line["unit_price_minor"]
    assert line["tax_minor"] == round(priced["total_minor"] * 13 / 113)


@pytest.mark.parametrize("offer", OFFERS, ids=lambda offer: str(offer["kind"]))
def test_a_promotion_comes_back_as_it_was_given(shop: Shop, offer: dict[str, object]) -> None:
    signed_in(shop, "admin").put("/v1/stores/east", json={"name": "East"})
    manager = signed_in(shop, "manager")
    given = {
        "name": "开店", "name_en": "Opening", "offer": offer, "category_ids": ["c"],
        "starts_at": "2026-11-25T08:00:00+08:00", "days": [0, 5], "from_time": "09:00",
        "until_time": "17:30", "store_id": "east",
    }  # fmt: skip

    made = manager.put("/v1/promotions/p", json=given)
    (kept,) = manager.get("/v1/promotions").json()["promotions"]

    assert made.status_code == 200
    assert kept == made.json()
    assert kept["starts_at"] == "2026-11-25T00:00:00Z"
    assert {key: kept["offer"][key] for key in offer if key != "parts"} == {
        key: value for key, value in offer.items() if key != "parts"
    }
    assert manager.delete("/v1/promotions/p").status_code == 204
    assert manager.delete("/v1/promotions/p").status_code == 404


def test_what_cannot_be_offered_or_taxed_is_refused(shop: Shop) -> None:
    manager: TestClient = signed_in(shop, "manager")
    offer = {"kind": "n_for_m", "n": 2, "m": 3}
    twice = {"is_included": True, "classes": [RULES["classes"][0]] * 2}  # type: ignore[index]

    answers = [
        manager.put("/v1/promotions/p", json={"name": "x", "offer": offer}),
        manager.put("/v1/promotions/p", json={"name": "x", "offer": {"kind": "free"}}),
        manager.put("/v1/tax-rules", json=twice),
        signed_in(shop, "attendant").put("/v1/tax-rules", json=RULES),
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422, 403]
    assert manager.get("/v1/promotions").json()["promotions"] == []
    assert manager.get("/v1/tax-rules").json()["classes"] == [{"code": "standard", "rates": []}]


def test_a_price_list_counts_for_products_and_scenes_of_its_store(shop: Shop) -> None:
    admin, scene = signed_in(shop, "admin"), picture((RED, (5, 5, 45, 45)))
    admin.put("/v1/stores/east", json={"name": "East"})
    admin.put("/v1/price-lists/all", json={"prices": {"R": "5.00"}})
    admin.put("/v1/price-lists/east", json={"prices": {"R": "4.00"}, "store_id": "east"})

    anywhere = admin.get("/v1/products/R").json()
    there = admin.get("/v1/products/R", params={"store_id": "east"}).json()
    listed = admin.get("/v1/products", params={"store_id": "east"}).json()["products"]
    totals = [
        admin.post("/v1/scenes", params=where, files={"picture": scene}).json()["total_minor"]
        for where in ({}, {"store_id": "east"})
    ]

    assert anywhere["price"] == there["price"] == "5.50"
    assert anywhere["price_now"] == {"price": "5.00", "price_minor": 500, "price_list": "all"}
    assert there["price_now"] == {"price": "4.00", "price_minor": 400, "price_list": "east"}
    assert [each["price_now"]["price_list"] for each in listed if each["sku"] != "R"] == [None] * 2
    assert totals == [500, 400]


def test_what_is_for_a_store_that_is_not_there_is_refused(shop: Shop) -> None:
    admin = signed_in(shop, "admin")
    offer = {"name": "x", "offer": OFFERS[0], "store_id": "west"}

    answers = [
        admin.put("/v1/promotions/x", json=offer),
        admin.put("/v1/price-lists/x", json={"prices": {"R": "5.00"}, "store_id": "west"}),
        admin.get("/v1/products/R", params={"store_id": "west"}),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert "colugo store list" in answers[0].json()["detail"]
    assert admin.get("/v1/promotions").json()["promotions"] == []
