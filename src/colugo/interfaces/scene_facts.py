"""A recognised scene as plain values, and as marks to draw. Decides nothing."""

from collections.abc import Mapping
from typing import Any

from colugo.checkout import Recognition, Shop, Verdict
from colugo.shop import Line, Money
from colugo.vision import Mark


def as_facts(shop: Shop, recognition: Recognition) -> dict[str, Any]:
    """The scene as an object of plain values, as every interface gives it."""
    return {
        "lines": [_line(line) for line in recognition.basket.lines],
        "verdicts": [_verdict(verdict) for verdict in recognition.verdicts],
        "total_minor": recognition.basket.total.minor,
        "currency": shop.currency.code,
    }


def marks(shop: Shop, recognition: Recognition) -> list[Mark]:
    """What to draw on the scene."""
    prices = {line.product.sku: line.product.price for line in recognition.basket.lines}
    return [_mark(shop, verdict, prices) for verdict in recognition.verdicts]


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
        "chance": round(verdict.chance, 4),
        "by": verdict.by,
        "similarity": None if verdict.similarity is None else round(verdict.similarity, 4),
        "candidates": [
            {"sku": each.sku, "similarity": round(each.similarity, 4)}
            for each in verdict.candidates
        ],
    }


def _mark(shop: Shop, verdict: Verdict, prices: Mapping[str, Money]) -> Mark:
    if not verdict.candidates:
        return Mark(verdict.xyxy, verdict.kind, "")
    product = shop.product(verdict.candidates[0].sku)
    note = prices[product.sku].format() if verdict.kind == "known" else ""
    return Mark(verdict.xyxy, verdict.kind, product.name, note, product.sku)
