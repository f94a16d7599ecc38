"""Finds products by what somebody typed of their names, within one transaction.

A product is found when it shares `_SHARE` of the pieces of the query, so a letter may be wrong. One
that shares that many shares at least one of the rarest few pieces; only products that do are
compared, so that pieces that half of all names have cost nothing.
"""

import math
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from colugo.persistence import schema
from colugo.persistence.name_grams import grams_of_names, grams_of_query
from colugo.persistence.search_schema import product_grams as table
from colugo.shop.product import Product

_SHARE: Final = 0.6  # Source: our choice: one wrong letter of a word of eight breaks three of six
_MOST_COMPARED: Final = 1000  # products; more are as good as equal to somebody who typed so little


def insert_grams(connection: Connection, products: Iterable[tuple[int, Product]]) -> None:
    """Write the pieces of (id, product) pairs."""
    rows = [
        (gram, product_id)
        for product_id, product in products
        for gram in grams_of_names(product.name, product.name_en)
    ]
    rows.sort()  # in the order of the key, so that each page of it is written once
    if rows:
        _write_fast(connection, rows)


def delete_grams(connection: Connection, product_id: int, product: Product) -> None:
    """Drop the pieces of one product, whose names are still as they were written."""
    grams = grams_of_names(product.name, product.name_en)
    is_its = (table.c.gram.in_(grams), table.c.product_id == product_id)
    connection.execute(delete(table).where(*is_its))


def search_names(
    connection: Connection, query: str, limit: int, *conditions: ColumnElement[bool]
) -> list[int]:
    """The ids of products that a query names, best first.

    The more pieces of the query a name has the better; of equals the one with fewer pieces of
    its own, then the smaller SKU.

    Args:
        connection: of the transaction.
        query: what somebody typed: Chinese, pinyin or its initials, Latin letters.
        limit: ids wanted, 1 or more.
        conditions: on the products.
    """
    grams = grams_of_query(query)
    if not grams:
        return []
    needed = max(math.ceil(_SHARE * len(grams)), 1)
    rarest = _by_rarity(connection, grams)[: len(grams) - needed + 1]
    is_candidate = table.c.product_id.in_(
        select(table.c.product_id).where(table.c.gram.in_(rarest)).distinct().limit(_MOST_COMPARED)
    )
    shared = func.count().label("shared")
    matches = (
        select(table.c.product_id, shared)
        .where(table.c.gram.in_(grams), is_candidate)
        .group_by(table.c.product_id)
        .having(shared >= needed)
        .subquery()
    )
    products = schema.products
    best = (
        select(products.c.id)
        .join(matches, matches.c.product_id == products.c.id)
        .where(*conditions)
        .order_by(matches.c.shared.desc(), func.length(products.c.name), products.c.sku)
        .limit(limit)
    )
    return list(connection.scalars(best))


def _by_rarity(connection: Connection, grams: Sequence[str]) -> list[str]:
    """The pieces, those of the fewest names first; counting ends where it stops to matter."""
    counts = {gram: _count(connection, gram) for gram in grams}
    return sorted(grams, key=lambda gram: counts[gram])


def _count(connection: Connection, gram: str) -> int:
    some = select(table.c.product_id).where(table.c.gram == gram).limit(_MOST_COMPARED).subquery()
    return connection.scalar(select(func.count()).select_from(some)) or 0


def _write_fast(connection: Connection, rows: Sequence[tuple[str, int]]) -> None:
    """Hand the rows to the driver as they are: a large import has half a million of them."""
    compiled = insert(table).compile(dialect=connection.dialect)
    columns = compiled.positiontup
    if columns is None:
        named = [{"gram": gram, "product_id": product_id} for gram, product_id in rows]
        connection.exec_driver_sql(str(compiled), named)
    else:
        assert columns == ["gram", "product_id"]
        connection.exec_driver_sql(str(compiled), list(rows))
