"""`colugo report ...`: what was sold, seen and lies there, as tables or CSV."""

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout.reports import Reports, SalesKey, Span
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.pricing_options import From, StoreOnly, Until, in_utc
from colugo.shop.reports import SalesRow

app = typer.Typer(help="Reports: sales, baskets, stock, recognition.", no_args_is_help=True)

AsCsv = Annotated[bool, typer.Option("--csv", help="As CSV, amounts in major units.")]
_SALES = ("orders", "pieces", "kg", "discount", "tax", "total")


@app.command()
def sales(
    by: Annotated[SalesKey, typer.Option("--by", help="By what.")] = "day",
    store: StoreOnly = None, start: From = None, until: Until = None, as_csv: AsCsv = False,
    shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Sum what was sold in a time, less what was taken back in it."""
    with open_shop(shop) as opened:
        rows = Reports(opened.database).sales(by, _span(store, start, until))
    _show((by, *_SALES), map(_cells, rows), as_csv)


@app.command()
def top(
    count: Annotated[int, typer.Option(min=1, metavar="N", help="So many.")] = 10,
    store: StoreOnly = None, start: From = None, until: Until = None, as_csv: AsCsv = False,
    shop: ShopFolder = None,
) -> None:  # fmt: skip
    """List the products that brought in most."""
    with open_shop(shop) as opened:
        rows = Reports(opened.database).top(_span(store, start, until), count)
    _show(("product", *_SALES), map(_cells, rows), as_csv)


@app.command()
def baskets(
    store: StoreOnly = None, start: From = None, until: Until = None, as_csv: AsCsv = False,
    shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Say what a sale holds on average."""
    with open_shop(shop) as opened:
        size = Reports(opened.database).baskets(_span(store, start, until))
    lines, pieces = (f"{n / 100:.2f}" for n in (size.lines_hundredths, size.pieces_hundredths))
    row = (str(size.orders), lines, pieces, size.total.decimal_text())
    _show(("orders", "lines each", "pieces each", "amount each"), [row], as_csv)


@app.command()
def recognition(
    store: StoreOnly = None, start: From = None, until: Until = None, as_csv: AsCsv = False,
    shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Say how much of what the counters saw was asked about, corrected or unknown."""
    with open_shop(shop) as opened:
        seen = Reports(opened.database).recognition(_span(store, start, until))
    rows = [
        ("seen", str(seen.seen), ""),
        ("asked about", str(seen.asked), f"{float(seen.asked_share):.1%}"),
        ("corrected", str(seen.corrected), f"{float(seen.corrected_share):.1%}"),
        ("unknown", str(seen.unknown), f"{float(seen.unknown_share):.1%}"),
    ]
    _show(("what", "count", "share"), rows, as_csv)


@app.command()
def cover(
    store: Annotated[str, typer.Option("--store", metavar="STORE", help="Of which store.")],
    days: Annotated[int, typer.Option(min=1, max=366, help="That give the rate.")] = 28,
    as_csv: AsCsv = False,
    shop: ShopFolder = None,
) -> None:
    """Say for how long the stock of a store lasts, the shortest first."""
    with open_shop(shop) as opened:
        rows = Reports(opened.database).cover(store, datetime.now(UTC), days)
    cells = [
        (
            row.sku, str(row.on_hand), str(row.sold),
            "" if row.days_tenths is None else f"{row.days_tenths / 10:.1f}",
        )
        for row in rows
    ]  # fmt: skip
    _show(("product", "on hand", f"sold in {days} days", "lasts days"), cells, as_csv)


def _span(store: str | None, start: datetime | None, until: datetime | None) -> Span:
    return Span(store, in_utc(start), in_utc(until))


def _cells(row: SalesRow) -> tuple[str, ...]:
    amounts = (each.decimal_text() for each in (row.discount, row.tax, row.total))
    weight = f"{row.grams / 1000:.3f}" if row.grams else ""
    return (row.key or "(none)", str(row.orders), str(row.pieces), weight, *amounts)


def _show(head: Sequence[str], rows: Iterable[Sequence[str]], as_csv: bool) -> None:
    if as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)
        return
    table = Table(head[0])
    for name in head[1:]:
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(*row)
    if table.row_count:
        print_table(table)
    else:
        out.print("nothing in that time")
