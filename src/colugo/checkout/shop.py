"""The shop as one object: products in, photos in, a scene in, the priced list out.

It joins vision, gallery, persistence and the domain, and decides nothing itself.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any, Self, Unpack

from colugo.checkout.catalogue import (
    ImportReport,
    export_products,
    import_products,
    try_import,
)
from colugo.checkout.shop_categories import ShopCategories
from colugo.checkout.shop_database import DATABASE_NAME, create_database, open_database
from colugo.checkout.shop_visits import ShopVisits
from colugo.errors import BarcodeUnknown, EditOfOldVersion, ShopExists, ShopMissing
from colugo.persistence import Database, Work
from colugo.settings import Settings
from colugo.shop import Currency, Money, Product, parse_price
from colugo.shop.barcode import check_barcode
from colugo.shop.product import version_of
from colugo.shop.product_cells import MoreFields, with_fields
from colugo.shop.products_csv import Encoding


class Shop(ShopCategories, ShopVisits):
    """One shop: its catalogue, its gallery, and the recognition of scenes.

    Networks and gallery are loaded when they are first needed. One shop may serve many
    threads; several processes may open the same folder, and each sees what the others
    enrol at its next scene.

    Attributes:
        folder: where the shop is kept.
        settings: as they were when it was opened.
        database: the truth of the shop.
        watch: told how long the stages of every scene took; nobody at first.
        scene_queue: whose scene is recognised next.
    """

    def __init__(self, folder: Path, settings: Settings, database: Database) -> None:
        """Used by `create` and `open`."""
        super().__init__(settings, database)
        self.folder = folder

    @classmethod
    def create(
        cls, folder: str | os.PathLike[str], *, currency: str = "CNY", **options: Any
    ) -> "Shop":
        """Make an empty shop in `folder`, which is made if need be.

        Args:
            folder: where the shop will be kept.
            currency: ISO 4217 code of every price in it, for good.
            options: settings to use instead of those of file and environment.

        Raises:
            ShopExists: there is a shop in the folder; it is left as it is.
            CurrencyUnknown: no such code.
            SettingsInvalid, StorageReadOnly, StorageFull: by their names.
        """
        path = Path(folder)
        settings = Settings.load(path, **options)
        if (path / DATABASE_NAME).exists():
            raise ShopExists(str(folder))
        return cls(path, settings, create_database(path, settings, Currency.of(currency)))

    @classmethod
    def open(cls, folder: str | os.PathLike[str], **options: Any) -> "Shop":
        """Open the shop in `folder`.

        Args:
            folder: where the shop is kept.
            options: settings to use instead of those of file and environment.

        Raises:
            ShopMissing: there is none.
            DatabaseNewer: a newer Colugo wrote it.
            SettingsInvalid, NotADatabase, StorageReadOnly: by their names.
        """
        path = Path(folder)
        if not path.is_dir():
            raise ShopMissing(str(folder))
        settings = Settings.load(path, **options)
        return cls(path, settings, open_database(path, settings))

    # --- products

    def add_product(
        self,
        *,
        sku: str,
        name: str,
        price: str | Money,
        barcodes: Iterable[str] = (),
        **more: Unpack[MoreFields],
    ) -> Product:
        """Add a product; `price` is text like "5.50" in the shop's currency, or Money.

        Raises:
            SkuTaken, BarcodeTaken: another product has it.
            CategoryUnknown: the shop has no such category.
            SkuInvalid, ProductNameInvalid, PriceInvalid, BarcodeInvalid, ProductFieldInvalid,
                PeriodInvalid: by their rules.
        """
        plain = Product(sku.strip(), name.strip(), self._money(price), tuple(barcodes))
        product = with_fields(plain, more)
        with self.database.transaction() as work:
            _check_category(work, product)
            work.products.add(product)
        return product

    def update_product(
        self,
        sku: str,
        *,
        name: str | None = None,
        price: str | Money | None = None,
        barcodes: Iterable[str] | None = None,
        if_version: str | None = None,
        **more: Unpack[MoreFields],
    ) -> Product:
        """Change what is given of a product; a name, price or barcodes of None stay.

        Raises:
            SkuUnknown: there is no such product.
            EditOfOldVersion: `if_version` is given and is not its `version_of`.
            BarcodeTaken: another product has the barcode.
            CategoryUnknown: the shop has no such category.
            ProductNameInvalid, PriceInvalid, BarcodeInvalid, ProductFieldInvalid,
                PeriodInvalid: by their rules.
        """
        fields: dict[str, Any] = dict(more)
        if name is not None:
            fields["name"] = name.strip()
        if price is not None:
            fields["price"] = self._money(price)
        if barcodes is not None:
            fields["barcodes"] = tuple(barcodes)
        with self.database.transaction() as work:
            before = work.products.get_by_sku(sku)
            _check_version(before, if_version)
            product = with_fields(before, fields)
            _check_category(work, product)
            work.products.update(product)
        return product

    def remove_product(self, sku: str, *, if_version: str | None = None) -> None:
        """Remove a product with its photos.

        Raises:
            SkuUnknown: there is no such product.
            EditOfOldVersion: `if_version` is given and is not its `version_of`.
        """
        with self.database.transaction() as work:
            _check_version(work.products.get_by_sku(sku), if_version)
            had_photos = bool(work.photos.of_product(sku))
            work.products.remove(sku)
        if had_photos:
            self.gallery_changed()

    def product(self, sku: str) -> Product:
        """The product of a SKU.

        Raises:
            SkuUnknown: there is no such product.
        """
        with self.database.reading() as work:
            return work.products.get_by_sku(sku)

    def product_of_barcode(self, barcode: str) -> Product:
        """The product with a barcode; a UPC-A is found by its EAN-13 and back.

        Raises:
            BarcodeInvalid: it can be none. BarcodeUnknown: no product has it.
        """
        check_barcode(barcode)
        with self.database.reading() as work:
            product = work.products.find_by_barcode(barcode)
        if product is None:
            raise BarcodeUnknown(barcode)
        return product

    def products(
        self,
        *,
        after_sku: str = "",
        limit: int = 1000,
        is_active: bool | None = None,
        category_id: str | None = None,
    ) -> list[Product]:
        """The first `limit` products after a SKU, in the order of their SKUs.

        Only those that are sold, or not, and of one category, where these are given.
        """
        with self.database.reading() as work:
            return work.products.page(
                limit=limit, after_sku=after_sku, is_active=is_active, category_id=category_id
            )

    def find_products(self, query: str, *, limit: int = 20, **filters: Any) -> list[Product]:
        """The products whose names are like `query`, best first: Chinese, pinyin, its initials.

        `filters` are `is_active` and `category_id`, as of `products`.
        """
        with self.database.reading() as work:
            return work.products.search(query, limit=limit, **filters)

    def import_products(
        self, content: bytes, *, update: bool = False, encoding: Encoding = "utf-8"
    ) -> ImportReport:
        """Add every product of a CSV file, or change nothing; see `import_products`."""
        return import_products(self.database, content, update=update, encoding=encoding)

    def try_import(
        self, content: bytes, *, update: bool = False, encoding: Encoding = "utf-8"
    ) -> ImportReport:
        """Say line by line what `import_products` would do, and change nothing."""
        return try_import(self.database, content, update=update, encoding=encoding)

    def export_products(self) -> bytes:
        """The catalogue as a CSV file that `import_products` reads back."""
        return export_products(self.database)

    # --- the object itself

    def close(self) -> None:
        """Give the files back."""
        if "gallery" in vars(self):  # it is made when it is first needed
            self.gallery.close()
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def currency(self) -> Currency:
        """Of every price in the shop."""
        return self.database.currency

    def _money(self, price: str | Money) -> Money:
        return price if isinstance(price, Money) else parse_price(price, self.currency)


def _check_category(work: Work, product: Product) -> None:
    if product.category_id is not None:
        work.categories.tree().get(product.category_id)


def _check_version(product: Product, if_version: str | None) -> None:
    version = version_of(product)
    if if_version is not None and if_version != version:
        raise EditOfOldVersion(if_version, version)
