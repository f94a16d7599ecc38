"""The routes of selling as methods. Every id is the caller's, so a call may be made again."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from colugo.client.transport import Transport

Facts = dict[str, Any]


class Selling:
    """Baskets, orders, payments and stock of one service.

    Every method gives what the service answers, as /docs and /openapi.json describe it, and
    raises `ProblemAnswered` where the service refuses.
    """

    def __init__(self, transport: Transport) -> None:
        """Used by `Client.selling`."""
        self._send = transport.send

    def save_store(self, store_id: str, name: str, **more: Any) -> Facts:
        """Add a store, or change the one of this id."""
        return self._put(f"/v1/stores/{store_id}", {"name": name, **more})

    def save_counter(self, counter_id: str, store_id: str, name: str, **more: Any) -> Facts:
        """Add a counter, or change the one of this id."""
        return self._put(f"/v1/counters/{counter_id}", {"store_id": store_id, "name": name, **more})

    def open_basket(self, order_id: UUID, store_id: str, counter_id: str) -> Facts:
        """Open a basket under the id that its order will have."""
        return self._put(
            f"/v1/baskets/{order_id}", {"store_id": store_id, "counter_id": counter_id}
        )

    def put(self, order_id: UUID, sku: str, quantity: int = 1) -> Facts:
        """Put pieces or grams of a product in."""
        return self._post(
            f"/v1/baskets/{order_id}/entries", json={"sku": sku, "quantity": quantity}
        )

    def scan(self, order_id: UUID, code: str) -> Facts:
        """Put in what a barcode, or a code of the store's own scale, says."""
        return self._post(f"/v1/baskets/{order_id}/entries", json={"code": code})

    def put_scene(self, order_id: UUID, picture: bytes) -> Facts:
        """Recognise a picture into the basket: what is known, and a question for the rest."""
        files = {"picture": ("scene", picture)}
        return self._post(f"/v1/baskets/{order_id}/scenes", files=files)

    def answer(self, order_id: UUID, key: str, sku: str | None, why: str) -> Facts:
        """Answer a question with a product, or with None: it was taken off the counter."""
        answer = {"key": key, "sku": sku, "why": why}
        return self._post(f"/v1/baskets/{order_id}/answers", json=answer)

    def approve_age(self, order_id: UUID, min_age_years: int) -> Facts:
        """Record that an attendant saw the buyer."""
        return self._post(
            f"/v1/baskets/{order_id}/age-approvals", json={"min_age_years": min_age_years}
        )

    def close_order(self, order_id: UUID) -> Facts:
        """Close the basket, once; a repeat gives the same order."""
        return self._put(f"/v1/orders/{order_id}", None)

    def order(self, order_id: UUID) -> Facts:
        """An order with its payments and what was taken back of it."""
        found: Facts = self._send("GET", f"/v1/orders/{order_id}").json()
        return found

    def receipt(self, order_id: UUID, *, form: str = "text", language: str = "zh") -> bytes:
        """The receipt: `text`, `html` or `escpos`."""
        params = {"form": form, "language": language}
        return self._send("GET", f"/v1/orders/{order_id}/receipt", params=params).content

    def start_payment(
        self, payment_id: UUID, order_id: UUID, provider: str, amount: str | None = None
    ) -> Facts:
        """Put a payment on record; without an amount of all that is left."""
        body = {"order_id": str(order_id), "provider": provider, "amount": amount}
        return self._put(f"/v1/payments/{payment_id}", body)

    def payment(self, payment_id: UUID) -> Facts:
        """A payment as it is kept, with the QR to show."""
        found: Facts = self._send("GET", f"/v1/payments/{payment_id}").json()
        return found

    def refresh_payment(self, payment_id: UUID) -> Facts:
        """Ask the provider what became of a payment."""
        return self._post(f"/v1/payments/{payment_id}/refreshes")

    def cancel_payment(self, payment_id: UUID) -> Facts:
        """End a payment before it came in, so that the order can be paid another way."""
        return self._post(f"/v1/payments/{payment_id}/cancellations")

    def confirm_payment(self, payment_id: UUID, tendered: str | None = None) -> Facts:
        """An attendant confirms that the whole amount came in; `tendered` in cash, like "100"."""
        body = {"tendered": tendered}
        return self._post(f"/v1/payments/{payment_id}/confirmations", json=body)

    def reverse(
        self, reversal_id: UUID, order_id: UUID, kind: str, reason: str,
        quantities: Mapping[int, int] | None = None,
    ) -> Facts:  # fmt: skip
        """Refund (`refund`) or void (`void`) an order, by line number; without any, all."""
        body = {
            "order_id": str(order_id), "kind": kind, "reason": reason,
            "quantities": None if quantities is None else dict(quantities),
        }  # fmt: skip
        return self._put(f"/v1/reversals/{reversal_id}", body)

    def receive(self, note_id: UUID, store_id: str, quantities: Mapping[str, int]) -> Facts:
        """Take in a delivery, all of it or nothing; a repeat adds nothing."""
        return self._put(
            f"/v1/deliveries/{note_id}", {"store_id": store_id, "quantities": dict(quantities)}
        )

    def on_hand(self, store_id: str) -> dict[str, int]:
        """What lies in a store, by SKU."""
        there: dict[str, int] = self._send("GET", f"/v1/stock/{store_id}").json()["on_hand"]
        return there

    def _put(self, path: str, body: Facts | None) -> Facts:
        made: Facts = self._send("PUT", path, json=body).json()
        return made

    def _post(self, path: str, **parts: Any) -> Facts:
        made: Facts = self._send("POST", path, **parts).json()
        return made
