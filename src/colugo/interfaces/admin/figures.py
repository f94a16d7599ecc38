"""The figures of the dashboard, read from the reports at one moment. Sums nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from colugo.checkout import Shop
from colugo.checkout.reports import Reports, Span
from colugo.checkout.sales import Stockroom
from colugo.shop import Money
from colugo.shop.people import Store
from colugo.shop.reports import BasketSize, Pair, RecognitionQuality, SalesRow, StockCover
from colugo.shop.stock import Alert

_RANKED = 8  # products and pairs: as many as are read at a glance


@dataclass(frozen=True)
class Figures:
    """What happened in a time, and what is in stock at its end.

    Attributes:
        total: of all sales, less what was taken back.
        before: the same of as long a time before.
        covers: of the stores that are looked at, the shortest first.
        names: of products and stores, by SKU and id.
        places: longitude and latitude of the stores that have them, in degrees.
    """

    at: datetime
    total: Money
    before: Money
    hours: tuple[SalesRow, ...]
    days: tuple[SalesRow, ...]
    stores: tuple[SalesRow, ...]
    categories: tuple[SalesRow, ...]
    top: tuple[SalesRow, ...]
    baskets: BasketSize
    together: tuple[Pair, ...]
    quality: RecognitionQuality
    covers: tuple[StockCover, ...]
    alerts: tuple[Alert, ...]
    names: dict[str, str]
    places: dict[str, tuple[float, float]]


def span_of(stores: Sequence[Store], store_id: str | None, at: datetime, days: int) -> Span:
    """The last `days` days, today among them, by the clock of the store; until now.

    Args:
        stores: of which the clock of the first counts where no one of them is chosen.
        store_id: of the store that is looked at; None for all.
        at: now.
        days: 1 for today alone.
    """
    chosen = next((each for each in stores if each.id == store_id), next(iter(stores), None))
    zone = ZoneInfo(chosen.time_zone if chosen is not None else "Asia/Shanghai")
    first = at.astimezone(zone).date() - timedelta(days=days - 1)
    return Span(store_id, datetime.combine(first, time(), zone), at)


def read_figures(
    shop: Shop, stores: Sequence[Store], span: Span, at: datetime, language: str
) -> Figures:
    """Read what the dashboard shows.

    Args:
        shop: of which.
        stores: that may be looked at; of which the stock is read.
        span: which sales.
        at: now.
        language: of the names of products.
    """
    reports, room = Reports(shop.database), Stockroom(shop.database)
    here = [each.id for each in stores if span.store_id in (None, each.id)]
    by_store, top = reports.sales("store", span), reports.top(span, _RANKED)
    covers = [cover for each in here for cover in reports.cover(each, at)]
    alerts = tuple(alert for each in here for alert in room.alerts(each))
    together = reports.together(span, _RANKED)
    skus = {row.key for row in top} | {each.sku for each in covers} | {each.sku for each in alerts}
    skus |= {sku for pair in together for sku in (pair.sku, pair.other_sku)}
    return Figures(
        at, _sum(shop, by_store), _sum(shop, reports.sales("store", _before(span, at))),
        reports.sales("hour", span), reports.sales("day", span), by_store,
        reports.sales("category", span), top, reports.baskets(span), together,
        reports.recognition(span),
        tuple(sorted(covers, key=lambda each: (each.days_tenths is None, each.days_tenths or 0))),
        alerts, _names(shop, skus, stores, language),
        {each.id: (each.place.longitude, each.place.latitude) for each in stores if each.place},
    )  # fmt: skip


def _before(span: Span, at: datetime) -> Span:
    """As long a time before: at the same hour of the days before."""
    assert span.start is not None
    days = timedelta(days=(at - span.start).days + 1)
    return Span(span.store_id, span.start - days, at - days)


def _sum(shop: Shop, rows: Sequence[SalesRow]) -> Money:
    return sum((row.total for row in rows), Money.zero(shop.currency))


def _names(shop: Shop, skus: set[str], stores: Sequence[Store], language: str) -> dict[str, str]:
    names = {each.id: each.name for each in stores}
    with shop.database.reading() as work:
        for sku in sorted(skus):
            product = work.products.find_by_sku(sku)  # one that was removed is shown by its SKU
            names[sku] = sku if product is None else product.name_in(language)
        for category in work.categories.tree().categories:
            is_english = language == "en" and category.name_en
            names[category.id] = category.name_en if is_english else category.name
    return names
