"""Advice on the gallery in the words of the admin. Decides nothing."""

from collections.abc import Mapping, Sequence
from typing import Final

from nicegui import ui

from colugo.checkout.gallery_advice import WARNINGS, Advice, Kind
from colugo.interfaces.admin.desk import Desk
from colugo.interfaces.admin.finding import picture_of
from colugo.interfaces.admin.words import Words
from colugo.shop.orders import By

_KEYS: Final[Mapping[Kind, str]] = {
    "too alike": "advice.too_alike",
    "odd photo": "advice.odd_photo",
    "like nothing": "advice.like_nothing",
    "one photo": "advice.one_photo",
    "take one more": "advice.take_one_more",
}


def sentence(words: Words, advice: Advice, names: Mapping[str, str]) -> str:
    """What to do, with the names of the products."""
    other = advice.other_sku or ""
    return words(
        _KEYS[advice.kind], name=names.get(advice.sku, advice.sku), other=names.get(other, other),
        photo=advice.photo_id, similarity=f"{advice.similarity:.2f}", photos=advice.photos,
    )  # fmt: skip


async def show_advice(desk: Desk, advice: Sequence[Advice]) -> None:
    """Draw advice, each with a picture of what it is about."""
    skus = {sku for each in advice for sku in (each.sku, each.other_sku) if sku is not None}

    def read(_: By) -> tuple[dict[str, str], dict[str, int]]:
        with desk.shop.database.reading() as work:
            products = (work.products.find_by_sku(sku) for sku in sorted(skus))
            names = {each.sku: each.name_in(desk.language) for each in products if each}
            return names, work.photos.first_by_sku(sorted(skus))

    names, photos = await desk.do("read_catalogue", read)
    for each in advice:
        with ui.element("div").classes("advice" if each.kind in WARNINGS else "advice mild"):
            shown = [each.photo_id] if each.photo_id else [photos.get(each.sku)]
            shown += [photos.get(each.other_sku)] if each.other_sku else []
            for photo_id in shown:
                if photo_id is not None:
                    ui.element("img").classes("thumb").props(f'src="{picture_of(photo_id)}" alt=""')
            ui.label(sentence(desk.words, each, names))
