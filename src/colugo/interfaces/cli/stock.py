"""`colugo stock ...`: deliveries, counts, waste and what lies in a store."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated
from uuid import UUID, uuid4

import typer
from rich.table import Table

from colugo.checkout.sales import Stockroom
from colugo.errors import StockMoveInvalid
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.people import ByName, acting
from colugo.shop.orders import By
from colugo.shop.stock import ReorderLevel, StockMove

app = typer.Typer(help="Stock: a ledger of what came and went.", no_args_is_help=True)

Act = Callable[[Stockroom, UUID, str, dict[str, int], By, str], tuple[StockMove, ...]]
Store = Annotated[str, typer.Option("--store", metavar="STORE", help="In which store.")]
Quantities = Annotated[
    list[str],
    typer.Argument(metavar="SKU=N...", help="Pieces, or grams of what is sold by weight."),
]
Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Number of the note, or why.")]
Repeatable = Annotated[
    UUID | None,
    typer.Option("--id", metavar="UUID", help="Makes a repeat harmless; else a new one."),
]


@app.command()
def receive(
    quantities: Quantities, store: Store, note: Note = "", repeat: Repeatable = None,
    by: ByName = None, shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Take in a delivery, all of it or nothing."""
    _keep(Stockroom.receive, quantities, store, note, repeat, by, shop)


@app.command()
def waste(
    quantities: Quantities, store: Store, note: Note = "", repeat: Repeatable = None,
    by: ByName = None, shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Take out what is spoilt or broken."""
    _keep(Stockroom.waste, quantities, store, note, repeat, by, shop)


@app.command()
def count(
    quantities: Quantities, store: Store, note: Note = "", repeat: Repeatable = None,
    by: ByName = None, shop: ShopFolder = None,
) -> None:  # fmt: skip
    """Correct the ledger to what was counted."""
    _keep(Stockroom.count, quantities, store, note, repeat, by, shop)


@app.command("list")
def list_stock(store: Store, shop: ShopFolder = None) -> None:
    """List what lies in a store."""
    table = Table("SKU", "name", "on hand")
    with open_shop(shop) as opened:
        there = Stockroom(opened.database).on_hand(store)
        with opened.database.reading() as work:
            for sku, number in sorted(there.items()):
                product = work.products.find_by_sku(sku)
                table.add_row(sku, "(removed)" if product is None else product.name, str(number))
    print_table(table)


@app.command()
def moves(
    store: Store,
    sku: Annotated[str | None, typer.Option(metavar="SKU", help="Of this product only.")] = None,
    shop: ShopFolder = None,
) -> None:
    """List what came and went, the oldest first."""
    table = Table("when", "SKU", "kind", "quantity", "by", "reference")
    with open_shop(shop) as opened:
        with opened.database.reading() as work:
            place = work.stores.get(store)
        for move in Stockroom(opened.database).moves(store, sku):
            when = place.local(move.at).strftime("%Y-%m-%d %H:%M:%S")
            quantity = f"{move.quantity:+d}"
            table.add_row(when, move.sku, move.kind, quantity, move.made_by, move.reference)
    print_table(table)


@app.command()
def level(
    sku: Annotated[str, typer.Argument(metavar="SKU", help="Of which product.")],
    store: Store,
    at: Annotated[int, typer.Option(metavar="N", help="At so few or fewer, order.")],
    target: Annotated[int, typer.Option(metavar="N", help="Order up to so many.")],
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Say when to order more of a product."""
    with open_shop(shop) as opened:
        reorder = ReorderLevel(store, sku, at, target)
        Stockroom(opened.database).set_level(reorder, acting(by))
    out.print(f"{sku}: at {at} or fewer in {store}, order up to {target}")


@app.command()
def alerts(store: Store, shop: ShopFolder = None) -> None:
    """List what is low, and how much of it to order."""
    table = Table("SKU", "on hand", "to order")
    with open_shop(shop) as opened:
        for alert in Stockroom(opened.database).alerts(store):
            table.add_row(alert.sku, str(alert.on_hand), str(alert.to_order))
    print_table(table)


def _keep(
    act: Act, quantities: list[str], store: str, note: str, repeat: UUID | None, by: str | None,
    shop: Path | None,
) -> None:  # fmt: skip
    wanted = _read(quantities)
    with open_shop(shop) as opened:
        room = Stockroom(opened.database)
        added = act(room, repeat or uuid4(), store, wanted, acting(by), note)
    for move in added:
        out.print(f"{move.kind}  {move.sku}  {move.quantity:+d}")
    if not added:
        out.print("nothing to change: the ledger says so already")


def _read(quantities: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for text in quantities:
        sku, sign, number = text.rpartition("=")
        if not sign or not number.isascii() or not number.isdecimal():
            raise StockMoveInvalid(text, "is not SKU=N with a whole number")
        if sku in found:
            raise StockMoveInvalid(sku, "is named twice")
        found[sku] = int(number)
    return found
