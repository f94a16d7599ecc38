"""A receipt as a PDF page as long as it needs, its letters embedded. Knows no order.

Embedded, so that it looks the same in ten years on a machine without Chinese letters.
"""

import io
import logging
from typing import Any, Final

from colugo.checkout.receipts.qr import qr_modules
from colugo.errors import ExtraMissing, FontMissing
from colugo.shop.receipts import Language, Receipt, quantity_text, sums, word
from colugo.shop.receipts.receipt import ReceiptLine
from colugo.shop.receipts.width import clean
from colugo.vision.fonts import font_file

_WIDTH_MM: Final = 80.0  # of the usual paper of receipts
_MARGIN_MM: Final = 6.0
_INNER_MM: Final = _WIDTH_MM - 2 * _MARGIN_MM
_LINE_MM: Final = 5.0
_QR_MM: Final = 34.0
_TEXT_PT, _SMALL_PT, _SUM_PT, _TITLE_PT = 9.0, 7.5, 11.0, 13.0
_GREY: Final = 90  # 7:1 on white
_PLAIN, _HEAVY = "receipt", "receipt heavy"  # what the fonts are called in the file


def as_pdf(receipt: Receipt, language: Language = "zh") -> bytes:
    """The receipt as one page, 80 mm wide.

    Raises:
        ExtraMissing: fpdf2, or segno for the link, is not installed.
        FontMissing: no font here has all its letters.
    """
    length_mm = _write(_Page(receipt, language, 2000.0))  # once to learn how long it is
    page = _Page(receipt, language, length_mm)
    _write(page)
    return page.output()


class _Page:
    """A page that is written from top to bottom."""

    def __init__(self, receipt: Receipt, language: Language, length_mm: float) -> None:
        self.receipt, self.language = receipt, language
        try:
            from fpdf import FPDF
        except ModuleNotFoundError as error:
            raise ExtraMissing("a receipt as PDF", "fpdf2", "server") from error
        logging.getLogger("fontTools.subset").setLevel(logging.ERROR)  # it tells what it leaves out
        letters = _letters(receipt, language)
        self._pdf: Any = FPDF(unit="mm", format=(_WIDTH_MM, length_mm))
        self._pdf.set_margin(_MARGIN_MM)
        self._pdf.set_auto_page_break(False)
        self._pdf.c_margin = 0  # text begins and ends where the rules do
        for family in (_PLAIN, _HEAVY):
            found = font_file(letters, is_heavy=family == _HEAVY)
            if found is None:
                raise FontMissing("a receipt as PDF", letters)
            self._pdf.add_font(family, fname=found[0], collection_font_number=found[1])
        title = f"{receipt.store_name} {word(receipt.kind, language)}"
        self._pdf.set_title(title)
        self._pdf.set_lang("zh-CN" if language == "zh" else "en")
        self._pdf.set_creation_date(receipt.at)
        self._pdf.add_page()

    def centre(self, text: str, size_pt: float = _TEXT_PT, *, is_heavy: bool = False) -> None:
        """Text in the middle, on as many lines as it needs."""
        self._letters(size_pt, is_heavy=is_heavy)
        self._pdf.multi_cell(_INNER_MM, size_pt * 0.55, clean(text), align="C", **_BELOW)

    def ends(
        self, left: str, right: str, size_pt: float = _TEXT_PT, *, is_grey: bool = False,
        is_heavy: bool = False,
    ) -> None:  # fmt: skip
        """Text at both ends of a line; a long left one is broken before the right one."""
        self._letters(size_pt, is_grey=is_grey, is_heavy=is_heavy)
        wide = self._pdf.get_string_width(right) + 3
        top = self._pdf.get_y()
        self._pdf.multi_cell(_INNER_MM - wide, _LINE_MM, clean(left), align="L", **_BELOW)
        below = self._pdf.get_y()
        self._pdf.set_xy(_WIDTH_MM - _MARGIN_MM - wide, max(top, below - _LINE_MM))
        self._pdf.cell(wide, _LINE_MM, clean(right), align="R", **_BELOW)
        self._pdf.set_y(below)

    def rule(self) -> None:
        """A thin line across."""
        y = self._pdf.get_y() + 1
        self._pdf.set_draw_color(_GREY)
        self._pdf.set_line_width(0.2)
        self._pdf.line(_MARGIN_MM, y, _WIDTH_MM - _MARGIN_MM, y)
        self._pdf.set_y(y + 1)

    def qr(self, link: str) -> None:
        """The QR of a link, which can be clicked, too."""
        rows = qr_modules(link)
        side = _QR_MM / len(rows)
        left, top = (_WIDTH_MM - _QR_MM) / 2, self._pdf.get_y() + 1
        self._pdf.set_fill_color(0)
        for y, row in enumerate(rows):
            for x, is_dark in enumerate(row):
                if is_dark:  # a hair wider, so that no white shows between two
                    place = (left + x * side, top + y * side, side * 1.02, side * 1.02)
                    self._pdf.rect(*place, style="F")
        self._pdf.link(left, top, _QR_MM, _QR_MM, link)
        self._pdf.set_y(top + _QR_MM)

    def end_mm(self) -> float:
        """Where the page may end."""
        return float(self._pdf.get_y()) + _MARGIN_MM

    def output(self) -> bytes:
        """The file."""
        buffer = io.BytesIO()
        self._pdf.output(buffer)
        return buffer.getvalue()

    def _letters(self, size_pt: float, *, is_grey: bool = False, is_heavy: bool = False) -> None:
        self._pdf.set_font(_HEAVY if is_heavy else _PLAIN, size=size_pt)
        self._pdf.set_text_color(_GREY if is_grey else 0)


_BELOW: Final = {"new_x": "LMARGIN", "new_y": "NEXT"}


def _write(page: _Page) -> float:
    receipt, language = page.receipt, page.language
    page.centre(receipt.store_name, _TITLE_PT, is_heavy=True)
    page.centre(word(receipt.kind, language))
    page.rule()
    page.centre(f"{word('order', language)} {receipt.order_id}", _SMALL_PT)
    counter = f"{word('counter', language)} {receipt.counter_id}"
    page.ends(counter, receipt.at.strftime("%Y-%m-%d %H:%M"), _SMALL_PT)
    page.rule()
    for line in receipt.lines:
        page.ends(line.name_in(language), line.amount.decimal_text())
        page.ends(quantity_text(line), "", _SMALL_PT, is_grey=True)
        for name, amount in _discounts(line, language):
            page.ends(name, amount, _SMALL_PT, is_grey=True)
    page.rule()
    to_pay = word("payable" if receipt.rounding.minor else "total", language)
    for label, amount in sums(receipt, language):
        is_sum = label == to_pay
        page.ends(label, amount, _SUM_PT if is_sum else _TEXT_PT, is_heavy=is_sum)
    if receipt.reason:
        page.centre(f"{word('reason', language)}: {receipt.reason}", _SMALL_PT)
    if receipt.link:
        page.qr(receipt.link)
        page.centre(word("scan", language), _SMALL_PT)
    return page.end_mm()


def _discounts(line: ReceiptLine, language: Language) -> list[tuple[str, str]]:
    return [
        (
            each.name_en if language == "en" and each.name_en else each.name,
            (-each.amount).decimal_text(),
        )
        for each in line.discounts
    ]


def _letters(receipt: Receipt, language: Language) -> str:
    """Every letter that the page will have."""
    words = [
        receipt.store_name, receipt.counter_id, receipt.reason, str(receipt.order_id), "0.,-: x¥",
        *(word(key, language) for key in (receipt.kind, "order", "counter", "reason", "scan")),
        *(part for row in sums(receipt, language) for part in row),
    ]  # fmt: skip
    for line in receipt.lines:
        words += [line.name_in(language), quantity_text(line)]
        words += [name for name, _ in _discounts(line, language)]
    return "".join(sorted(set(clean("".join(words)))))
