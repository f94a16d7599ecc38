"""Baskets and orders for the tests of the domain."""

from datetime import datetime
from uuid import UUID

from colugo.shop.money import Money
from colugo.shop.orders import By, OpenBasket, Order, Pricing, close
from colugo.shop.people import Role
from colugo.shop.product import Product
from colugo.shop.promotions import NForM, PercentOff, Promotion, Target
from colugo.shop.tax import TaxClass, TaxRate, TaxRules
from tests.shop.samples import CNY, MONDAY_8

ORDER_ID = UUID(int=1)
TEA = Product("tea", "茶", Money(299, CNY), name_en="Tea")
MILK = Product("milk", "牛奶", Money(550, CNY), tax_class="food")
APPLES = Product("apples", "苹果", Money(1299, CNY), unit="weight", tax_class="food")
BEER = Product("beer", "啤酒", Money(700, CNY), min_age_years=18)
VAT = TaxClass("standard", (TaxRate("vat13", "增值税13%", 130_000),))
FOOD = TaxClass("food", (TaxRate("vat9", "增值税9%", 90_000), TaxRate("city", "city", 5_000)))
INCLUDED = TaxRules(True, (VAT, FOOD))
ADDED = TaxRules(False, (VAT, FOOD))
PROMOTIONS = (
    Promotion("a", "三件付二", NForM(3, 2), target=Target(frozenset({"tea", "milk"}))),
    Promotion("b", "九折", PercentOff(100_000), name_en="10 % off"),
)


def by(role: Role = "attendant", who: str = "lin", at: datetime = MONDAY_8) -> By:
    return By(who, role, at)


def basket_of(*pairs: tuple[Product, int]) -> OpenBasket:
    basket = OpenBasket(ORDER_ID, "east", "1", CNY)
    for product, quantity in pairs:
        basket = basket.add(product, quantity, source="recognition", at=MONDAY_8)
    return basket


def order_of(*pairs: tuple[Product, int], rules: TaxRules = INCLUDED) -> Order:
    return close(basket_of(*pairs), Pricing(rules, promotions=PROMOTIONS), by())
