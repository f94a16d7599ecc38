"""`colugo promotion ...`: offers, what they are for and when they hold."""

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from colugo.checkout import Shop
from colugo.checkout.pricing_rules import PricingRules
from colugo.errors import PromotionInvalid
from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.interfaces.cli.documents import percent_text, percent_to_ppm, read_shape
from colugo.interfaces.cli.people import ByName, acting
from colugo.interfaces.cli.pricing_options import (
    From,
    StoreOnly,
    Until,
    period_of,
    period_text,
)
from colugo.interfaces.pricing_shapes import PromotionGiven, PromotionOut
from colugo.shop import Currency, parse_price
from colugo.shop.promotions import AmountOff, NForM, Offer, PercentOff, Promotion, Target

app = typer.Typer(help="Promotions: the best allowed ones count.", no_args_is_help=True)

PromotionId = Annotated[str, typer.Argument(metavar="ID", help="Id of the promotion.")]


@app.command()
def add(
    promotion_id: PromotionId,
    name: Annotated[str, typer.Option(metavar="NAME", help="As it stands on the receipt.")],
    name_en: Annotated[str, typer.Option(metavar="NAME", help="On an English one.")] = "",
    percent: Annotated[
        str | None, typer.Option(metavar="P", help="So many percent off, like 12.5.")
    ] = None,
    amount: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="So much off each piece.")
    ] = None,
    n_for_m: Annotated[
        str | None, typer.Option(metavar="N:M", help="Of N pieces M are paid: 3:2.")
    ] = None,
    sku: Annotated[
        list[str] | None, typer.Option(metavar="SKU", help="For it; may be repeated.")
    ] = None,
    category: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="For all in it; may be repeated.")
    ] = None,
    store: StoreOnly = None,
    start: From = None,
    until: Until = None,
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Keep a promotion; bundles and hours of the week come from a file, see `import`."""
    with open_shop(shop) as opened:
        offer = _offer(promotion_id, percent, amount, n_for_m, opened.currency)
        target = Target(frozenset(sku or ()), frozenset(category or ()))
        made = Promotion(
            promotion_id, name, offer, name_en, target, period_of(start, until), store_id=store
        )
        _keep(opened, [made], by)
    out.print(f"kept promotion {made.id}  {made.name}")


@app.command("import")
def import_all(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="As `export` writes it.")],
    by: ByName = None,
    shop: ShopFolder = None,
) -> None:
    """Keep every promotion of a JSON file, all of them or none, each in place of its id."""
    with open_shop(shop) as opened:
        shapes = read_shape(file, list[PromotionGiven])
        _keep(opened, [each.promotion(each.id, opened.currency) for each in shapes], by)
    out.print(f"kept {len(shapes)} promotions")


@app.command()
def export(
    file: Annotated[Path, typer.Argument(metavar="FILE.json", help="Made or written over.")],
    shop: ShopFolder = None,
) -> None:
    """Write every promotion as a JSON file that an import reads back."""
    with open_shop(shop) as opened, opened.database.reading() as work:
        kept = work.pricing.promotions()
    shapes = [PromotionOut.of(each).model_dump(mode="json") for each in kept]
    file.write_text(json.dumps(shapes, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    out.print(f"wrote {len(shapes)} promotions into {file}")


@app.command("list")
def list_promotions(shop: ShopFolder = None) -> None:
    """List the promotions."""
    table = Table("promotion", "name", "offer", "for", "store", "holds")
    with open_shop(shop) as opened, opened.database.reading() as work:
        for each in work.pricing.promotions():
            targets = sorted(each.target.skus | each.target.category_ids)
            table.add_row(
                each.id, each.name, _said(each.offer), ", ".join(targets) or "everything",
                each.store_id or "all", period_text(each.period) or "always",
            )  # fmt: skip
    print_table(table)


@app.command()
def remove(promotion_id: PromotionId, by: ByName = None, shop: ShopFolder = None) -> None:
    """Remove a promotion; orders keep what it took off."""
    with open_shop(shop) as opened:
        PricingRules(opened.database).remove_promotion(promotion_id, acting(by))
    out.print(f"removed promotion {promotion_id}")


def _keep(opened: Shop, promotions: list[Promotion], by: str | None) -> None:
    PricingRules(opened.database).save_promotions(promotions, acting(by))


def _offer(
    promotion_id: str, percent: str | None, amount: str | None, n_for_m: str | None,
    currency: Currency,
) -> Offer:  # fmt: skip
    if [percent, amount, n_for_m].count(None) != 2:
        expected = "exactly one of --percent, --amount and --n-for-m"
        raise PromotionInvalid(promotion_id, "has no offer, or several", expected)
    if amount is not None:
        return AmountOff(parse_price(amount, currency))
    if percent is not None:
        return PercentOff(_ppm(promotion_id, percent))
    n, _, m = (n_for_m or "").partition(":")
    if not n.isdecimal() or not m.isdecimal():
        raise PromotionInvalid(promotion_id, f"has the offer {n_for_m}", "N:M, like 3:2")
    return NForM(int(n), int(m))


def _ppm(promotion_id: str, percent: str) -> int:
    try:
        return percent_to_ppm(percent)
    except ValueError as error:
        expected = "a number above 0 and up to 100, with at most four decimals"
        raise PromotionInvalid(promotion_id, f"has {percent} percent", expected) from error


def _said(offer: Offer) -> str:
    match offer:
        case PercentOff():
            return f"{percent_text(offer.share_ppm)} off"
        case AmountOff():
            return f"{offer.amount} off each"
        case NForM():
            return f"{offer.n} for {offer.m}"
    return f"{sum(part.quantity for part in offer.parts)} pieces for {offer.price}"
