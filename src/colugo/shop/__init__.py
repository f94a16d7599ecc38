"""The domain: money, products, baskets, the catalogue file. Standard library only."""

from colugo.shop.basket import Basket, Line
from colugo.shop.currency import Currency, known_codes
from colugo.shop.money import MAX_PRICE_MINOR, Money, parse_price
from colugo.shop.product import Product
from colugo.shop.products_csv import ProductRow, parse_products

__all__ = [
    "MAX_PRICE_MINOR",
    "Basket",
    "Currency",
    "Line",
    "Money",
    "Product",
    "ProductRow",
    "known_codes",
    "parse_price",
    "parse_products",
]
