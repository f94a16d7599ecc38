"""A recognised scene as table, as JSON, and as marks to draw. Decides nothing."""

from typing import Any

from rich.table import Table
from rich.text import Text

from colugo.checkout import Recognition, Shop, Verdict
from colugo.shop import Line
from colugo.vision import Mark


def as_table(shop: Shop, recognition: Recognition) -> Table:
    """The list that people read: lines, then what is asked and what is unknown, the total."""
    basket = recognition.basket
    table = Table("product", "quantity", "unit price", "total", show_footer=True)
    for column in table.columns[1:]:
        column.justify = "right"
    for line in basket.lines:
        price, total = line.product.price.format(), line.total.format()
        table.add_row(Text(line.product.name), str(line.quantity), price, total)
    for verdict in recognition.unsure:
        names = "\n  or ".join(shop.product(each.sku).name for each in verdict.candidates)
        table.add_row(Text(f"? {names}", style="yellow"), "1", "?", "?")
    for verdict in recognition.unknown:
        left, top, right, bottom = (round(edge) for edge in verdict.xyxy)
        place = f"× unknown, at {left},{top} to {right},{bottom}"
        table.add_row(Text(place, style="red"), "1", "?", "?")
    open_count = len(recognition.unsure) + len(recognition.unknown)
    table.columns[0].footer = "total" if not open_count else f"total without {open_count} open"
    table.columns[1].footer = str(sum(line.quantity for line in basket.lines))
    table.columns[3].footer = basket.total.format()
    return table


def as_facts(shop: Shop, recognition: Recognition) -> dict[str, Any]:
    """The object that `--json` prints, of plain values."""
    return {
        "lines": [_line(line) for line in recognition.basket.lines],
        "verdicts": [_verdict(verdict) for verdict in recognition.verdicts],
        "total_minor": recognition.basket.total.minor,
        "currency": shop.currency.code,
    }


def marks(shop: Shop, recognition: Recognition) -> list[Mark]:
    """What to draw on the scene."""
    return [_mark(shop, verdict) for verdict in recognition.verdicts]


def _line(line: Line) -> dict[str, Any]:
    return {
        "sku": line.product.sku,
        "name": line.product.name,
        "quantity": line.quantity,
        "unit_price_minor": line.product.price.minor,
        "total_minor": line.total.minor,
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "xyxy": [round(edge, 1) for edge in verdict.xyxy],
        "score": round(verdict.score, 4),
        "verdict": verdict.kind,
        "sku": verdict.sku,
        "similarity": None if verdict.similarity is None else round(verdict.similarity, 4),
        "candidates": [
            {"sku": each.sku, "similarity": round(each.similarity, 4)}
            for each in verdict.candidates
        ],
    }


def _mark(shop: Shop, verdict: Verdict) -> Mark:
    if not verdict.candidates:
        return Mark(verdict.xyxy, verdict.kind, "")
    product = shop.product(verdict.candidates[0].sku)
    note = product.price.format() if verdict.kind == "known" else ""
    return Mark(verdict.xyxy, verdict.kind, product.name, note, product.sku)
