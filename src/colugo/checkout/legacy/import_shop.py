"""Brings a predecessor's shop into a shop of ours: products and photos in one transaction.

A second run adds what is new and doubles nothing. What our shop has is never overwritten: it
is the shop that sells now.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from colugo.checkout.calibrate import recalibrate
from colugo.checkout.enrolment import PhotoToEnrol, Progress
from colugo.checkout.shop import Shop
from colugo.errors import ColugoError, DumpInvalid, LegacyShopOtherCurrency, PictureUnusable
from colugo.legacy.shop_folder import LegacyProduct, LegacyShop
from colugo.shop import Currency, Product, parse_price
from colugo.vision import decode, read_picture

_CURRENCY = "CNY"  # the predecessor knows no other


@dataclass(frozen=True)
class LegacyImport:
    """What an import did, and where the predecessor's files disagree.

    Attributes:
        folder: what was read, with its own findings.
        added: products that are new.
        present: products that were there already.
        kept: products that were there with another name or price, and were left so.
        photos_added: photos that are new.
        photos_present: photos that were there already.
        unusable: pictures that cannot be read, by file, and why.
    """

    folder: LegacyShop
    added: tuple[Product, ...]
    present: int
    kept: tuple[Product, ...]
    photos_added: int
    photos_present: int
    unusable: dict[str, str]

    @property
    def stock_known(self) -> tuple[LegacyProduct, ...]:
        """Products whose stock the table says; of the others it is not known, which is not 0."""
        return tuple(each for each in self.folder.products if each.stock is not None)


@dataclass(frozen=True)
class _Plan:
    """What is still to be written."""

    products: tuple[Product, ...]
    kept: tuple[Product, ...]
    photos: tuple[PhotoToEnrol, ...]
    photos_present: int
    unusable: dict[str, str]


def pictures_to_read(legacy: LegacyShop) -> int:
    """Pictures that belong to a product: what an import reads at most."""
    return sum(len(pictures) for pictures in legacy.pictures.values())


def import_shop(
    shop: Shop, legacy: LegacyShop, dump: Path, progress: Progress = lambda _: None
) -> LegacyImport:
    """Add the products and photos that the shop does not have yet, all or none.

    A product's SKU is its number, its price is in yuan. Pictures that cannot be read are
    reported and their products added all the same.

    Args:
        shop: to import into, with prices in CNY.
        legacy: what `read_shop_folder` found.
        dump: path of the dump, to name its lines.
        progress: called with the photos done so far.

    Raises:
        LegacyShopOtherCurrency: the shop has other prices.
        DumpInvalid: a product cannot be one of ours; the line is named.
        GalleryOfOtherModel, StorageError: nothing is changed.
    """
    if shop.currency.code != _CURRENCY:
        raise LegacyShopOtherCurrency(str(shop.folder), shop.currency.code)
    wanted = [_product(each, dump, shop.currency) for each in legacy.products]
    shop.gallery.refresh()
    plan = _plan(shop, wanted, legacy)
    prepared = shop.prepared(plan.photos, progress)
    model_id = shop.embedder.model_id
    with shop.database.transaction() as work:
        work.products.add_many(plan.products)
        for each in prepared:
            work.photos.add(each.sku, each.photo, each.embedding, model_id)
    shop.gallery.refresh()
    recalibrate(shop.database, shop.gallery, model_id)
    return LegacyImport(
        folder=legacy,
        added=plan.products,
        present=len(wanted) - len(plan.products),
        kept=plan.kept,
        photos_added=len(prepared),
        photos_present=plan.photos_present,
        unusable=plan.unusable,
    )


def _product(legacy: LegacyProduct, dump: Path, currency: Currency) -> Product:
    try:
        price = parse_price(f"{legacy.price:f}", currency)
        return Product(str(legacy.number), legacy.name, price)
    except ColugoError as error:
        raise DumpInvalid(str(dump), legacy.line, str(error)) from error


def _plan(shop: Shop, wanted: Sequence[Product], legacy: LegacyShop) -> _Plan:
    there: dict[str, Product] = {}
    digests: dict[str, set[str]] = {}
    with shop.database.reading() as work:
        for product in wanted:
            found = work.products.find_by_sku(product.sku)
            if found is not None:
                there[product.sku] = found
                digests[product.sku] = {p.sha256 for p in work.photos.of_product(product.sku)}
    differing = [each for each in wanted if _differs(each, there.get(each.sku))]
    other_names = {each.sku for each in differing if there[each.sku].name != each.name}
    photos: list[PhotoToEnrol] = []
    unusable: dict[str, str] = {}
    present = 0
    for product, path in _pictures(wanted, legacy):
        if product.sku in other_names:  # it may be another product that has the number
            continue
        digest = _digest(shop, path, unusable)
        known = digests.setdefault(product.sku, set())
        if digest is not None and digest not in known:
            photos.append(PhotoToEnrol(product.sku, path))
            known.add(digest)
        elif digest is not None:
            present += 1
    return _Plan(
        products=tuple(each for each in wanted if each.sku not in there),
        kept=tuple(there[each.sku] for each in differing),
        photos=tuple(photos),
        photos_present=present,
        unusable=unusable,
    )


def _differs(wanted: Product, there: Product | None) -> bool:
    return there is not None and (there.name, there.price) != (wanted.name, wanted.price)


def _pictures(wanted: Sequence[Product], legacy: LegacyShop) -> Iterator[tuple[Product, Path]]:
    for product in wanted:
        for path in legacy.pictures.get(int(product.sku), ()):
            yield product, path


def _digest(shop: Shop, path: Path, unusable: dict[str, str]) -> str | None:
    """SHA-256 of a picture that can be decoded; what cannot goes to `unusable`."""
    try:
        content = read_picture(path, shop.limits)
        decode(content, shop.limits)
    except PictureUnusable as error:
        unusable[str(path)] = str(error)
        return None
    return hashlib.sha256(content).hexdigest()
