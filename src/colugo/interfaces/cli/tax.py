"""`colugo tax ...`: the tax classes of the shop."""

from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout.pricing_rules import PricingRules
from colugo.errors import TaxRateInvalid
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.documents import percent_text, percent_to_ppm
from colugo.interfaces.cli.people import ByName, acting
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
    with open_shop(shop) as opened:
        rules = PricingRules(opened.database)
        rules.change_taxes(lambda before: _with(before, code, made), acting(by))
    out.print(f"products of class {code} are taxed {percent_text(made.rate_ppm)}")


@app.command()
def remove(code: ClassCode, by: ByName = None, shop: ShopFolder = None) -> None:
    """Remove a class; products that name it can then not be sold."""

    def without(before: TaxRules) -> TaxRules:
        before.get_class(code)
        return _with(before, code)

    with open_shop(shop) as opened:
        PricingRules(opened.database).change_taxes(without, acting(by))
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
    with open_shop(shop) as opened:
        rules = PricingRules(opened.database)
        rules.change_taxes(lambda before: TaxRules(included, before.classes), acting(by))
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


def _with(before: TaxRules, code: str, *classes: TaxClass) -> TaxRules:
    """The rules with these classes in place of the one of a code."""
    others = tuple(each for each in before.classes if each.code != code)
    return TaxRules(before.is_included, (*others, *classes))


def _rate(text: str) -> TaxRate:
    code, sign, percent = text.partition("=")
    try:
        if not sign:
            raise ValueError(text)
        return TaxRate(code, code, percent_to_ppm(percent))
    except ValueError as error:
        raise TaxRateInvalid(code, f"has {percent or 'no'} percent") from error
