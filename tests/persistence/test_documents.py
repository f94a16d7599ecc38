"""Documents come back as what they were, and what is no such document is refused."""

import json
from datetime import UTC, datetime, time
from uuid import UUID

import pytest

from colugo.errors import DocumentDamaged
from colugo.persistence.documents import from_document, to_document
from colugo.shop import Currency, Money, Product
from colugo.shop.audit import AuditEntry, append
from colugo.shop.orders import Approval, By, Edit, OpenBasket, Question
from colugo.shop.people import Coordinates, Store
from colugo.shop.promotions import (
    AmountOff,
    BundlePart,
    BundlePrice,
    NForM,
    PercentOff,
    Promotion,
    Target,
    WeeklyHours,
)

from .samples import CNY

AT = datetime(2026, 11, 25, 4, tzinfo=UTC)
BY = By("Li", "attendant", AT)
BASKET = OpenBasket(
    UUID(int=7), "east", "c1", CNY,
    questions=(Question("box-1", "unsure", ("690", "691")),),
    edits=(Edit(BY, "wrong one", "690", "recognition", 2, 1), Edit(BY, "x", "", None, 0, 0)),
    approvals=(Approval(BY, 18),), asked=1,
).add(Product("690", "莫斯利安", Money(550, CNY)), 2, source="recognition", at=AT)  # fmt: skip
OFFERS = (
    PercentOff(100_000),
    AmountOff(Money(50, CNY)),
    NForM(3, 2),
    BundlePrice((BundlePart(Target(frozenset({"a", "b"})), 2),), Money(900, CNY)),
)
HOURS = WeeklyHours(frozenset({0, 6}), time(9), time(17, 30))


@pytest.mark.parametrize(
    "value",
    [
        BASKET,
        Store("east", "East", CNY),
        Store("east", "East", CNY, place=Coordinates(31_230_416, 121_473_700)),
        append(None, BY, "sign_in", "Li", {"from": "c1", "times": 2, "list": ["a"]}),
        *(Promotion("p", "名", offer, hours=HOURS, store_id="east") for offer in OFFERS),
    ],
)
def test_a_document_comes_back_as_what_it_was(value: object) -> None:
    text = to_document(value)

    assert from_document(type(value), text, CNY) == value
    assert to_document(from_document(type(value), text, CNY)) == text


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"time_zone": "Mars/North"}, "Mars/North"),
        ({"stock_policy": "maybe"}, "maybe"),
        ({"is_open": 1}, "expected bool"),
        ({"colour": "red"}, "has the fields"),
        ({"currency": "EUR"}, "in EUR, the shop in CNY"),
    ],
)
def test_what_is_no_such_document_is_refused(change: dict[str, object], reason: str) -> None:
    facts = json.loads(to_document(Store("east", "East", CNY))) | change

    with pytest.raises(DocumentDamaged, match=reason):
        from_document(Store, json.dumps(facts), CNY)


@pytest.mark.parametrize("text", ["", "[]", "null", "{", '"text"'])
def test_text_that_is_no_object_is_refused(text: str) -> None:
    with pytest.raises(DocumentDamaged, match="a kept AuditEntry cannot be read"):
        from_document(AuditEntry, text, Currency.of("CNY"))


def test_a_store_that_was_kept_before_it_had_a_place_has_none() -> None:
    kept = json.loads(to_document(Store("east", "East", CNY)))
    del kept["place"]

    store = from_document(Store, json.dumps(kept), CNY)

    assert store == Store("east", "East", CNY)
