"""Route of QR codes, for pages that show one. Decides nothing."""

from typing import Annotated

from fastapi import Query, Response

from colugo.checkout.receipts.qr import qr_picture

_LARGEST = 512  # letters; more would not be read from a screen at an arm's length
_SVG = "image/svg+xml"


def draw_qr(
    text: Annotated[str, Query(min_length=1, max_length=_LARGEST, description="What it says.")],
) -> Response:
    """Draw a text as a QR: a receipt, a payment, the basket for a phone."""
    return Response(qr_picture(text), 200, {"Cache-Control": "private, no-store"}, _SVG)
