"""Writes a receipt for a screen, a printer or a phone. Knows no order."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal

from colugo.checkout.receipts.pdf import as_pdf
from colugo.checkout.receipts.qr import qr_svg
from colugo.shop.receipts import Language, Receipt, as_escpos, as_html, as_text

Form = Literal["text", "html", "pdf", "escpos"]
FORMS: Final[Mapping[Form, str]] = MappingProxyType(
    {
        "text": "text/plain; charset=utf-8",
        "html": "text/html; charset=utf-8",
        "pdf": "application/pdf",
        "escpos": "application/octet-stream",
    }
)  # media types


def in_form(receipt: Receipt, form: Form, language: Language = "zh", columns: int = 32) -> bytes:
    """The receipt as the bytes of a file.

    Args:
        receipt: what it says; its link becomes a QR in all forms but text.
        form: one of `FORMS`.
        language: of the words.
        columns: of the paper, 32 or 48, for `text` and `escpos`.

    Raises:
        ExtraMissing: a package for QR codes or PDF is not installed.
        FontMissing: no font here has its letters, for PDF.
    """
    wide: Literal[32, 48] = 48 if columns == 48 else 32
    if form == "escpos":
        return as_escpos(receipt, language, wide)
    if form == "text":
        return as_text(receipt, language, wide).encode()
    if form == "pdf":
        return as_pdf(receipt, language)
    return as_html(receipt, language, qr_svg(receipt.link)).encode()
