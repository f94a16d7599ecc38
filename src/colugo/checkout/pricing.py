"""Prices what is certain on a scene. Pure: no pixel, no database."""

from collections.abc import Iterable

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
