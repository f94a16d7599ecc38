"""Prices an open basket: merges, takes promotions off, adds or takes out tax. Closes nothing.

The order of steps, so that splitting or merging entries changes no total: entries of one
product at one price become one line; promotions are chosen on these lines; the tax of each
line is calculated on what is left, and rounded there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from colugo.shop.category import NO_CATEGORIES, CategoryTree
from colugo.shop.money import Money
from colugo.shop.orders.open_basket import Entry, OpenBasket
from colugo.shop.orders.order import LineDiscount, OrderLine
from colugo.shop.promotions import Discount, OfferedLine, Promotion, choose
from colugo.shop.tax import UNTAXED, TaxRules, tax_line


@dataclass(frozen=True, slots=True)
class Pricing:
    """What a store prices by."""

    tax_rules: TaxRules = UNTAXED
    categories: CategoryTree = NO_CATEGORIES
    promotions: tuple[Promotion, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """The lines to be paid, and whether every combination of promotions was looked at."""

    lines: tuple[OrderLine, ...]
    best_was_proven: bool


def settle(basket: OpenBasket, pricing: Pricing, at: datetime) -> Settled:
    """The lines of a basket as they would be sold at this moment.

    Args:
        basket: questions in it are not priced.
        pricing: of the store.
        at: in the time zone of the store, for promotions by the hour.

    Raises:
        TaxClassUnknown, CategoryUnknown: a product names one that the store does not have.
    """
    merged = _merge(basket.entries)
    offered = [_offered(entry, pricing.categories) for entry in merged]
    holding = [each for each in pricing.promotions if each.holds(basket.store_id, at)]
    chosen = choose(offered, holding)
    lines = tuple(
        _line(number, entry, offered[number - 1], chosen.discounts, pricing.tax_rules)
        for number, entry in enumerate(merged, start=1)
    )
    return Settled(lines, chosen.is_exhaustive)


def _merge(entries: Sequence[Entry]) -> list[Entry]:
    """One entry per SKU and price, in their order."""
    merged: dict[tuple[str, int], Entry] = {}
    for entry in entries:
        key = entry.product.sku, entry.unit_price.minor
        before = merged[key].quantity if key in merged else 0
        quantity = before + entry.quantity
        merged[key] = Entry(0, entry.product, quantity, entry.unit_price, entry.source)
    return [merged[key] for key in sorted(merged)]


def _offered(entry: Entry, categories: CategoryTree) -> OfferedLine:
    product = entry.product
    path = () if product.category_id is None else categories.path(product.category_id)
    return OfferedLine(product.sku, path, product.unit, entry.unit_price, entry.quantity)


def _line(
    number: int,
    entry: Entry,
    offered: OfferedLine,
    discounts: Sequence[Discount],
    tax_rules: TaxRules,
) -> OrderLine:
    list_amount = offered.cost_of(offered.quantity)
    mine = [discount for discount in discounts if discount.line == number - 1]
    off = sum((discount.amount for discount in mine), Money.zero(list_amount.currency))
    tax_class = tax_rules.get_class(entry.product.tax_class)
    taxed = tax_line(list_amount - off, tax_class, is_included=tax_rules.is_included)
    return OrderLine(
        number=number,
        sku=entry.product.sku,
        name=entry.product.name,
        name_en=entry.product.name_en,
        category_path=offered.category_path,
        unit=offered.unit,
        unit_price=offered.unit_price,
        quantity=offered.quantity,
        list_amount=list_amount,
        discounts=tuple(
            LineDiscount(
                each.promotion.id,
                each.promotion.name,
                each.promotion.name_en,
                each.quantity,
                each.amount,
            )
            for each in mine
        ),
        net=taxed.net,
        taxes=taxed.taxes,
    )
