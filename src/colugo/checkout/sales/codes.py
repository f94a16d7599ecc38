"""What a barcode, or a code of the store's own scale, says is sold. Puts nothing in."""

from collections.abc import Sequence
from typing import NamedTuple

from colugo.errors import BarcodeUnknown
from colugo.persistence import Work
from colugo.shop import Money, Product
from colugo.shop.in_store import InStorePattern, read_in_store
from colugo.shop.orders import Source


class Coded(NamedTuple):
    """A product and how much of it; the price where the code itself holds it."""

    product: Product
    quantity: int
    source: Source
    price: Money | None = None


def read_code(work: Work, code: str, patterns: Sequence[InStorePattern]) -> Coded:
    """What a code says.

    Raises:
        BarcodeInvalid: its check digit is wrong. BarcodeUnknown: no product has it.
    """
    own = read_in_store(code, patterns)
    if own is None:
        return Coded(_known(work.products.find_by_barcode(code), code), 1, "barcode")
    product = _known(work.products.find_by_plu(own.plu), code)
    if own.weight_g is not None:
        return Coded(product, own.weight_g, "weight")
    return Coded(product, 1, "barcode", Money(own.price_minor or 0, product.price.currency))


def _known(product: Product | None, code: str) -> Product:
    if product is None:
        raise BarcodeUnknown(code)
    return product
