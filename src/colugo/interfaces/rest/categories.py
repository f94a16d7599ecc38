"""Routes of categories and price lists. Decides nothing."""

from colugo.interfaces.rest.context import TheShop
from colugo.interfaces.shapes import (
    CategoryList,
    CategoryShape,
    PriceListOut,
    PriceLists,
    PricesIn,
)
from colugo.shop import parse_price
from colugo.shop.category import Category
from colugo.shop.period import Period
from colugo.shop.price_list import PriceList


def list_categories(shop: TheShop) -> CategoryList:
    """List every category."""
    found = shop.categories().categories
    return CategoryList(categories=[CategoryShape.of(each) for each in found])


def add_category(shop: TheShop, new: CategoryShape) -> CategoryShape:
    """Add a category, at the top or below its parent."""
    category = Category(new.id, new.name, new.name_en, new.parent_id)
    shop.add_category(category)
    return CategoryShape.of(category)


def remove_category(shop: TheShop, category_id: str) -> None:
    """Remove a category that no product is in and that none lies below."""
    shop.remove_category(category_id)


def list_price_lists(shop: TheShop) -> PriceLists:
    """List every price list with its prices."""
    return PriceLists(price_lists=[PriceListOut.of(each) for each in shop.price_lists()])


def save_price_list(shop: TheShop, list_id: str, given: PricesIn) -> PriceListOut:
    """Keep a price list, in place of the one with its id if there is one."""
    prices = {sku: parse_price(text, shop.currency) for sku, text in given.prices.items()}
    period = Period(given.starts_at, given.ends_at)
    kept = PriceList(list_id, prices, given.store_id, period)
    shop.save_price_list(kept)
    return PriceListOut.of(kept)


def remove_price_list(shop: TheShop, list_id: str) -> None:
    """Remove a price list with its prices."""
    shop.remove_price_list(list_id)
