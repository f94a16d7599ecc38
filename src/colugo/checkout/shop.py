"""The shop as one object: products in, photos in, a scene in, the priced list out.

It joins vision, gallery, persistence and the domain, and decides nothing itself.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from colugo.checkout.calibrate import current_thresholds, recalibrate
from colugo.checkout.catalogue import ImportReport, import_products
from colugo.checkout.decide import decide
from colugo.checkout.enrolment import (
    PhotoSource,
    PhotoToEnrol,
    Progress,
    photos_of_folder,
    prepare,
    write,
)
from colugo.checkout.gallery_care import GalleryReport, check_gallery, rebuild_gallery
from colugo.checkout.loaded import Loaded
from colugo.checkout.pricing import price
from colugo.checkout.verdict import Recognition
from colugo.errors import NothingToEnrol, ShopExists, ShopMissing
from colugo.persistence import Database, Photo
from colugo.settings import Settings
from colugo.shop import Currency, Money, Product, parse_price
from colugo.shop.products_csv import Encoding
from colugo.vision import Image, decode

DATABASE_NAME = "shop.sqlite3"


def _no_progress(_: int) -> None:
    """Nobody watches."""


class Shop(Loaded):
    """One shop: its catalogue, its gallery, and the recognition of scenes.

    Networks and gallery are loaded when they are first needed. One shop may serve many
    threads; several processes may open the same folder, and each sees what the others
    enrol at its next scene.

    Attributes:
        folder: where the shop is kept.
        settings: as they were when it was opened.
        database: the truth of the shop.
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
        return cls(path, settings, Database.create(path / DATABASE_NAME, Currency.of(currency)))

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
        if not (path / DATABASE_NAME).is_file():
            raise ShopMissing(str(folder))
        settings = Settings.load(path, **options)
        return cls(path, settings, Database.open(path / DATABASE_NAME))

    # --- products

    def add_product(
        self, *, sku: str, name: str, price: str | Money, barcodes: Iterable[str] = ()
    ) -> Product:
        """Add a product; `price` is text like "5.50" in the shop's currency, or Money.

        Raises:
            SkuTaken, BarcodeTaken: another product has it.
            SkuInvalid, ProductNameInvalid, PriceInvalid, BarcodeInvalid: by their rules.
        """
        product = Product(sku.strip(), name.strip(), self._money(price), tuple(barcodes))
        with self.database.transaction() as work:
            work.products.add(product)
        return product

    def update_product(
        self,
        sku: str,
        *,
        name: str | None = None,
        price: str | Money | None = None,
        barcodes: Iterable[str] | None = None,
        is_active: bool | None = None,
    ) -> Product:
        """Change what is given of a product; what is None stays.

        Raises:
            SkuUnknown: there is no such product.
            BarcodeTaken: another product has the barcode.
            ProductNameInvalid, PriceInvalid, BarcodeInvalid: by their rules.
        """
        with self.database.transaction() as work:
            old = work.products.get_by_sku(sku)
            product = Product(
                sku,
                old.name if name is None else name.strip(),
                old.price if price is None else self._money(price),
                old.barcodes if barcodes is None else tuple(barcodes),
                old.is_active if is_active is None else is_active,
            )
            work.products.update(product)
        return product

    def remove_product(self, sku: str) -> None:
        """Remove a product with its photos.

        Raises:
            SkuUnknown: there is no such product.
        """
        with self.database.transaction() as work:
            work.products.remove(sku)

    def product(self, sku: str) -> Product:
        """The product of a SKU.

        Raises:
            SkuUnknown: there is no such product.
        """
        with self.database.reading() as work:
            return work.products.get_by_sku(sku)

    def products(self, *, after_sku: str = "", limit: int = 1000) -> list[Product]:
        """The first `limit` products after a SKU, in the order of their SKUs."""
        with self.database.reading() as work:
            return work.products.page(limit=limit, after_sku=after_sku)

    def import_products(
        self, content: bytes, *, update: bool = False, encoding: Encoding = "utf-8"
    ) -> ImportReport:
        """Add every product of a CSV file, or change nothing; see `import_products`."""
        return import_products(self.database, content, update=update, encoding=encoding)

    # --- photos

    def enrol(
        self, sku: str, photos: Sequence[PhotoSource], *, progress: Progress = _no_progress
    ) -> list[int]:
        """Add photos of a product to the gallery, all or none; gives their ids.

        They are found by the next scene, in this process and in every other.

        Raises:
            SkuUnknown: there is no such product.
            NothingToEnrol: no photo was given.
            EnrolmentFailed: names every photo that cannot be used.
            PhotoTaken: the product has this very picture.
            GalleryOfOtherModel: the gallery is embedded by another model.
        """
        if not photos:
            raise NothingToEnrol("what was given", "one photo or more")
        return self.enrol_all([PhotoToEnrol(sku, photo) for photo in photos], progress=progress)

    def enrol_all(
        self, photos: Sequence[PhotoToEnrol], *, progress: Progress = _no_progress
    ) -> list[int]:
        """Add photos of many products in one transaction; gives their ids. See `enrol`."""
        with self.database.reading() as work:
            for sku in dict.fromkeys(photo.sku for photo in photos):
                work.products.get_id(sku)
        self.gallery.refresh()
        prepared = prepare(photos, self.detector, self.embedder, self.limits, progress)
        photo_ids = write(self.database, prepared, self.embedder.model_id)
        self.gallery.refresh()
        recalibrate(self.database, self.gallery, self.embedder.model_id, self.settings)
        return photo_ids

    def enrol_folder(
        self, folder: str | os.PathLike[str], *, progress: Progress = _no_progress
    ) -> list[int]:
        """Enrol a folder that has one sub-folder of photos per SKU. See `enrol`."""
        return self.enrol_all(photos_of_folder(Path(folder)), progress=progress)

    def photos(self, sku: str) -> Sequence[Photo]:
        """The photos of a product, oldest first.

        Raises:
            SkuUnknown: there is no such product.
        """
        with self.database.reading() as work:
            return work.photos.of_product(sku)

    def remove_photos(self, photo_ids: Sequence[int]) -> Sequence[Photo]:
        """Remove photos from the gallery, all or none; gives what was removed.

        Raises:
            PhotoUnknown: names those that are not there.
        """
        with self.database.transaction() as work:
            return work.photos.remove(photo_ids)

    def rebuild_gallery(self, *, progress: Progress = _no_progress) -> int:
        """Embed every photo that the model in use has not embedded; gives how many.

        Needed after a change of the model. What is done stays done when it is interrupted.
        The thresholds are fitted anew in any case.
        """
        done = rebuild_gallery(self.database, self.detector, self.embedder, self.limits, progress)
        self.gallery.refresh()
        model_id = self.embedder.model_id
        recalibrate(self.database, self.gallery, model_id, self.settings, anyway=True)
        return done

    def check_gallery(self) -> GalleryReport:
        """Look for what is wrong with the gallery; changes nothing."""
        return check_gallery(self.database, self.embedder.model_id)

    # --- scenes

    def recognise(self, scene: PhotoSource | Image) -> Recognition:
        """Find every product on a picture of the counter, and price what is certain.

        Args:
            scene: the path or the bytes of a JPEG, PNG or WebP, or a decoded picture.

        Returns:
            One verdict per box; the basket of the known ones. A scene with nothing on it
            has no verdict, and before any product is enrolled every verdict is unknown.

        Raises:
            PictureUnusable: one of its subclasses, each for one reason.
            GalleryOfOtherModel: the gallery is embedded by another model.
        """
        image = scene if isinstance(scene, Image) else decode(scene, self.limits)
        self.gallery.refresh()
        detections = self.detector.detect(image)
        embeddings = self.embedder.embed([image.crop(box) for box in detections.xyxy])
        gallery = self.gallery
        matches = gallery.index.search(embeddings, max(2, self.settings.candidates))
        skus = {number: product.sku for number, product in gallery.products.items()}
        thresholds = current_thresholds(self.database, self.embedder.model_id)
        verdicts = decide(
            detections, matches, thresholds, skus, candidates=self.settings.candidates
        )
        return Recognition(verdicts, price(verdicts, gallery.products.values(), self.currency))

    # --- the object itself

    def close(self) -> None:
        """Give the files back."""
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
