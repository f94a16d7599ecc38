"""The predecessor's rules over the live gallery of a shop. Knows no price and no protocol.

The numbers are those that its service had written into the code.
Source: ../shared/spec/predecessor-interfaces.md 4.3 and 5.4.
"""

from typing import Final

from colugo.checkout.legacy.paddle_rules import (
    Recognised,
    candidates,
    is_accepted,
    without_overlaps,
)
from colugo.checkout.shop import Shop
from colugo.vision import Image, decode

_MAX_BOXES: Final = 5
_BOX_SCORE: Final = 0.2
_SIMILARITY: Final = 0.5
_MAX_IOU: Final = 0.05


def recognise_by_paddle_rules(shop: Shop, picture: bytes) -> list[Recognised]:
    """What is on a picture by the predecessor's rules, best first; labels are names of products.

    Raises:
        PictureUnusable: one of its subclasses, each for one reason.
        GalleryOfOtherModel: the gallery is embedded by another model.
        RecognitionBusy: more scenes wait than can be served in time.
    """
    with shop.scene_queue.turn():
        return _recognised(shop, decode(picture, shop.limits))


def _recognised(shop: Shop, image: Image) -> list[Recognised]:
    shop.gallery.refresh()
    found = shop.detector.with_threshold(_BOX_SCORE).detect(image)
    boxes = candidates(
        found.xyxy, found.scores, image.size_wh, max_results=_MAX_BOXES, threshold=_BOX_SCORE
    )
    vectors = shop.embedder.embed([image.crop(box) for box in boxes])
    products = shop.gallery.products
    matches = shop.gallery.search(vectors, 1)
    accepted = [
        Recognised(box, products[int(number)].name, similarity)
        for box, number, similarity in zip(
            boxes, matches.product_ids[:, 0], matches.similarities[:, 0], strict=True
        )
        if number >= 0 and is_accepted(similarity, _SIMILARITY)
    ]
    return without_overlaps(accepted, _MAX_IOU)
