"""Where the photos of `colugo synth scenes` come from: a shop, a folder or a list. Cuts nothing."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path

import typer

from colugo.checkout import Shop
from colugo.errors import EvaluationInvalid
from colugo.evaluation.photo_sets import read_photos
from colugo.interfaces.cli.context import open_shop
from colugo.legacy.data_file import read_data_file
from colugo.synth.studio.cutouts import Exemplar, FindBoxes
from colugo.vision import default_detector

_ALL = 1_000_000


@dataclass(frozen=True)
class Photos:
    """Photos of products, names of the products, and what finds products on them."""

    exemplars: Sequence[Exemplar]
    titles: Mapping[str, str]
    find: FindBoxes


@contextmanager
def photos_of(shop: Path | None, photos: Path | None, skip: int) -> Iterator[Photos]:
    """The photos of a shop, or of a folder or list, without the first `skip` of each product.

    Raises:
        ShopMissing: there is no such shop. EvaluationInvalid, DataFileInvalid: there are no
            photos, or a list has another form.
    """
    if (shop is None) == (photos is None):
        raise typer.BadParameter("name one of --from-shop and --from-photos")
    if shop is not None:
        with open_shop(shop) as opened:
            titles = {each.sku: each.name for each in opened.products(limit=_ALL)}
            exemplars = _without_first(_of_shop(opened, titles), skip)
            yield Photos(exemplars, titles, opened.detector.detect)
    elif photos is not None:
        exemplars = _without_first(_of_files(photos), skip)
        yield Photos(exemplars, {}, default_detector().detect)


def _of_shop(shop: Shop, skus: Mapping[str, str]) -> list[Exemplar]:
    return [
        Exemplar(sku, photo.path, partial(_file_of, shop, photo.id))
        for sku in skus
        for photo in shop.photos(sku)
    ]


def _file_of(shop: Shop, photo_id: int) -> bytes:
    return shop.photo_file(photo_id)[1]


def _of_files(source: Path) -> list[Exemplar]:
    if source.is_file() and "\t" in source.read_text(encoding="utf-8-sig", errors="replace"):
        lines = read_data_file(source)
        named = [(line.label, source.parent / line.picture) for line in lines]
    else:
        named = [(photo.product, photo.path) for photo in read_photos(source)]
    for _, path in named:
        if not path.is_file():
            raise EvaluationInvalid(str(source), "pictures that are there", f"no file at {path}")
    named.sort(key=lambda each: each[0])
    return [Exemplar(sku, f"{p.parent.name}/{p.name}", p.read_bytes) for sku, p in named]


def _without_first(exemplars: Sequence[Exemplar], skip: int) -> list[Exemplar]:
    """Without the first few photos of each product; products come together."""
    by_sku = groupby(exemplars, key=lambda each: each.sku)
    return [each for _, group in by_sku for each in list(group)[skip:]]
