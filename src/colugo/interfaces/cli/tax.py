"""`colugo tax ...`: the tax classes of the shop."""

from typing import Annotated

import typer
from rich.table import Table

from colugo.errors import TaxRateInvalid
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.documents import percent_text, percent_to_ppm
from colugo.interfaces.cli.people import ByName, acting
from colugo.persistence import Work
from colugo.shop.orders import By
from colugo.shop.tax import TaxClass, TaxRate, TaxRules

app = typer.Typer(help="Taxes: classes of products and their rates.", no_args_is_help=True)

ClassCode = Annotated[str, typer.Argument(metavar="CLASS", help="Code, like standard.")]


@app.command("set")
def set_class(
    code: ClassCode,
    rate: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=P", help="A tax in percent: VAT=13; may be repeated."),
    ] = None,
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Set the rates of a class; none for products without tax."""
    made = TaxClass(code, tuple(_rate(each) for each in rate or ()))
    with open_shop(shop) as opened, opened.database.transaction() as work:
        before = work.pricing.tax_rules()
        others = tuple(each for each in before.classes if each.code != code)
        _save(work, TaxRules(before.is_included, (*others, made)), acting(by))
    out.print(f"products of class {code} are taxed {percent_text(made.rate_ppm)}")


@app.command()
def remove(code: ClassCode, by: ByName = None, shop: ShopFolder = None) -> None:
    """Remove a class; products that name it can then not be sold."""
    with open_shop(shop) as opened, opened.database.transaction() as work:
        before = work.pricing.tax_rules()
        before.get_class(code)
        others = tuple(each for each in before.classes if each.code != code)
        _save(work, TaxRules(before.is_included, others), acting(by))
    out.print(f"removed tax class {code}")


@app.command()
def prices(
    included: Annotated[
        bool, typer.Option("--included/--added", help="Whether prices hold the tax already.")
    ],
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Say whether prices include the tax or it is added to them; orders keep what they had."""
    with open_shop(shop) as opened, opened.database.transaction() as work:
        classes = work.pricing.tax_rules().classes
        _save(work, TaxRules(included, classes), acting(by))
    out.print(f"tax is {'included in' if included else 'added to'} the prices")


@app.command("list")
def list_classes(shop: ShopFolder = None) -> None:
    """List the tax classes."""
    table = Table("class", "taxes", "in all")
    with open_shop(shop) as opened, opened.database.reading() as work:
        rules = work.pricing.tax_rules()
    for each in rules.classes:
        taxes = ", ".join(f"{one.name} {percent_text(one.rate_ppm)}" for one in each.rates)
        table.add_row(each.code, taxes or "none", percent_text(each.rate_ppm))
    print_table(table)
    out.print(f"tax is {'included in' if rules.is_included else 'added to'} the prices")


def _save(work: Work, rules: TaxRules, by: By) -> None:
    work.pricing.save_tax_rules(rules)
    facts = {"classes": [each.code for each in rules.classes]}
    work.audit.add(by, "edit_taxes", "tax rules", facts)


def _rate(text: str) -> TaxRate:
    code, sign, percent = text.partition("=")
    try:
        if not sign:
            raise ValueError(text)
        return TaxRate(code, code, percent_to_ppm(percent))
    except ValueError as error:
        raise TaxRateInvalid(code, f"has {percent or 'no'} percent") from error
