"""What several interfaces do with a shop, and what they all give for it. Decides nothing."""

from collections.abc import Sequence

from colugo.checkout import Recognition, Shop
from colugo.interfaces.gallery_shapes import AdviceOut, Enrolled, PhotoOut, SceneOut
from colugo.interfaces.scene_facts import as_facts, marks
from colugo.interfaces.shapes import ProductOut
from colugo.shop import Product
from colugo.vision import Image, annotate, decode
from colugo.vision.encode import encode


def recognise(
    shop: Shop, picture: bytes, *, draw: bool = False, store_id: str | None = None
) -> tuple[SceneOut, bytes | None]:
    """Recognise every product on a picture, and price what is certain.

    Returns:
        The scene, and a JPEG of it with boxes where it is to be drawn.
    """
    image = decode(picture, shop.limits)
    recognition = shop.recognise(image, store_id=store_id)
    drawn = _drawn(shop, image, recognition) if draw else None
    facts = as_facts(shop, recognition)
    return SceneOut(**facts, is_settled=recognition.is_settled), drawn


def enrol(shop: Shop, sku: str, photos: Sequence[bytes]) -> Enrolled:
    """Add photos of a product, all or none."""
    made = set(shop.enrol(sku, photos))
    advice = [AdviceOut.of(each) for each in shop.enrolment_advice([sku])]
    kept = [PhotoOut.of(each) for each in shop.photos(sku) if each.id in made]
    return Enrolled(photos=kept, advice=advice)


def priced(shop: Shop, products: Sequence[Product], store_id: str | None) -> list[ProductOut]:
    """Products with the prices in force in a store."""
    prices = shop.prices_in_force(products, store_id)
    return [ProductOut.of(each, prices[each.sku]) for each in products]


def make_ready(shop: Shop) -> None:
    """Load what a shop needs to recognise, and see that its database answers.

    Raises:
        ColugoError: what is wrong.
    """
    shop.products(limit=1)
    shop.gallery.refresh()
    _ = shop.detector


def _drawn(shop: Shop, image: Image, recognition: Recognition) -> bytes:
    return encode(annotate(image, marks(shop, recognition)), ".jpg")
