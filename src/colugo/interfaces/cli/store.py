"""`colugo store ...`: the stores, and the counters in them."""

from typing import Annotated

import typer
from rich.table import Table

from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.shop.people import Coordinates, Counter, StockPolicy, Store
from colugo.shop.rounding import CashRounding

app = typer.Typer(help="Stores and their counters.", no_args_is_help=True)


@app.command()
def add(
    store_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the store.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="As it stands on receipts.")],
    time_zone: Annotated[
        str, typer.Option(metavar="ZONE", help="IANA name; promotions go by its hours.")
    ] = "Asia/Shanghai",
    stock_policy: Annotated[
        StockPolicy, typer.Option(help="What happens when stock would go below 0.")
    ] = "warn",
    cash_step: Annotated[
        int, typer.Option(min=1, metavar="MINOR", help="Smallest coin, in minor units.")
    ] = 1,
    latitude: Annotated[
        float | None, typer.Option(metavar="DEGREES", help="North above 0; for the dashboard.")
    ] = None,
    longitude: Annotated[
        float | None, typer.Option(metavar="DEGREES", help="East above 0.")
    ] = None,
    shop: ShopFolder = None,
) -> None:
    """Add a store, or change the one of this id."""
    with open_shop(shop) as opened:
        store = Store(
            store_id, name.strip(), opened.currency, time_zone, stock_policy,
            CashRounding(cash_step), place=Coordinates.of(latitude, longitude),
        )  # fmt: skip
        with opened.database.transaction() as work:
            work.stores.save(store)
    out.print(f"store {store.id}  {store.name}, {store.time_zone}")


@app.command()
def counter(
    counter_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the counter.")],
    store: Annotated[str, typer.Option(metavar="STORE", help="The store that it stands in.")],
    name: Annotated[str, typer.Option(metavar="NAME", help="As people call it.")],
    closed: Annotated[bool, typer.Option("--closed", help="It sells nothing for now.")] = False,
    shop: ShopFolder = None,
) -> None:
    """Add a counter, or change the one of this id."""
    added = Counter(counter_id, store, name.strip(), not closed)
    with open_shop(shop) as opened, opened.database.transaction() as work:
        work.stores.save_counter(added)
    out.print(f"counter {added.id}  {added.name} in store {added.store_id}")


@app.command("list")
def list_stores(shop: ShopFolder = None) -> None:
    """List the stores with their counters."""
    table = Table("store", "name", "time zone", "stock below 0", "counters")
    with open_shop(shop) as opened, opened.database.reading() as work:
        for each in work.stores.all():
            counters = ", ".join(
                f"{one.id}{'' if one.is_open else ' (closed)'}"
                for one in work.stores.counters(each.id)
            )
            table.add_row(each.id, each.name, each.time_zone, each.stock_policy, counters)
    print_table(table)
