"""Routes of reports. Decides nothing."""

from typing import Annotated

from fastapi import Query
from pydantic import AwareDatetime

from colugo.checkout.reports import Reports, SalesKey, Span
from colugo.interfaces.admission import now
from colugo.interfaces.rest.context import TheShop
from colugo.interfaces.rest.report_shapes import (
    BasketReport,
    CoverReport,
    RecognitionReport,
    SalesReport,
)

StoreOnly = Annotated[
    str | None, Query(min_length=1, max_length=64, description="Of one store; else of all.")
]
Start = Annotated[AwareDatetime | None, Query(description="From then on.")]
End = Annotated[AwareDatetime | None, Query(description="Until before then.")]


def report_sales(
    shop: TheShop,
    store_id: StoreOnly = None,
    key: Annotated[SalesKey, Query(description="By what.")] = "day",
    start: Start = None,
    end: End = None,
) -> SalesReport:
    """Sum what was sold in a time, less what was taken back in it."""
    rows = Reports(shop.database).sales(key, Span(store_id, start, end))
    return SalesReport.of(rows, shop.currency)


def report_top(
    shop: TheShop,
    store_id: StoreOnly = None,
    count: Annotated[int, Query(ge=1, le=1000, description="So many.")] = 10,
    start: Start = None,
    end: End = None,
) -> SalesReport:
    """List the products that brought in most."""
    rows = Reports(shop.database).top(Span(store_id, start, end), count)
    return SalesReport.of(rows, shop.currency)


def report_baskets(
    shop: TheShop, store_id: StoreOnly = None, start: Start = None, end: End = None
) -> BasketReport:
    """Say what a sale holds on average."""
    return BasketReport.of(Reports(shop.database).baskets(Span(store_id, start, end)))


def report_recognition(
    shop: TheShop, store_id: StoreOnly = None, start: Start = None, end: End = None
) -> RecognitionReport:
    """Say how much of what the counters saw was asked about, corrected or unknown."""
    return RecognitionReport.of(Reports(shop.database).recognition(Span(store_id, start, end)))


def report_cover(
    shop: TheShop,
    store_id: Annotated[str, Query(min_length=1, max_length=64, description="Of which store.")],
    days: Annotated[int, Query(ge=1, le=366, description="That give the rate.")] = 28,
) -> CoverReport:
    """Say for how long the stock of a store lasts, the shortest first."""
    return CoverReport.of(Reports(shop.database).cover(store_id, now(), days))
