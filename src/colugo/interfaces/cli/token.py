"""`colugo token ...`: who may call the network service, on the command line."""

from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout.access import Access
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.people import ByName, acting
from colugo.shop.people import ROLES, Role

app = typer.Typer(help="Tokens: who may call the network service.", no_args_is_help=True)

_LARGEST_NUMBER = 2**63 - 1  # Source: SQLite, a row number has 64 bits and a sign


@app.command()
def add(
    who: Annotated[str, typer.Argument(metavar="NAME", help="Person or device it is for.")],
    role: Annotated[
        str, typer.Option(metavar="ROLE", help=f"One of {', '.join(ROLES)}.")
    ] = "device",
    store: Annotated[
        str | None, typer.Option(metavar="ID", help="Good for nothing outside this store.")
    ] = None,
    counter: Annotated[
        str | None, typer.Option(metavar="ID", help="Nor at another counter of the store.")
    ] = None,
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Make a token and print it, this once."""
    with open_shop(shop) as opened:
        chosen: Role = role  # type: ignore[assignment]  # checked by Principal
        kept, token = Access(opened.database).add(
            who, chosen, acting(by), store_id=store, counter_id=counter
        )
    out.print(f"token {kept.id} for {kept.principal.who}, {kept.principal.role}; shown this once:")
    out.print(token)


@app.command("list")
def list_tokens(shop: ShopFolder = None) -> None:
    """List the tokens that were given out; the tokens themselves are not kept."""
    table = Table("token", "name", "role", "where", "made", "revoked")
    with open_shop(shop) as opened:
        for kept in Access(opened.database).tokens():
            made, gone = f"{kept.created_at:%Y-%m-%d %H:%M}", kept.revoked_at
            revoked = "" if gone is None else f"{gone:%Y-%m-%d %H:%M}"
            principal = kept.principal
            places = [*sorted(principal.store_ids), principal.counter_id or ""]
            where = " ".join(places).strip() or "all stores"
            table.add_row(str(kept.id), principal.who, principal.role, where, made, revoked)
    print_table(table)


@app.command()
def revoke(
    token_id: Annotated[
        int,
        typer.Argument(metavar="TOKEN", min=1, max=_LARGEST_NUMBER, help="Its number in the list."),
    ],
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Let a token in no more, from the next request on."""
    with open_shop(shop) as opened:
        revoked = Access(opened.database).revoke(token_id, acting(by))
    out.print(f"revoked token {revoked.id} of {revoked.principal.who}")
