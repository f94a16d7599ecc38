"""Receipts: what they say, and as plain text, HTML and printer bytes. Draws no QR and no PDF."""

from colugo.shop.receipts.escpos import as_escpos
from colugo.shop.receipts.html import as_html
from colugo.shop.receipts.receipt import (
    Paid,
    Receipt,
    ReceiptLine,
    receipt_digits,
    receipt_link,
    receipt_of_order,
    receipt_of_reversal,
)
from colugo.shop.receipts.text import as_text, quantity_text, sums
from colugo.shop.receipts.words import Language, word

__all__ = [
    "Language",
    "Paid",
    "Receipt",
    "ReceiptLine",
    "as_escpos",
    "as_html",
    "as_text",
    "quantity_text",
    "receipt_digits",
    "receipt_link",
    "receipt_of_order",
    "receipt_of_reversal",
    "sums",
    "word",
]
