from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from colugo.errors import PeriodInvalid, PromotionInvalid
from colugo.shop.money import Money
from colugo.shop.period import Period
from colugo.shop.promotions import (
    AmountOff,
    BundlePart,
    BundlePrice,
    NForM,
    Offer,
    OfferedLine,
    PercentOff,
    Promotion,
    Target,
    WeeklyHours,
)
from tests.shop.samples import CNY, MONDAY_8

TEA = OfferedLine("tea", ("drinks", "hot"), "piece", Money(300, CNY), 1)


def promotion(**fields: Any) -> Promotion:
    return Promotion("p", "促销", PercentOff(100_000), **fields)


@pytest.mark.parametrize(
    ("target", "is_meant"),
    [
        (Target(), True),
        (Target(skus=frozenset({"tea"})), True),
        (Target(skus=frozenset({"milk"})), False),
        (Target(category_ids=frozenset({"drinks"})), True),
        (Target(category_ids=frozenset({"cold"})), False),
    ],
)
def test_a_target_names_products_and_categories_with_all_below(
    target: Target, is_meant: bool
) -> None:
    assert target.holds(TEA) is is_meant


@pytest.mark.parametrize(
    ("at", "holds"),
    [
        (MONDAY_8, True),
        (MONDAY_8 + timedelta(hours=2), False),
        (MONDAY_8 - timedelta(minutes=1), False),
        (MONDAY_8 + timedelta(days=1), False),
    ],
)
def test_hours_hold_on_their_days_from_start_until_before_end(at: datetime, holds: bool) -> None:
    hours = WeeklyHours(frozenset({0}), time(8), time(10))

    assert promotion(hours=hours).holds("east", at) is holds


def test_an_end_at_midnight_is_the_end_of_the_day() -> None:
    hours = WeeklyHours(start=time(20))

    assert hours.holds(MONDAY_8.replace(hour=23, minute=59))
    assert not hours.holds(MONDAY_8)


def test_a_promotion_of_one_store_or_period_holds_there_alone() -> None:
    assert promotion(store_id="east").holds("east", MONDAY_8)
    assert not promotion(store_id="east").holds("west", MONDAY_8)
    assert not promotion(period=Period(end=MONDAY_8)).holds("east", MONDAY_8)
    with pytest.raises(PeriodInvalid):
        promotion().holds("east", MONDAY_8.replace(tzinfo=None))


@pytest.mark.parametrize(
    "offer",
    [
        PercentOff(0),
        PercentOff(1_000_001),
        AmountOff(Money(0, CNY)),
        NForM(2, 2),
        NForM(3, 0),
        BundlePrice((), Money(1, CNY)),
        BundlePrice((BundlePart(Target(), 0),), Money(1, CNY)),
        BundlePrice((BundlePart(Target()),), Money(-1, CNY)),
    ],
)
def test_an_offer_that_cannot_be_is_refused(offer: Offer) -> None:
    with pytest.raises(PromotionInvalid, match="expected"):
        Promotion("p", "促销", offer)


@pytest.mark.parametrize(
    "hours",
    [
        WeeklyHours(frozenset()),
        WeeklyHours(frozenset({7})),
        WeeklyHours(start=time(9), end=time(8)),
    ],
)
def test_hours_that_hold_no_moment_are_refused(hours: WeeklyHours) -> None:
    with pytest.raises(PromotionInvalid, match="Monday"):
        promotion(hours=hours)


def test_a_promotion_without_id_or_name_is_refused() -> None:
    with pytest.raises(PromotionInvalid):
        Promotion("", "促销", NForM(3, 2))
    with pytest.raises(PromotionInvalid):
        Promotion("p", " ", NForM(3, 2))


def test_the_hours_are_those_of_the_store() -> None:
    hours = WeeklyHours(start=time(8), end=time(9))

    assert hours.holds(MONDAY_8)
    assert not hours.holds(MONDAY_8.astimezone(UTC))
