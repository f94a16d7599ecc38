"""The dashboard, and the same for a wall: what the reports say, drawn anew as it changes."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from nicegui import events, ui

from colugo.interfaces.admin import charts
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.figures import Figures, read_figures, span_of
from colugo.interfaces.admin.frame import head, icon_button
from colugo.interfaces.admin.stores import StoreChoice
from colugo.interfaces.admin.words import Words
from colugo.shop.people import Store

Draw = Callable[[Figures, Words, charts.Look], charts.Options]
_CHARTS: Final[dict[str, Draw]] = {
    "hours": charts.hours, "ranking": charts.ranking, "days": charts.days,
    "stores": charts.stores, "stock": charts.stock_and_sales, "cover": charts.cover,
    "recognition": charts.recognition, "categories": charts.categories,
}  # fmt: skip
_WIDE: Final = frozenset({"hours", "stock"})
_DAYS: Final = (1, 7, 30)
_SOON_S, _LATER_S = 10, 60  # between looks at a day, and at many: these are read whole
_FULL_SCREEN: Final = "() => document.documentElement.requestFullscreen()"


async def draw(desk: Desk) -> None:
    """Draw the dashboard."""
    await _Board(desk, await desk.stores(), charts.PAPER).draw()


async def draw_wall(desk: Desk) -> None:
    """Draw the same for a wall: dark, and nothing else on the screen."""
    ui.query("body").classes("wall")
    ui.dark_mode(True)
    await _Board(desk, await desk.stores(), charts.WALL).draw()


class _Board:
    """Figures and charts of one store or all."""

    def __init__(self, desk: Desk, stores: Sequence[Store], look: charts.Look) -> None:
        self._desk, self._stores, self._look = desk, stores, look
        self._days = _days_asked()
        self._choice = StoreChoice(desk, stores, self.show)

    async def draw(self) -> None:
        """Draw everything, and draw it anew now and then."""
        self._draw_head()
        with ui.element("div").classes("figures").props("aria-live=polite"):
            keys = ("total", "before", "orders", "basket", "lines", "asked", "low")
            self._labels = {key: self._draw_figure(key) for key in keys}
        with ui.element("div").classes("charts"):
            self._drawn = {key: self._draw_chart(key) for key in _CHARTS}
            self._tables = {key: self._draw_table(key) for key in ("together", "alarms")}
        await self.show()
        self._timer = ui.timer(self._interval_s, self.show, immediate=False)

    async def show(self) -> None:
        """Read the figures and show them."""
        now, where = datetime.now(UTC), self._choice.store_id
        span = span_of(self._stores, where, now, self._days)
        figures = await self._desk.do(
            "read_reports",
            lambda _: read_figures(self._desk.shop, self._stores, span, now, self._desk.language),
            store_id=where,
        )
        self._show_figures(figures)
        for key, chart in self._drawn.items():
            chart.options.clear()
            chart.options.update(_CHARTS[key](figures, self._desk.words, self._look))
            chart.update()
        self._show_tables(figures)

    def _draw_head(self) -> None:
        words = self._desk.words
        with head(words("pages.dashboard")):
            self._at = ui.label().classes("soft num")
            self._choice.draw()
            keys = {
                days: "dashboard.today" if days == 1 else "dashboard.last_days" for days in _DAYS
            }
            spans = {days: words(key, days=days) for days, key in keys.items()}
            choice = ui.select(spans, value=self._days, label=words("dashboard.span"))
            choice.props("outlined dense").style("min-width:9rem")
            choice.on_value_change(self._choose_days)
            if self._look is charts.PAPER:
                ui.button(
                    words("dashboard.wall"), icon="tv", on_click=lambda: ui.navigate.to("/wall")
                ).props("flat")
            else:
                full = icon_button("fullscreen", words("dashboard.full_screen"))
                full.on("click", js_handler=_FULL_SCREEN)

    async def _choose_days(self, event: events.ValueChangeEventArguments[int]) -> None:
        self._days = event.value
        self._timer.interval = self._interval_s
        await self.show()

    @property
    def _interval_s(self) -> float:
        return _SOON_S if self._days == 1 else _LATER_S

    def _draw_figure(self, key: str) -> ui.label:
        with ui.element("div").classes("card"):
            currency = self._desk.shop.currency.code
            ui.label(self._desk.words(f"dashboard.{key}", currency=currency)).classes("soft")
            return ui.label().classes("big num").props(f"id=figure-{key}")

    def _draw_chart(self, key: str) -> ui.echart:
        title = self._desk.words(f"dashboard.{key}")
        with ui.element("section").classes("card wide" if key in _WIDE else "card"):
            ui.label(title).classes("card-title").props("role=heading aria-level=2")
            return ui.echart({}).classes("chart").props(f'role=img aria-label="{title}"')

    def _draw_table(self, key: str) -> ui.element:
        title = self._desk.words(f"dashboard.{key}")
        with ui.element("section").classes("card"):
            ui.label(title).classes("card-title").props("role=heading aria-level=2")
            return ui.element("div").classes("chart").style("overflow:auto").props("tabindex=0")

    def _show_figures(self, figures: Figures) -> None:
        zone = ZoneInfo(self._stores[0].time_zone) if self._stores else UTC
        self._at.set_text(figures.at.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S"))
        baskets, quality = figures.baskets, figures.quality
        doubtful = quality.asked_share + quality.unknown_share
        told = {
            "total": figures.total.decimal_text(), "before": figures.before.decimal_text(),
            "orders": str(baskets.orders), "basket": baskets.total.decimal_text(),
            "lines": f"{baskets.lines_hundredths / 100:.2f}",
            "asked": f"{float(doubtful):.1%}" if quality.seen else "—",
            "low": str(len(figures.alerts)),
        }  # fmt: skip
        for key, label in self._labels.items():
            label.set_text(told[key])
        self._labels["low"].classes(replace="big num bad" if figures.alerts else "big num")

    def _show_tables(self, figures: Figures) -> None:
        names, words = figures.names, self._desk.words
        pairs = [
            (f"{names[each.sku]} + {names[each.other_sku]}", str(each.orders))
            for each in figures.together
        ]
        low = [
            (f"{names[each.sku]} · {names[each.store_id]}", f"{each.on_hand} → +{each.to_order}")
            for each in figures.alerts
        ]
        for key, rows, end in (("together", pairs, "orders"), ("alarms", low, "to_order")):
            heads = words("products.name"), words(f"dashboard.{end}")
            self._tables[key].clear()
            with self._tables[key]:
                _plain(heads, rows, words("dashboard.none"))


def _days_asked() -> int:
    """The time that the address asks for, so that a wall comes back as it was; else today."""
    asked = ui.context.client.request.query_params.get("days", "")
    return next((days for days in _DAYS if str(days) == asked), _DAYS[0])


def _plain(heads: tuple[str, str], rows: Sequence[tuple[str, str]], none: str) -> None:
    """A table of two columns that needs no more than to be read."""
    if not rows:
        ui.label(none).classes("soft")
        return
    with ui.element("table").classes("plain"):
        with ui.element("tr"):
            _cell("th", heads[0])
            _cell("th", heads[1], "end")
        for left, right in rows:
            with ui.element("tr"):
                _cell("td", left)
                _cell("td", right, "end")


def _cell(tag: str, text: str, classes: str = "") -> None:
    with ui.element(tag).classes(classes):
        ui.label(text)
