"""Products as rows of two tables and back. Decides nothing."""

from collections.abc import Iterable, Sequence

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, insert, select

from colugo.persistence import schema
from colugo.persistence.lookup import in_batches
from colugo.shop.barcode import gtin14
from colugo.shop.currency import Currency
from colugo.shop.money import Money
from colugo.shop.period import Period
from colugo.shop.product import Product

# fields of a product that stand in its row as they are
_SAME_NAME = ("name_en", "category_id", "unit", "tax_class", "min_age_years", "plu")


def read_products(
    connection: Connection,
    currency: Currency,
    *conditions: ColumnElement[bool],
    limit: int | None = None,
) -> dict[int, Product]:
    """The products that meet all conditions: id -> product, in the order of their SKUs."""
    table = schema.products
    rows = (
        connection.execute(select(table).where(*conditions).order_by(table.c.sku).limit(limit))
        .mappings()
        .all()
    )
    barcodes = _read_barcodes(connection, [row["id"] for row in rows])
    return {row["id"]: _product(row, currency, barcodes.get(row["id"], ())) for row in rows}


def _product(row: RowMapping, currency: Currency, barcodes: tuple[str, ...]) -> Product:
    return Product(
        row["sku"],
        row["name"],
        Money(row["price_minor"], currency),
        barcodes,
        row["is_active"],
        period=Period(row["sold_from"], row["sold_until"]),
        **{field: row[field] for field in _SAME_NAME},
    )


def columns_of(product: Product) -> dict[str, object]:
    """What stands in the row of a product."""
    return {
        "sku": product.sku,
        "name": product.name,
        "price_minor": product.price.minor,
        "is_active": product.is_active,
        "sold_from": product.period.start,
        "sold_until": product.period.end,
        **{field: getattr(product, field) for field in _SAME_NAME},
    }


def insert_barcodes(connection: Connection, products: Iterable[tuple[int, Product]]) -> None:
    """Write the barcodes of (id, product) pairs."""
    rows = [
        {
            "gtin14": gtin14(barcode),
            "product_id": product_id,
            "position": position,
            "barcode": barcode,
        }
        for product_id, product in products
        for position, barcode in enumerate(product.barcodes)
    ]
    if rows:
        connection.execute(insert(schema.barcodes), rows)


def delete_barcodes(connection: Connection, product_id: int) -> None:
    """Drop the barcodes of one product."""
    connection.execute(delete(schema.barcodes).where(schema.barcodes.c.product_id == product_id))


def _read_barcodes(
    connection: Connection, product_ids: Sequence[int]
) -> dict[int, tuple[str, ...]]:
    table = schema.barcodes
    found: dict[int, tuple[str, ...]] = {}
    for batch in in_batches(product_ids):
        rows = connection.execute(
            select(table.c.product_id, table.c.barcode)
            .where(table.c.product_id.in_(batch))
            .order_by(table.c.product_id, table.c.position)
        )
        for product_id, barcode in rows:
            found[product_id] = (*found.get(product_id, ()), barcode)
    return found
