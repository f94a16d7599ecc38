"""A receipt as plain text of 32 or 48 columns: paper of 58 or 80 mm."""

from typing import Literal

from colugo.shop.receipts.receipt import Receipt, ReceiptLine
from colugo.shop.receipts.width import centre, clean, spread, wrap
from colugo.shop.receipts.words import Language, word
from colugo.shop.tax import LineTax

Columns = Literal[32, 48]  # Source: 12 x 24 dots font A on printers of 384 and 576 dots


def as_text(receipt: Receipt, language: Language = "zh", columns: Columns = 32) -> str:
    """The receipt, each line at most `columns` wide, Chinese characters counted as two.

    Amounts stand without a sign; the currency is named at the total.
    """
    rule = "-" * columns
    lines = [
        *centre(clean(receipt.store_name), columns),
        *centre(word(receipt.kind, language), columns),
        *head_lines(receipt, language, columns),
        rule,
    ]
    for line in receipt.lines:
        lines += _line(line, language, columns)
    lines.append(rule)
    for label, amount in sums(receipt, language):
        lines += spread(label, amount, columns)
    if receipt.reason:
        lines += wrap(f"{word('reason', language)}: {clean(receipt.reason)}", columns)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def head_lines(receipt: Receipt, language: Language, columns: int) -> list[str]:
    """Which order, where and when."""
    return [
        *wrap(f"{word('order', language)} {receipt.order_id}", columns),
        *spread(
            f"{word('counter', language)} {clean(receipt.counter_id)}",
            receipt.at.strftime("%Y-%m-%d %H:%M"),
            columns,
        ),
    ]


def quantity_text(line: ReceiptLine) -> str:
    """`2 x 5.50`, or `0.733 kg x 12.99`."""
    price = line.unit_price.decimal_text()
    if line.unit == "piece":
        return f"{line.quantity} x {price}"
    return f"{line.quantity // 1000}.{line.quantity % 1000:03d} kg x {price}"


def sums(receipt: Receipt, language: Language) -> list[tuple[str, str]]:
    """The rows below the lines: label and amount."""
    rows = []
    if receipt.discount.minor:
        rows.append((word("subtotal", language), receipt.subtotal.decimal_text()))
        rows.append((word("discount", language), (-receipt.discount).decimal_text()))
    if receipt.taxes:
        rows.append((word("net", language), receipt.net.decimal_text()))
    rows += [
        (tax_label(tax, receipt, language), tax.amount.decimal_text()) for tax in receipt.taxes
    ]
    rows.append((word("total", language), str(receipt.total)))
    if receipt.rounding.minor:
        rows.append((word("rounding", language), receipt.rounding.decimal_text()))
        rows.append((word("payable", language), str(receipt.payable)))
    for paid in receipt.paid:
        amount = paid.amount if paid.cash is None else paid.cash.tendered
        rows.append((clean(word(paid.method, language)), amount.decimal_text()))
        if paid.cash is not None:
            rows.append((word("change", language), paid.cash.change.decimal_text()))
    return rows


def tax_label(tax: LineTax, receipt: Receipt, language: Language) -> str:
    """The printed name of a tax, and whether prices held it."""
    mark = f"{word('included', language)} " if receipt.is_tax_included else ""
    return f"{mark}{clean(tax.name)}"


def _line(line: ReceiptLine, language: Language, columns: int) -> list[str]:
    lines = [
        *wrap(clean(line.name_in(language)), columns),
        *spread(f"  {quantity_text(line)}", line.amount.decimal_text(), columns),
    ]
    for discount in line.discounts:
        is_english = language == "en" and discount.name_en
        name = clean(discount.name_en if is_english else discount.name)
        lines += spread(f"  {name}", (-discount.amount).decimal_text(), columns)
    return lines
