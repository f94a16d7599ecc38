"""Routes of payments, and of the callbacks of those who take them. Decides nothing."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Request, Response
from starlette.concurrency import run_in_threadpool

from colugo.checkout import Shop
from colugo.interfaces.admission import now
from colugo.interfaces.rest.context import Acting, TheShop
from colugo.interfaces.rest.order_shapes import ConfirmationIn, PaymentIn, PaymentOut, ProviderList
from colugo.shop import parse_price

PaymentId = Annotated[UUID, Path(description="Made by the client.")]
ProviderName = Annotated[str, Path(min_length=1, max_length=32, description="Of the provider.")]


def list_providers(shop: TheShop) -> ProviderList:
    """List the ways to pay that are set up."""
    return ProviderList(providers=list(shop.collecting.names))


def start_payment(shop: TheShop, by: Acting, payment_id: PaymentId, new: PaymentIn) -> PaymentOut:
    """Put a payment on record and ask its provider; a repeat gives the same QR."""
    amount = None if new.amount is None else parse_price(new.amount, shop.currency)
    return PaymentOut.of(*shop.collecting.start(payment_id, new.order_id, new.provider, amount, by))


def get_payment(shop: TheShop, payment_id: PaymentId) -> PaymentOut:
    """Read a payment as it is kept, with the QR to show."""
    return PaymentOut.of(*shop.collecting.get(payment_id))


def refresh_payment(shop: TheShop, by: Acting, payment_id: PaymentId) -> PaymentOut:
    """Ask the provider what became of a payment, and end one whose QR has ended."""
    return PaymentOut.of(*shop.collecting.refresh(payment_id, by))


def cancel_payment(shop: TheShop, by: Acting, payment_id: PaymentId) -> PaymentOut:
    """End a payment before it came in, so that the order can be paid another way."""
    return PaymentOut.of(*shop.collecting.cancel(payment_id, by))


def confirm_payment(
    shop: TheShop, by: Acting, payment_id: PaymentId, taken: ConfirmationIn | None = None
) -> PaymentOut:
    """An attendant confirms that the whole amount came in; the answer tells the change."""
    said = None if taken is None else taken.tendered
    tendered = None if said is None else parse_price(said, shop.currency)
    return PaymentOut.of(*shop.collecting.confirm(payment_id, by, tendered))


async def take_callback(shop: TheShop, request: Request, provider: ProviderName) -> Response:
    """Take the message of a provider; its signature is its authority."""
    body, headers = await request.body(), dict(request.headers)
    media_type, answer = await run_in_threadpool(_take, shop, provider, headers, body)
    return Response(answer, media_type=media_type)


def _take(shop: Shop, name: str, headers: dict[str, str], body: bytes) -> tuple[str, bytes]:
    return shop.collecting.take_callback(name, headers, body, now())
