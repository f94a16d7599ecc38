"""The catalogue in the database: products with their barcodes, within one transaction."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from colugo.errors import BarcodeTaken, CurrencyMismatch, SkuTaken, SkuUnknown
from colugo.persistence import schema
from colugo.persistence.changes import ChangeKind, ChangeLog, ChangeOf
from colugo.persistence.lookup import get_product_id, in_batches
from colugo.persistence.photos import PhotoRepository
from colugo.persistence.product_conflicts import find_conflicts, find_taken_barcode
from colugo.persistence.product_rows import (
    columns_of,
    delete_barcodes,
    insert_barcodes,
    read_products,
)
from colugo.persistence.product_search import delete_grams, insert_grams, search_names
from colugo.shop.barcode import gtin14
from colugo.shop.currency import Currency
from colugo.shop.product import Product


class ProductRepository:
    """Every product of the shop. All prices are in the currency of the shop."""

    def __init__(
        self,
        connection: Connection,
        currency: Currency,
        photos: PhotoRepository,
        changes: ChangeLog,
    ) -> None:
        self._connection = connection
        self._currency = currency
        self._photos = photos
        self._changes = changes

    def add(self, product: Product) -> int:
        """Add one product and give its number.

        Raises:
            SkuTaken, BarcodeTaken: another product has it.
            CurrencyMismatch: its price is not in the currency of the shop.
        """
        return self.add_many([product])[0]

    def add_many(self, products: Sequence[Product]) -> Sequence[int]:
        """Add products, all or (by an error) none, and give their numbers in order.

        Raises:
            SkuTaken, BarcodeTaken: by the first product that cannot be added.
            CurrencyMismatch: a price is not in the currency of the shop.
        """
        if not products:
            return []
        for product in products:
            self._check_currency(product)
        for error in self.conflicts(products).values():
            raise error
        table = schema.products
        product_ids = self._connection.scalars(
            insert(table).returning(table.c.id, sort_by_parameter_order=True),
            [columns_of(product) for product in products],
        ).all()
        insert_barcodes(self._connection, zip(product_ids, products, strict=True))
        insert_grams(self._connection, zip(product_ids, products, strict=True))
        self._changes.record(ChangeKind.PRODUCT_ADDED, map(ChangeOf, product_ids))
        return product_ids

    def conflicts(self, products: Sequence[Product]) -> Mapping[int, SkuTaken | BarcodeTaken]:
        """What is in the way of adding products: place in `products` -> error, lowest first.

        Products in each other's way count too; the later one is named.
        """
        return find_conflicts(self._connection, products)

    def update(self, product: Product) -> None:
        """Put `product` in place of the one with its SKU.

        Raises:
            SkuUnknown: there is none.
            BarcodeTaken: another product has one of its barcodes.
            CurrencyMismatch: its price is not in the currency of the shop.
        """
        self._check_currency(product)
        before, product_id = self.get_by_sku(product.sku), self.get_id(product.sku)
        taken = find_taken_barcode(self._connection, product)
        if taken is not None:
            raise taken
        table = schema.products
        self._connection.execute(
            update(table).where(table.c.id == product_id).values(columns_of(product))
        )
        delete_barcodes(self._connection, product_id)
        insert_barcodes(self._connection, [(product_id, product)])
        if (before.name, before.name_en) != (product.name, product.name_en):
            delete_grams(self._connection, product_id, before)
            insert_grams(self._connection, [(product_id, product)])
        self._changes.record(ChangeKind.PRODUCT_UPDATED, [ChangeOf(product_id)])

    def remove(self, sku: str) -> None:
        """Remove a product with its barcodes, photos, their files and embeddings.

        Raises:
            SkuUnknown: there is none.
        """
        product, product_id = self.get_by_sku(sku), self.get_id(sku)
        self._photos.remove([photo.id for photo in self._photos.of_product(sku)])
        delete_barcodes(self._connection, product_id)
        delete_grams(self._connection, product_id, product)
        table = schema.products
        self._connection.execute(delete(table).where(table.c.id == product_id))
        self._changes.record(ChangeKind.PRODUCT_REMOVED, [ChangeOf(product_id)])

    def find_by_sku(self, sku: str) -> Product | None:
        """The product of a SKU, or None."""
        found = read_products(self._connection, self._currency, schema.products.c.sku == sku)
        return next(iter(found.values()), None)

    def get_by_sku(self, sku: str) -> Product:
        """The product of a SKU.

        Raises:
            SkuUnknown: there is none.
        """
        product = self.find_by_sku(sku)
        if product is None:
            raise SkuUnknown(sku)
        return product

    def find_by_barcode(self, barcode: str) -> Product | None:
        """The product with a barcode, or None; a UPC-A is found by its EAN-13 and back."""
        table = schema.barcodes
        owner = select(table.c.product_id).where(table.c.gtin14 == gtin14(barcode))
        is_owner = schema.products.c.id == owner.scalar_subquery()
        found = read_products(self._connection, self._currency, is_owner)
        return next(iter(found.values()), None)

    def find_by_plu(self, plu: str) -> Product | None:
        """The product with an item number of the store's scale; zeros at the left do not count."""
        digits = plu.lstrip("0")
        if not digits:
            return None
        is_same = func.ltrim(schema.products.c.plu, "0") == digits
        found = read_products(self._connection, self._currency, is_same)
        return next(iter(found.values()), None)

    def get_id(self, sku: str) -> int:
        """The number by which the gallery knows a product; never given twice.

        Raises:
            SkuUnknown: there is none.
        """
        return get_product_id(self._connection, sku)

    def by_ids(self, product_ids: Iterable[int]) -> dict[int, Product]:
        """The products of these numbers; numbers of none are left out."""
        found: dict[int, Product] = {}
        for batch in in_batches(sorted(set(product_ids))):
            is_wanted = schema.products.c.id.in_(batch)
            found |= read_products(self._connection, self._currency, is_wanted)
        return found

    def page(
        self,
        *,
        limit: int = 1000,
        after_sku: str = "",
        is_active: bool | None = None,
        category_id: str | None = None,
    ) -> list[Product]:
        """The first `limit` products after a SKU, in the order of their SKUs.

        Args:
            limit: products wanted, 1 or more.
            after_sku: the last SKU of the page before; "" begins.
            is_active: True for those that are sold, False for the others, None for all.
            category_id: of the category that they are right in; None for any and none.
        """
        conditions = [schema.products.c.sku > after_sku, *_filters(is_active, category_id)]
        found = read_products(self._connection, self._currency, *conditions, limit=limit)
        return list(found.values())

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        is_active: bool | None = None,
        category_id: str | None = None,
    ) -> list[Product]:
        """The products whose names a query is like, best first; see `search_names` and `page`."""
        filters = _filters(is_active, category_id)
        ids = search_names(self._connection, query, limit, *filters)
        found = self.by_ids(ids)
        return [found[product_id] for product_id in ids]

    def count(self, *, is_active: bool | None = None) -> int:
        """How many products there are; see `page` for `is_active`."""
        query = select(func.count()).select_from(schema.products)
        if is_active is not None:
            query = query.where(schema.products.c.is_active == is_active)
        return self._connection.scalar(query) or 0

    def _check_currency(self, product: Product) -> None:
        if product.price.currency != self._currency:
            raise CurrencyMismatch(self._currency.code, product.price.currency.code)


def _filters(is_active: bool | None, category_id: str | None) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = []
    if is_active is not None:
        filters.append(schema.products.c.is_active == is_active)
    if category_id is not None:
        filters.append(schema.products.c.category_id == category_id)
    return filters
