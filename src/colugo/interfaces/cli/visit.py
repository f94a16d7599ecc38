"""`colugo visit ...`: who is at which counter, and the way out where a visit is stuck."""

from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout import Shop
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.people import ByName, acting
from colugo.shop import Money
from colugo.shop.orders import By

app = typer.Typer(help="Visits to the counters.", no_args_is_help=True)


@app.command("list")
def list_visits(by: ByName = None, shop: ShopFolder = None) -> None:
    """List the counters and how far the visit at each has come."""
    table = Table("counter", "state", "since", "in the way", "lines", "total", "help")
    with open_shop(shop) as opened:
        with opened.database.reading() as work:
            counters = work.stores.counters()
        for counter in counters:
            table.add_row(counter.id, *_row(opened, counter.id, acting(by)))
    print_table(table)


@app.command()
def end(
    counter: Annotated[str, typer.Argument(metavar="COUNTER", help="Where somebody is.")],
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """End a visit that is not paid, or one that waits for its goods to be taken away.

    A payment that is open is ended and its order voided; the audit log keeps what it held.
    """
    with open_shop(shop) as opened:
        who = acting(by)
        opened.visits.cancel(counter, who)
        if opened.visits.get(counter, who).visit.state == "leaving":
            opened.visits.cancel(counter, who)
        state = opened.visits.get(counter, who).visit.state
    out.print(f"counter {counter} is {state}")


def _row(shop: Shop, counter_id: str, by: By) -> tuple[str, ...]:
    view = shop.visits.get(counter_id, by)
    visit, lines = view.visit, () if view.settled is None else view.settled.lines
    total = sum((line.total for line in lines), Money.zero(shop.currency))
    return (
        visit.state,
        "" if visit.since is None else f"{visit.since:%Y-%m-%d %H:%M} UTC",
        "" if view.side is None else view.side.kind,
        str(len(lines)),
        total.format() if lines else "",
        "" if visit.help is None else visit.help.reason,
    )
