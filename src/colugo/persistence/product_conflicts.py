"""Why a product cannot be written: its SKU or a barcode is taken."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, select

from colugo.errors import BarcodeTaken, SkuTaken
from colugo.persistence import schema
from colugo.persistence.lookup import in_batches
from colugo.shop.barcode import gtin14
from colugo.shop.product import Product


def find_conflicts(
    connection: Connection, products: Sequence[Product]
) -> dict[int, SkuTaken | BarcodeTaken]:
    """What is in the way of adding products: place in `products` -> error.

    Products in each other's way count too; the later one is named.
    """
    taken_skus = _taken_skus(connection, products)
    owners = _owners(connection, products)
    errors: dict[int, SkuTaken | BarcodeTaken] = {}
    for place, product in enumerate(products):
        if product.sku in taken_skus:
            errors[place] = SkuTaken(product.sku)
        elif (taken := _taken_barcode(product, owners)) is not None:
            errors[place] = taken
        taken_skus.add(product.sku)
        for barcode in product.barcodes:
            owners.setdefault(gtin14(barcode), product.sku)
    return errors


def find_taken_barcode(connection: Connection, product: Product) -> BarcodeTaken | None:
    """The first barcode of `product` that a product of another SKU has."""
    return _taken_barcode(product, _owners(connection, [product]))


def _taken_barcode(product: Product, owners: Mapping[str, str]) -> BarcodeTaken | None:
    for barcode in product.barcodes:
        owner = owners.get(gtin14(barcode), product.sku)
        if owner != product.sku:
            return BarcodeTaken(barcode, product.sku, owner)
    return None


def _taken_skus(connection: Connection, products: Sequence[Product]) -> set[str]:
    column = schema.products.c.sku
    return {
        sku
        for batch in in_batches([product.sku for product in products])
        for sku in connection.scalars(select(column).where(column.in_(batch)))
    }


def _owners(connection: Connection, products: Iterable[Product]) -> dict[str, str]:
    """Who has these barcodes now: number of 14 digits -> SKU."""
    owners: dict[str, str] = {}
    numbers = [gtin14(barcode) for product in products for barcode in product.barcodes]
    for batch in in_batches(numbers):
        rows = connection.execute(
            select(schema.barcodes.c.gtin14, schema.products.c.sku)
            .join(schema.products, schema.products.c.id == schema.barcodes.c.product_id)
            .where(schema.barcodes.c.gtin14.in_(batch))
        )
        for number, sku in rows:
            owners[number] = sku
    return owners
