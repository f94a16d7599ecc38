"""`colugo sell` and `colugo order ...`: a picture of the counter becomes a paid order."""

from pathlib import Path
from typing import Annotated, Final
from uuid import UUID, uuid4

import typer
from rich.table import Table

from colugo.checkout import Recognition, Verdict
from colugo.checkout.receipts import Form, in_form, receipt_of, receipts_of_reversals
from colugo.checkout.sales import Baskets, Closing, Paying
from colugo.errors import BasketNotSettled
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.people import ByName, acting
from colugo.persistence import Work
from colugo.shop import parse_price
from colugo.shop.orders import Order, ReversalRequest
from colugo.shop.receipts import Language

app = typer.Typer(help="Orders: closed sales, never changed.", no_args_is_help=True)

_SUFFIXES: Final[dict[str, Form]] = {
    ".html": "html", ".pdf": "pdf", ".txt": "text", ".bin": "escpos",
}  # fmt: skip
OrderId = Annotated[UUID, typer.Argument(metavar="ORDER", help="Id of the order.")]


def sell(
    scene: Annotated[
        Path, typer.Argument(metavar="SCENE", help="Picture of the counter: JPEG, PNG or WebP.")
    ],
    counter: Annotated[str, typer.Option(metavar="COUNTER", help="Where it lies.")],
    cash: Annotated[
        bool, typer.Option("--cash", help="The whole amount came in: confirm its payment.")
    ] = False,
    tendered: Annotated[
        str | None,
        typer.Option(metavar="AMOUNT", help="Handed over in cash: with --cash, for the change."),
    ] = None,
    order_id: Annotated[
        UUID | None,
        typer.Option("--id", metavar="UUID", help="Makes a repeat harmless; else a new one."),
    ] = None,
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Sell what lies on a picture, when every product is certain, and print the receipt.

    With something unsure or unknown on it nothing is sold, and what it may be is said.
    """
    if tendered is not None and not cash:
        raise typer.BadParameter("it is for cash, so give --cash", param_hint="--tendered")
    who, number = acting(by), order_id or uuid4()
    with open_shop(shop) as opened:
        handed = None if tendered is None else parse_price(tendered, opened.currency)
        baskets, paying = Baskets(opened.database), Paying(opened.database)
        with opened.database.reading() as work:
            store_id = work.stores.get_counter(counter).store_id
            is_sold = work.orders.find(number) is not None
        verdicts = () if is_sold else _settled(opened.recognise(scene))
        with opened.database.together(lambda _: None):  # with too little cash nothing is sold
            if not is_sold:
                kept = baskets.open(number, store_id, counter, who)
                if not kept.basket.entries:
                    baskets.put_recognised(number, verdicts, by=who, version=kept.version)
            closed = Closing(opened.database).close(number, who)
            if cash:
                payment = paying.create(number, number, "cash", None, who)
                paying.confirm(payment.id, who, handed)
        out.print(in_form(receipt_of(opened.database, number), "text").decode())
    for sku in closed.low_skus:
        out.print(f"stock: more of {sku} was sold than the ledger has")


@app.command("list")
def list_orders(
    store: Annotated[str | None, typer.Option(metavar="STORE", help="Of this store only.")] = None,
    shop: ShopFolder = None,
) -> None:
    """List the orders, the oldest first."""
    table = Table("order", "closed", "counter", "products", "total", "state")
    with open_shop(shop) as opened, opened.database.reading() as work:
        stores = {each.id: each for each in work.stores.all()}
        for order in work.orders.between(None, None, store):
            closed_at = stores[order.store_id].local(order.closed_at)
            table.add_row(
                str(order.id), closed_at.strftime("%Y-%m-%d %H:%M"), order.counter_id,
                str(len(order.lines)), str(order.total), _state(work, order),
            )  # fmt: skip
    print_table(table)


@app.command()
def show(
    order_id: OrderId,
    english: Annotated[bool, typer.Option("--english", help="In English.")] = False,
    shop: ShopFolder = None,
) -> None:
    """Print the receipt of an order, and of what was taken back of it."""
    language: Language = "en" if english else "zh"
    with open_shop(shop) as opened:
        kept = receipt_of(opened.database, order_id)
        for receipt in (kept, *receipts_of_reversals(opened.database, order_id)):
            out.print(in_form(receipt, "text", language).decode())


@app.command("receipt")
def write_receipt(
    order_id: OrderId,
    to: Annotated[
        Path, typer.Argument(metavar="FILE", help="Made or written over: .html, .pdf, .txt, .bin.")
    ],
    english: Annotated[bool, typer.Option("--english", help="In English.")] = False,
    wide: Annotated[
        bool, typer.Option("--wide", help="For paper of 80 mm: 48 columns instead of 32.")
    ] = False,
    shop: ShopFolder = None,
) -> None:
    """Write the receipt of an order to a file; .bin is what receipt printers take.

    With the setting public_url it holds a QR that opens it on the phone.
    """
    form = _SUFFIXES.get(to.suffix.lower())
    if form is None:
        raise typer.BadParameter(f"{to.name!r} ends in none of {', '.join(_SUFFIXES)}")
    with open_shop(shop) as opened:
        receipt = receipt_of(opened.database, order_id, opened.settings.public_url)
    to.write_bytes(in_form(receipt, form, "en" if english else "zh", 48 if wide else 32))
    out.print(f"wrote {to}")


@app.command("reverse")
def reverse_order(
    order_id: OrderId,
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why.")],
    line: Annotated[
        list[str] | None,
        typer.Option(metavar="LINE=N", help="So much of this line; else all that is left."),
    ] = None,
    reversal_id: Annotated[
        UUID | None,
        typer.Option("--id", metavar="UUID", help="Makes a repeat harmless; else a new one."),
    ] = None,
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Refund a paid order or void an unpaid one, whole or in part: goods and money go back."""
    with open_shop(shop) as opened:
        paid = any(one.paid_at is not None for one in Paying(opened.database).of_order(order_id))
        request = ReversalRequest(
            reversal_id or uuid4(), "refund" if paid else "void", reason, _lines(line)
        )
        reversal = Closing(opened.database).reverse(order_id, request, acting(by))
        out.print(f"{reversal.kind} {reversal.id}: {reversal.total}")
        if paid:
            left = opened.collecting.give_back(reversal, acting(by))
            out.print(f"given back: {reversal.total - left}")


def _settled(recognition: Recognition) -> tuple[Verdict, ...]:
    """The verdicts of a scene on which every product is certain."""
    if not recognition.is_settled:
        raise BasketNotSettled(
            [
                f"{each.kind}: {', '.join(one.sku for one in each.candidates) or '?'}"
                for each in (*recognition.unsure, *recognition.unknown)
            ]
        )
    return recognition.verdicts


def _state(work: Work, order: Order) -> str:
    paid = sum(p.amount.minor for p in work.payments.of_order(order.id) if p.paid_at is not None)
    back = sum(each.total.minor for each in work.orders.reversals_of(order.id))
    words = ["paid" if paid >= order.total.minor else "unpaid", *(["taken back"] if back else [])]
    return ", ".join(words)


def _lines(texts: list[str] | None) -> dict[int, int] | None:
    if texts is None:
        return None
    found = {}
    for text in texts:
        number, sign, quantity = text.partition("=")
        if not sign or not number.isdecimal() or not quantity.isdecimal():
            raise typer.BadParameter(
                f"{text!r} is not LINE=N with whole numbers", param_hint="--line"
            )
        found[int(number)] = int(quantity)
    return found
