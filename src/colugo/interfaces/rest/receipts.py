"""Routes of receipts: for the staff, and for whoever scanned one. Decides nothing."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Path, Query, Response

from colugo.checkout.receipts import FORMS, Form, find_by_link, in_form, receipt_of
from colugo.interfaces.rest.baskets import OrderId
from colugo.interfaces.rest.context import TheShop
from colugo.shop.receipts import Language

AsForm = Annotated[Form, Query(description="For what.")]
InLanguage = Annotated[Language, Query(description="Of the words.")]
Columns = Annotated[Literal["32", "48"], Query(description="Of the paper: 58 or 80 mm.")]


def get_receipt(
    shop: TheShop,
    order_id: OrderId,
    form: AsForm = "text",
    language: InLanguage = "zh",
    columns: Columns = "32",
) -> Response:
    """Give the receipt of an order as text, as a page, as PDF, or as bytes for a printer."""
    receipt = receipt_of(shop.database, order_id, shop.settings.public_url)
    return Response(in_form(receipt, form, language, int(columns)), 200, None, FORMS[form])


def open_receipt(
    shop: TheShop,
    order_id: Annotated[UUID, Path(description="Of the order.")],
    d: Annotated[str, Query(max_length=64, description="The digits of the QR.")],
    form: Annotated[Literal["html", "pdf"], Query(description="For what.")] = "html",
    language: InLanguage = "zh",
) -> Response:
    """Open the receipt whose QR was scanned; its digits are what lets in."""
    receipt = find_by_link(shop.database, order_id, d, shop.settings.public_url)
    headers = {
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
        "X-Robots-Tag": "noindex",
    }
    return Response(in_form(receipt, form, language), 200, headers, FORMS[form])
