"""What ECharts is told to draw: options made of figures, plain data. Reads and sums nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import Any, Final

from colugo.interfaces.admin import theme
from colugo.interfaces.admin.figures import Figures
from colugo.interfaces.admin.words import Words
from colugo.shop import Money
from colugo.shop.reports import SalesRow, StockCover

Options = dict[str, Any]
_COVER_SHOWN: Final = 8
_FULL_COVER_DAYS: Final = 30  # the end of the gauge: more than a month is no news
_SHORT_DAYS: Final = 3  # below it a delivery hardly comes in time
_FAIR_DAYS: Final = 7
_SMALLEST_PX, _LARGEST_PX = 10, 34  # across a disc of a store


@dataclass(frozen=True)
class Look:
    """Colours of text and lines, for paper or for the wall."""

    ink: str
    soft: str
    line: str


PAPER: Final = Look(theme.INK, theme.SOFT_INK, theme.LINE)
WALL: Final = Look(theme.WALL_INK, theme.WALL_SOFT, theme.WALL_LINE)


def number_of(money: Money) -> float:
    """An amount as a chart draws it, in whole units of the currency."""
    return float(money.decimal_text())


def hours(figures: Figures, words: Words, look: Look) -> Options:
    """Sales by the hour of the day, 24 bars."""
    by_hour = {row.key: number_of(row.total) for row in figures.hours}
    keys = [f"{hour:02}" for hour in range(24)]
    bars = {"type": "bar", "data": [by_hour.get(key, 0) for key in keys], "barMaxWidth": 22}
    return _grid(look) | {
        "xAxis": _names(keys, look), "yAxis": _values(look),
        "series": [bars | {"name": words("charts.sales"), "itemStyle": _bar(0)}],
    }  # fmt: skip


def days(figures: Figures, words: Words, look: Look) -> Options:
    """Sales by day, a line."""
    line = {
        "type": "line", "name": words("charts.sales"), "smooth": True, "symbolSize": 7,
        "data": [number_of(row.total) for row in figures.days], "areaStyle": {"opacity": 0.12},
        "itemStyle": {"color": theme.SERIES[2]},
    }  # fmt: skip
    keys = [row.key[5:] for row in figures.days]
    return _grid(look) | {"xAxis": _names(keys, look), "yAxis": _values(look), "series": [line]}


def ranking(figures: Figures, words: Words, look: Look) -> Options:
    """The products that brought in most, the first on top."""
    return _across(figures.top, figures.names, words("charts.sales"), look, 1)


def stores(figures: Figures, words: Words, look: Look) -> Options:
    """Sales by store: where each of them is, if all have a place; else the largest on top."""
    if figures.stores and all(row.key in figures.places for row in figures.stores):
        return _plane(figures, look)
    rows = sorted(figures.stores, key=lambda row: -row.total.minor)
    return _across(rows, figures.names, words("charts.sales"), look, 5)


def categories(figures: Figures, words: Words, look: Look) -> Options:
    """Shares of the categories, a ring."""
    parts = [
        (figures.names.get(row.key) or row.key or words("charts.no_category"), number_of(row.total))
        for row in figures.categories
        if row.total.minor > 0
    ]
    return _ring(parts, words("dashboard.none"), look)


def recognition(figures: Figures, words: Words, look: Look) -> Options:
    """What the counters found by themselves, asked about, did not know: a ring."""
    seen = figures.quality
    parts = [("charts.found", seen.found), ("charts.asked", seen.asked)]
    parts.append(("charts.unknown", seen.unknown))
    return _ring([(words(key), count) for key, count in parts], words("dashboard.none"), look)


def stock_and_sales(figures: Figures, words: Words, look: Look) -> Options:
    """Of the products whose stock ends first: what is there, and what four weeks sold."""
    shown = [each for each in figures.covers if each.sold > 0][:_COVER_SHOWN]
    labels = [f"{figures.names[each.sku]} · {figures.names[each.store_id]}" for each in shown]
    series: list[Options] = [
        {"name": words("charts.on_hand"), "data": [each.on_hand for each in shown]},
        {"name": words("charts.sold"), "data": [each.sold for each in shown]},
    ]
    for place, each in enumerate(series):
        colour = {"color": theme.SERIES[place * 3]}
        each |= {"type": "bar", "barMaxWidth": 12, "itemStyle": colour}
    return _grid(look) | {
        "legend": {"top": 0, "right": 0, "textStyle": {"color": look.soft}},
        "yAxis": _names(labels, look, 220) | {"inverse": True}, "xAxis": _values(look),
        "series": series,
    }  # fmt: skip


def cover_days(covers: Sequence[StockCover]) -> float | None:
    """The median of the days that the stock of each product lasts; None where nothing sold."""
    known = [each.days_tenths / 10 for each in covers if each.days_tenths is not None]
    return median(known) if known else None


def cover(figures: Figures, words: Words, look: Look) -> Options:
    """For how long the stock lasts: a gauge of the median."""
    lasts = cover_days(figures.covers)
    ends = [_SHORT_DAYS / _FULL_COVER_DAYS, _FAIR_DAYS / _FULL_COVER_DAYS, 1]
    colours = [
        [end, colour] for end, colour in zip(ends, ("#d55e00", "#e69f00", "#0f766e"), strict=True)
    ]
    gauge = {
        "type": "gauge", "min": 0, "max": _FULL_COVER_DAYS, "radius": "92%", "splitNumber": 6,
        "axisLine": {"lineStyle": {"width": 14, "color": colours}},
        "axisLabel": {"color": look.soft, "distance": 20}, "splitLine": {"length": 14},
        "axisTick": {"show": False}, "pointer": {"width": 5, "itemStyle": {"color": look.ink}},
        "detail": {
            "formatter": "—" if lasts is None else words("charts.days", days=f"{lasts:.1f}"),
            "color": look.ink, "fontSize": 22, "offsetCenter": [0, "72%"],
        },
        "data": [{"value": min(lasts or 0, _FULL_COVER_DAYS)}],
    }  # fmt: skip
    return _base(look) | {"series": [gauge]}


def _base(look: Look) -> Options:
    return {
        "animation": False, "textStyle": {"color": look.ink, "fontFamily": theme.FONT},
        "aria": {"enabled": True}, "tooltip": {"trigger": "item", "confine": True},
    }  # fmt: skip


def _grid(look: Look) -> Options:
    room = {"left": 8, "right": 16, "top": 32, "bottom": 8, "containLabel": True}
    return _base(look) | {"grid": room, "tooltip": {"trigger": "axis", "confine": True}}


def _names(keys: Sequence[str], look: Look, width_px: int = 90) -> Options:
    label = {"color": look.soft, "hideOverlap": True, "width": width_px, "overflow": "truncate"}
    return {"type": "category", "data": list(keys), "axisLabel": label, "axisTick": {"show": False}}


def _values(look: Look) -> Options:
    return {
        "type": "value", "axisLabel": {"color": look.soft},
        "splitLine": {"lineStyle": {"color": look.line}},
    }  # fmt: skip


def _bar(place: int) -> Options:
    return {"color": theme.SERIES[place], "borderRadius": [4, 4, 0, 0]}


def _across(
    rows: Sequence[SalesRow], names: dict[str, str], what: str, look: Look, colour: int
) -> Options:
    labels = _names([names.get(row.key, row.key) for row in rows], look, 120)
    exact = [{"formatter": row.total.decimal_text()} for row in rows]
    bars = {
        "type": "bar", "name": what, "barMaxWidth": 20,
        "data": [
            {"value": number_of(row.total), "label": label}
            for row, label in zip(rows, exact, strict=True)
        ], "label": {"show": True, "position": "right", "color": look.ink},
        "itemStyle": {"color": theme.SERIES[colour], "borderRadius": [0, 4, 4, 0]},
    }  # fmt: skip
    room = {"left": 8, "right": 64, "top": 8, "bottom": 8, "containLabel": True}
    values = _values(look) | {"axisLabel": {"show": False}}
    return _grid(look) | {
        "grid": room,
        "xAxis": values,
        "yAxis": labels | {"inverse": True},
        "series": [bars],
    }


def _plane(figures: Figures, look: Look) -> Options:
    """Stores as discs on a plane of longitude and latitude, their areas as their sales."""
    most = max(max(row.total.minor for row in figures.stores), 1)
    discs = [
        {
            "name": figures.names.get(row.key, row.key),
            "value": [*figures.places[row.key], number_of(row.total)],
            "symbolSize": _SMALLEST_PX + _LARGEST_PX * sqrt(max(row.total.minor, 0) / most),
            "label": {"formatter": f"{{b}}\n{row.total.decimal_text()}"},
        }
        for row in figures.stores
    ]  # fmt: skip
    scatter = {
        "type": "scatter", "data": discs, "itemStyle": {"color": theme.SERIES[5], "opacity": 0.85},
        "label": {"show": True, "position": "bottom", "color": look.ink},
    }  # fmt: skip
    axis = _values(look) | {"scale": True, "boundaryGap": ["20%", "20%"]}
    axis["axisLabel"] |= {"formatter": "{value}°"}
    room = {"left": 8, "right": 24, "top": 16, "bottom": 8, "containLabel": True}
    return _base(look) | {"grid": room, "xAxis": axis, "yAxis": axis, "series": [scatter]}


def _ring(parts: Sequence[tuple[str, float]], none: str, look: Look) -> Options:
    ring = {
        "type": "pie", "radius": ["48%", "72%"], "center": ["50%", "54%"],
        "data": [{"name": name, "value": value} for name, value in parts],
        "label": {"color": look.ink, "formatter": "{b}\n{d}%"},
    }  # fmt: skip
    if not any(value for _, value in parts):
        style = {"color": look.soft, "fontSize": 14, "fontWeight": "normal"}
        title = {"text": none, "left": "center", "top": "middle", "textStyle": style}
        return _base(look) | {"title": title}
    return _base(look) | {"series": [ring], "color": list(theme.SERIES)}
