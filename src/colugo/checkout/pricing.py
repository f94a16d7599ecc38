"""Prices what is certain on a scene. Pure: no pixel, no database."""

from collections.abc import Iterable
from dataclasses import replace

from colugo.checkout.verdict import Verdict
from colugo.shop import Basket, Currency, Product


def price(verdicts: Iterable[Verdict], products: Iterable[Product], currency: Currency) -> Basket:
    """The basket of the known boxes, one piece each; what is unsure or unknown is not in it.

    Args:
        verdicts: of one scene.
        products: the known ones must be among them.
        currency: of the shop.
    """
    by_sku = {product.sku: product for product in products}
    known = [verdict.sku for verdict in verdicts if verdict.sku is not None]
    return Basket.of(((by_sku[sku], 1) for sku in known), currency)


def ask_for_weights(
    verdicts: Iterable[Verdict], products: Iterable[Product]
) -> tuple[Verdict, ...]:
    """The verdicts, those known as a product sold by weight made unsure: its weight is missing."""
    weighed = {product.sku for product in products if product.unit == "weight"}
    return tuple(
        replace(verdict, kind="unsure") if verdict.sku in weighed else verdict
        for verdict in verdicts
    )
