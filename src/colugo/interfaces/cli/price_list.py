"""`colugo price-list ...`: prices that hold for a time or in one store."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout.price_files import read_price_list, write_price_list
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.pricing_options import (
    From,
    StoreOnly,
    Until,
    period_of,
    period_text,
)

app = typer.Typer(
    help="Price lists: prices for a time or a store, over those of the products.",
    no_args_is_help=True,
)

ListId = Annotated[str, typer.Argument(metavar="ID", help="Id of the list.")]


@app.command("import")
def import_list(
    list_id: ListId,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Columns sku and price.")],
    store: StoreOnly = None,
    start: From = None,
    until: Until = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say it, and change nothing.")] = False,
    shop: ShopFolder = None,
) -> None:
    """Keep a list from a CSV file, all of it or nothing, in place of the one of this id."""
    with open_shop(shop) as opened:
        made = read_price_list(
            opened.database, list_id, file, store_id=store, period=period_of(start, until)
        )
        if not dry_run:
            opened.save_price_list(made)
    out.print(f"{'would keep' if dry_run else 'kept'} {len(made.prices)} prices in {made.id}")


@app.command()
def export(
    list_id: ListId,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="Made or written over.")],
    shop: ShopFolder = None,
) -> None:
    """Write a list as a CSV file that an import reads back."""
    with open_shop(shop) as opened:
        file.write_bytes(write_price_list(opened.price_list(list_id)))
    out.print(f"wrote {file}")


@app.command()
def remove(list_id: ListId, shop: ShopFolder = None) -> None:
    """Remove a list; the prices of the products count again."""
    with open_shop(shop) as opened:
        opened.remove_price_list(list_id)
    out.print(f"removed price list {list_id}")


@app.command("list")
def show_lists(shop: ShopFolder = None) -> None:
    """List the price lists."""
    table = Table("list", "store", "holds", "prices")
    with open_shop(shop) as opened:
        for each in opened.price_lists():
            holds = period_text(each.period) or "always"
            table.add_row(each.id, each.store_id or "all", holds, str(len(each.prices)))
    print_table(table)
