"""Small questions that several repositories ask."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from sqlalchemy import Connection, select

from colugo.errors import SkuUnknown
from colugo.persistence import schema

Key = TypeVar("Key")
# SQLite takes 32,766 parameters in one statement, PostgreSQL 65,535; fewer stay fast
_BATCH = 1000


def in_batches(keys: Sequence[Key]) -> Iterator[Sequence[Key]]:
    """Cut a long list of keys into pieces that fit into one statement."""
    for start in range(0, len(keys), _BATCH):
        yield keys[start : start + _BATCH]


def find_product_id(connection: Connection, sku: str) -> int | None:
    """The number of the product with a SKU, or None."""
    table = schema.products
    return connection.scalar(select(table.c.id).where(table.c.sku == sku))


def get_product_id(connection: Connection, sku: str) -> int:
    """The number of the product with a SKU.

    Raises:
        SkuUnknown: there is none.
    """
    product_id = find_product_id(connection, sku)
    if product_id is None:
        raise SkuUnknown(sku)
    return product_id
