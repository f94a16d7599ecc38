"""Keeps people and devices of some stores out of the others. Knows no single route.

The store of a request is that of the ids it names, in the path, the query or the body: a store, a
counter, a basket or order, a payment. Reading the catalogue and editing what all stores share is
for the role alone to decide.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from fastapi import Request
from starlette.concurrency import run_in_threadpool

from colugo.checkout import Shop
from colugo.errors import PlaceNotYours
from colugo.persistence import Work
from colugo.shop.people import Action
from colugo.shop.people.principal import Principal

STORE_ACTIONS: Final[frozenset[Action]] = frozenset(
    {
        "use_basket", "close_basket", "approve_age", "read_orders", "start_payment",
        "confirm_payment", "void_order", "refund_order", "read_stock", "receive_stock",
        "count_stock", "waste_stock", "edit_stock_levels", "read_reports", "read_audit",
    }
)  # fmt: skip
_NAMES: Final = ("store_id", "counter_id", "order_id", "payment_id")

Names = Mapping[str, str]


async def check_places(request: Request, principal: Principal, action: Action) -> None:
    """Refuse what belongs to a store or counter that is not the principal's.

    Raises:
        PlaceNotYours: names those that are; also where the request names no store, and its
            answer would tell of all.
    """
    if action not in STORE_ACTIONS or not (principal.store_ids or principal.counter_id):
        return
    names = await _names(request)
    if not names:
        raise PlaceNotYours(principal.who, "all stores", sorted(principal.store_ids))
    await run_in_threadpool(_check, request.app.state.shop, principal, names)


async def _names(request: Request) -> dict[str, str]:
    """The ids that a request names; one may be named twice, so a foreign one is not hidden."""
    body: Any = None
    if request.headers.get("content-type", "application/json").startswith("application/json"):
        try:
            body = json.loads(await request.body())
        except ValueError:
            body = None
    parts = (body if isinstance(body, dict) else {}, request.query_params, request.path_params)
    found: dict[str, str] = {}
    for place, part in enumerate(parts):
        for name in _NAMES:
            if isinstance(part.get(name), str):
                found[f"{name} {place}"] = part[name]
    return found


def _check(shop: Shop, principal: Principal, names: Names) -> None:
    with shop.database.reading() as work:
        for name, value in names.items():
            for store_id, counter_id in _places(work, name.partition(" ")[0], value):
                principal.check_store(store_id)
                if counter_id is not None:
                    principal.check_counter(counter_id)


def _places(work: Work, name: str, value: str) -> list[tuple[str, str | None]]:
    """Store and counter of an id; none for what is not there."""
    if name == "store_id":
        return [(value, None)]
    if name == "counter_id":
        counters = (each for each in work.stores.counters() if each.id == value)
        return [(each.store_id, each.id) for each in counters]
    try:
        number = UUID(value)
    except ValueError:
        return []
    if name == "payment_id":
        payment = work.payments.find(number)
        return [] if payment is None else _places(work, "order_id", str(payment.order_id))
    kept = work.baskets.find(number)
    sold = kept.basket if kept is not None else work.orders.find(number)
    return [] if sold is None else [(sold.store_id, sold.counter_id)]
