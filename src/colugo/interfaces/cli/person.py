"""`colugo person ...`: people who sign in, on the command line."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout.people import People
from colugo.checkout.wechat_people import WeChatPeople
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.people import ByName, acting
from colugo.shop.people import ROLES, Person, Role, new_password

app = typer.Typer(help="People: who signs in, in which role, where.", no_args_is_help=True)

PersonId = Annotated[str, typer.Argument(metavar="ID", help="What the person signs in with.")]
RoleOption = Annotated[str, typer.Option("--role", metavar="ROLE", help=f"{', '.join(ROLES)}.")]
StoreOption = Annotated[
    list[str] | None,
    typer.Option("--store", metavar="ID", help="Only in it; may be repeated. Without: in all."),
]
MadeUp = Annotated[
    bool, typer.Option("--made-up", help="Make up a password and print it, this once.")
]


@app.command()
def add(
    person_id: PersonId,
    name: Annotated[str, typer.Option(metavar="NAME", help="As the audit log shows it.")],
    role: RoleOption,
    store: StoreOption = None,
    made_up: MadeUp = False,
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Add somebody; the password is asked for, or read from the standard input."""
    chosen: Role = role  # type: ignore[assignment]  # checked by Person
    person = Person(person_id, name, chosen, _stores(store))
    with open_shop(shop) as opened:
        password = _password(made_up)
        People(opened.database).add(person, password, acting(by))
    out.print(f"added {person.id}, {person.role} {_where(person.store_ids)}")
    if made_up:
        out.print(f"password, shown this once: {password}")


@app.command("list")
def list_people(shop: ShopFolder = None) -> None:
    """List everybody who may sign in, or might once."""
    table = Table("id", "name", "role", "stores", "may sign in")
    with open_shop(shop) as opened:
        for kept in People(opened.database).all():
            one = kept.person
            stores = ", ".join(sorted(one.store_ids)) or "all"
            table.add_row(one.id, one.name, one.role, stores, "yes" if one.is_active else "no")
    print_table(table)


@app.command()
def edit(
    person_id: PersonId,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="Another name.")] = None,
    role: Annotated[
        str | None, typer.Option(metavar="ROLE", help=f"Another role: {', '.join(ROLES)}.")
    ] = None,
    store: StoreOption = None,
    all_stores: Annotated[bool, typer.Option("--all-stores", help="In all stores.")] = False,
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Change what is given; the person is signed out everywhere."""
    given: dict[str, object] = {"name": name, "role": role}
    fields = {key: value for key, value in given.items() if value is not None}
    if store or all_stores:
        fields["store_ids"] = _stores(None if all_stores else store)
    with open_shop(shop) as opened:
        people = People(opened.database)
        changed = people.edit(person_id, acting(by), version=None, **fields).person
    out.print(f"{changed.id} is {changed.role} {_where(changed.store_ids)}")


@app.command()
def disable(person_id: PersonId, by: ByName = None, shop: ShopFolder = None) -> None:
    """Let somebody in no more; what they did stays theirs in the audit log."""
    with open_shop(shop) as opened:
        People(opened.database).edit(person_id, acting(by), version=None, is_active=False)
    out.print(f"{person_id} may not sign in any more")


@app.command()
def enable(person_id: PersonId, by: ByName = None, shop: ShopFolder = None) -> None:
    """Let somebody in again who was disabled."""
    with open_shop(shop) as opened:
        People(opened.database).edit(person_id, acting(by), version=None, is_active=True)
    out.print(f"{person_id} may sign in")


@app.command()
def password(
    person_id: PersonId, made_up: MadeUp = False, by: ByName = None, shop: ShopFolder = None
) -> None:
    """Give somebody another password; they are signed out everywhere and may try again."""
    with open_shop(shop) as opened:
        new = _password(made_up)
        People(opened.database).set_password(person_id, new, acting(by))
    out.print(f"{person_id} has another password")
    if made_up:
        out.print(f"password, shown this once: {new}")


@app.command()
def link(
    person_id: PersonId,
    open_id: Annotated[str, typer.Argument(metavar="OPENID", help="As the refusal shows it.")],
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Let somebody sign in by a WeChat account; it is nobody else's from then on."""
    with open_shop(shop) as opened:
        WeChatPeople(opened.database).link(open_id, person_id, acting(by))
    out.print(f"{person_id} signs in by WeChat, too")


@app.command()
def unlink(person_id: PersonId, by: ByName = None, shop: ShopFolder = None) -> None:
    """Let somebody sign in by WeChat no more."""
    with open_shop(shop) as opened:
        number = WeChatPeople(opened.database).unlink(person_id, acting(by))
    out.print(f"{number} WeChat accounts of {person_id} let in no more")


def _password(made_up: bool) -> str:
    """A made-up one, or what is typed without being shown; never an argument, which others see."""
    if made_up:
        return new_password()
    if sys.stdin.isatty():
        typed: str = typer.prompt("password", hide_input=True, confirmation_prompt=True)
        return typed
    return sys.stdin.readline().rstrip("\r\n")


def _stores(given: Iterable[str] | None) -> frozenset[str]:
    return frozenset(given or ())


def _where(store_ids: frozenset[str]) -> str:
    return f"in {', '.join(sorted(store_ids))}" if store_ids else "in all stores"
