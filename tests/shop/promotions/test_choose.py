from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.shop.money import Money
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
    choose,
)
from tests.shop.samples import CNY

from .brute_force import most_off


def line(sku: str, minor: int, quantity: int = 1, category: str = "food") -> OfferedLine:
    return OfferedLine(sku, (category,), "piece", Money(minor, CNY), quantity)


def promotion(promotion_id: str, offer: Offer, *skus: str) -> Promotion:
    return Promotion(promotion_id, promotion_id, offer, target=Target(frozenset(skus)))


def bundle(minor: int, *skus: str) -> BundlePrice:
    parts = tuple(BundlePart(Target(frozenset({sku}))) for sku in skus)
    return BundlePrice(parts, Money(minor, CNY))


def off(lines: Sequence[OfferedLine], *promotions: Promotion) -> list[tuple[int, str, int, int]]:
    chosen = choose(lines, promotions)
    assert chosen.is_exhaustive
    return [(d.line, d.promotion.id, d.quantity, d.amount.minor) for d in chosen.discounts]


def test_a_percentage_is_taken_off_the_line_and_rounded_half_up() -> None:
    assert off([line("tea", 105, 3)], promotion("p", PercentOff(100_000))) == [(0, "p", 3, 32)]


def test_a_percentage_holds_for_what_is_sold_by_weight() -> None:
    apples = OfferedLine("apples", (), "weight", Money(1000, CNY), 1500)

    assert off([apples], promotion("p", PercentOff(100_000))) == [(0, "p", 1500, 150)]


def test_an_amount_is_taken_off_each_piece_but_never_more_than_it_costs() -> None:
    two_off = promotion("p", AmountOff(Money(200, CNY)))

    assert off([line("tea", 300, 2), line("gum", 50)], two_off) == [
        (0, "p", 2, 400),
        (1, "p", 1, 50),
    ]


def test_of_three_for_two_the_cheapest_is_free_and_all_three_share_it() -> None:
    lines = [line("a", 600), line("b", 300), line("c", 100)]

    assert off(lines, promotion("p", NForM(3, 2))) == [
        (0, "p", 1, 60),
        (1, "p", 1, 30),
        (2, "p", 1, 10),
    ]


def test_six_pieces_make_two_groups_of_the_most_that_can_be_free() -> None:
    lines = [line("a", 900, 3), line("b", 100, 3)]

    chosen = choose(lines, [promotion("p", NForM(3, 2))])

    assert sum(discount.amount.minor for discount in chosen.discounts) == 1000


def test_a_bundle_costs_its_price() -> None:
    lines = [line("bread", 500), line("milk", 700, 2)]

    discounts = off(lines, promotion("p", bundle(900, "bread", "milk")))

    assert sum(amount for *_, amount in discounts) == 300
    assert [(at, quantity) for at, _, quantity, _ in discounts] == [(0, 1), (1, 1)]


def test_a_bundle_that_costs_more_than_its_pieces_is_not_used() -> None:
    assert off([line("a", 100), line("b", 100)], promotion("p", bundle(300, "a", "b"))) == []


def test_one_piece_takes_one_promotion_and_the_better_one() -> None:
    small, large = promotion("a", PercentOff(50_000)), promotion("b", PercentOff(200_000))

    assert off([line("tea", 1000)], small, large) == [(0, "b", 1, 200)]


def test_pieces_left_over_from_a_group_take_a_percentage() -> None:
    three_for_two, tenth = promotion("a", NForM(3, 2)), promotion("b", PercentOff(100_000))

    assert off([line("tea", 1000, 4)], three_for_two, tenth) == [
        (0, "a", 3, 1000),
        (0, "b", 1, 100),
    ]


def test_of_equal_promotions_the_smaller_id_is_taken() -> None:
    twins = [promotion("b", PercentOff(100_000)), promotion("a", PercentOff(100_000))]

    assert off([line("tea", 1000)], *twins) == [(0, "a", 1, 100)]


def test_a_promotion_of_a_category_leaves_others_alone() -> None:
    drinks = Promotion(
        "p", "p", PercentOff(100_000), target=Target(frozenset(), frozenset({"drink"}))
    )

    assert off([line("bread", 1000), line("tea", 500, category="drink")], drinks) == [
        (1, "p", 1, 50)
    ]


offers = st.one_of(
    st.sampled_from([100_000, 333_333, 500_000]).map(PercentOff),
    st.integers(1, 300).map(lambda minor: AmountOff(Money(minor, CNY))),
    st.sampled_from([NForM(2, 1), NForM(3, 2), NForM(3, 1)]),
    st.builds(
        lambda minor, skus: bundle(minor, *skus),
        st.integers(0, 500),
        st.lists(st.sampled_from("abc"), min_size=1, max_size=3),
    ),
)
targets = st.sampled_from([(), ("a",), ("a", "b"), ("b", "c")])
promotions = st.lists(st.tuples(offers, targets), max_size=3).map(
    lambda pairs: [
        promotion(str(at), offer, *(() if isinstance(offer, BundlePrice) else skus))
        for at, (offer, skus) in enumerate(pairs)
    ]
)
baskets = st.tuples(*(st.tuples(st.integers(1, 500), st.integers(0, 2)) for _ in "abc")).map(
    lambda pairs: [
        line(sku, minor, count) for sku, (minor, count) in zip("abc", pairs, strict=True) if count
    ]
)


@settings(max_examples=60, deadline=None)
@given(baskets, promotions)
def test_no_combination_takes_more_off_than_the_chosen_one(
    lines: list[OfferedLine], given_promotions: list[Promotion]
) -> None:
    chosen = choose(lines, given_promotions)

    assert sum(each.amount.minor for each in chosen.discounts) == most_off(lines, given_promotions)


@settings(max_examples=60, deadline=None)
@given(baskets, promotions, st.randoms())
def test_the_order_of_promotions_changes_nothing_and_no_line_goes_below_zero(
    lines: list[OfferedLine], given_promotions: list[Promotion], random: st.DataObject
) -> None:
    chosen = choose(lines, given_promotions)

    shuffled = sorted(given_promotions, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert choose(lines, shuffled) == chosen
    for at, each in enumerate(lines):
        mine = [discount for discount in chosen.discounts if discount.line == at]
        assert sum(discount.amount.minor for discount in mine) <= each.cost_of(each.quantity).minor
        assert sum(discount.quantity for discount in mine) <= each.quantity


@pytest.mark.parametrize("pieces", [12, 60])
def test_a_basket_too_large_to_look_at_all_takes_groups_by_price(pieces: int) -> None:
    lines = [line(f"{at:02}", 100 + at, pieces // 12) for at in range(12)]

    chosen = choose(lines, [promotion("p", NForM(4, 3)), promotion("q", NForM(3, 2))])

    assert not chosen.is_exhaustive
    dearest_first = sorted(each.unit_price.minor for each in lines for _ in range(each.quantity))
    free = dearest_first[::-1][2::3]
    assert sum(discount.amount.minor for discount in chosen.discounts) == sum(free)


def test_one_group_is_used_as_often_as_there_are_pieces() -> None:
    assert off([line("tea", 100, 6)], promotion("p", NForM(3, 2))) == [(0, "p", 6, 200)]
