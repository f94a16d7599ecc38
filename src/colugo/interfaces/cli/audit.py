"""`colugo audit ...`: who did what, and whether the log was changed."""

import json
from typing import Annotated

import typer
from rich.table import Table

from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table

app = typer.Typer(help="The audit log: who did what, in a chain.", no_args_is_help=True)


@app.command()
def verify(shop: ShopFolder = None) -> None:
    """Check the chain of the whole log; names the first entry that was changed."""
    with open_shop(shop) as opened, opened.database.reading() as work:
        broken = work.audit.find_broken()
        if broken is not None:
            raise broken
        last = work.audit.last()
    if last is None:
        out.print("the log is empty")
    else:
        out.print(f"{last.number} entries, none changed; the last hash is {last.hash}")


@app.command("list")
def list_entries(
    after: Annotated[int, typer.Option(min=0, metavar="N", help="Begin behind this number.")] = 0,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="Entries at most.")] = 100,
    shop: ShopFolder = None,
) -> None:
    """List the entries, the oldest first."""
    table = Table("number", "when", "who", "role", "action", "subject", "details")
    with open_shop(shop) as opened, opened.database.reading() as work:
        for entry in work.audit.entries(after, limit):
            table.add_row(
                str(entry.number), entry.at.strftime("%Y-%m-%d %H:%M:%S"), entry.who, entry.role,
                entry.action, entry.subject, json.dumps(entry.details, ensure_ascii=False),
            )  # fmt: skip
    print_table(table)
