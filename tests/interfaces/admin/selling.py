"""Sells in the shop of the tests, as a counter would."""

from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID, uuid4

from colugo import Shop
from colugo.checkout.sales import Baskets, Closing
from colugo.shop.orders import By


def sell(
    shop: Shop, pieces: Mapping[str, int], *, store_id: str = "east", at: datetime | None = None,
    is_paid: bool = True,
) -> UUID:  # fmt: skip
    """Close an order of products by SKU and take the money; gives its id."""
    by = By("li", "attendant", at or datetime.now(UTC))
    order_id, baskets = uuid4(), Baskets(shop.database)
    baskets.open(order_id, store_id, f"{store_id}-1", by)
    for sku, number in pieces.items():
        baskets.put(order_id, sku, number, source="pick", by=by)
    Closing(shop.database).close(order_id, by)
    if is_paid:
        payment = shop.collecting.start(uuid4(), order_id, "counter", None, by).payment
        shop.collecting.confirm(payment.id, by)
    return order_id
