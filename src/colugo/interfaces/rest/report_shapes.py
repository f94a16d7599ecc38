"""Reports as JSON. Checks shapes, sums nothing."""

from collections.abc import Iterable

from pydantic import BaseModel

from colugo.shop import Currency
from colugo.shop.reports import BasketSize, RecognitionQuality, SalesRow, StockCover


class SalesRowOut(BaseModel):
    """Sales of one hour, day, product, category or store."""

    key: str
    orders: int
    pieces: int
    grams: int
    discount_minor: int
    tax_minor: int
    total_minor: int

    @classmethod
    def of(cls, row: SalesRow) -> "SalesRowOut":
        """A row as JSON has it."""
        return cls(
            key=row.key, orders=row.orders, pieces=row.pieces, grams=row.grams,
            discount_minor=row.discount.minor, tax_minor=row.tax.minor,
            total_minor=row.total.minor,
        )  # fmt: skip


class SalesReport(BaseModel):
    """Sales by a key, refunds and voids taken off."""

    rows: list[SalesRowOut]
    currency: str

    @classmethod
    def of(cls, rows: Iterable[SalesRow], currency: Currency) -> "SalesReport":
        """Rows as JSON has them."""
        return cls(rows=[SalesRowOut.of(row) for row in rows], currency=currency.code)


class BasketReport(BaseModel):
    """An average sale; lines and pieces in hundredths."""

    orders: int
    lines_hundredths: int
    pieces_hundredths: int
    total_minor: int
    currency: str

    @classmethod
    def of(cls, size: BasketSize) -> "BasketReport":
        """A size as JSON has it."""
        return cls(
            orders=size.orders, lines_hundredths=size.lines_hundredths,
            pieces_hundredths=size.pieces_hundredths, total_minor=size.total.minor,
            currency=size.total.currency.code,
        )  # fmt: skip


class RecognitionReport(BaseModel):
    """What the counters saw, by what came of it; shares are of `seen`, 0 to 1."""

    seen: int
    found: int
    asked: int
    corrected: int
    unknown: int
    asked_share: float
    corrected_share: float
    unknown_share: float

    @classmethod
    def of(cls, quality: RecognitionQuality) -> "RecognitionReport":
        """A quality as JSON has it."""
        return cls(
            seen=quality.seen, found=quality.found, asked=quality.asked,
            corrected=quality.corrected, unknown=quality.unknown,
            asked_share=float(quality.asked_share),
            corrected_share=float(quality.corrected_share),
            unknown_share=float(quality.unknown_share),
        )  # fmt: skip


class CoverRow(BaseModel):
    """One product: what is there, what was sold in the days, tenths of days that it lasts."""

    sku: str
    on_hand: int
    sold: int
    days_tenths: int | None


class CoverReport(BaseModel):
    """The stock of a store, what lasts shortest first; null lasts for ever."""

    rows: list[CoverRow]

    @classmethod
    def of(cls, covers: Iterable[StockCover]) -> "CoverReport":
        """Covers as JSON has them."""
        rows = [
            CoverRow(
                sku=each.sku, on_hand=each.on_hand, sold=each.sold, days_tenths=each.days_tenths
            )
            for each in covers
        ]
        return cls(rows=rows)
