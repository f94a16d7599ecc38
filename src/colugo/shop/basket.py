"""The priced list of one checkout. Knows no pictures and no payment."""

from collections.abc import Iterable
from dataclasses import dataclass

from colugo.errors import CurrencyMismatch, ProductMismatch, QuantityInvalid
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.product import Product
from colugo.shop.quantity import cost


@dataclass(frozen=True, slots=True)
class Line:
    """A product and how many pieces of it, or how many grams when it is sold by weight.

    Raises:
        QuantityInvalid: `quantity` is not an int of 1 or more.
    """

    product: Product
    quantity: int

    def __post_init__(self) -> None:
        if type(self.quantity) is not int or self.quantity < 1:
            raise QuantityInvalid(self.product.sku, self.quantity)

    @property
    def total(self) -> Money:
        """Price times quantity."""
        return cost(self.product.price, self.product.unit, self.quantity)


@dataclass(frozen=True, slots=True)
class Basket:
    """Lines in the order of their SKU, one line per product, all in one currency.

    Raises:
        CurrencyMismatch: a product is priced in another currency.
        ProductMismatch: two lines of one SKU.
    """

    lines: tuple[Line, ...]
    currency: Currency

    def __post_init__(self) -> None:
        skus: set[str] = set()
        for line in self.lines:
            if line.product.price.currency != self.currency:
                raise CurrencyMismatch(self.currency.code, line.product.price.currency.code)
            if line.product.sku in skus:
                raise ProductMismatch(line.product.sku)
            skus.add(line.product.sku)

    @classmethod
    def of(cls, counts: Iterable[tuple[Product, int]], currency: Currency) -> "Basket":
        """Build the basket of (product, count) pairs; a product may come several times.

        The order of the pairs changes nothing, so two photos of one scene give equal baskets.

        Raises:
            QuantityInvalid: a count is not an int of 1 or more.
            ProductMismatch: one SKU came with two names, prices or barcodes.
            CurrencyMismatch: a product is priced in another currency.
        """
        lines: dict[str, Line] = {}
        for product, count in counts:
            line, known = Line(product, count), lines.get(product.sku)
            if known is not None and known.product != product:
                raise ProductMismatch(product.sku)
            quantity = line.quantity + (0 if known is None else known.quantity)
            lines[product.sku] = Line(product, quantity)
        return cls(tuple(lines[sku] for sku in sorted(lines)), currency)

    @property
    def total(self) -> Money:
        """The sum of the lines; zero for an empty basket."""
        return sum((line.total for line in self.lines), Money.zero(self.currency))
