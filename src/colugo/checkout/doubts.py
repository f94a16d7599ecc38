"""What the boxes of one scene may show: the candidates of each, with the looks of their photos."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from colugo.checkout.by_second_look import Doubt, is_close
from colugo.checkout.calibrate import RULE
from colugo.checkout.live_gallery import LiveGallery
from colugo.checkout.photo_looks import PhotoLooks
from colugo.checkout.verdict import Box
from colugo.gallery import Confidence, Matches
from colugo.vision import Detections, Image
from colugo.vision.closer_look import look_closely

_PHOTOS: Final = 8  # of each candidate: the one most like the crop, then the newest


@dataclass(frozen=True, eq=False)
class Doubts:
    """The boxes of a scene, what the gallery found for them, and where the photos' looks are."""

    image: Image
    detections: Detections
    matches: Matches  # (n, k) of the n boxes
    gallery: LiveGallery
    looks: PhotoLooks
    confidence: Confidence

    def of(self, box: Box) -> Doubt | None:
        """What a box may show; None where the first candidate is well apart from the second."""
        (row, *_) = np.flatnonzero(
            (self.detections.xyxy == np.array(box, np.float32)).all(axis=1)
        ).tolist()
        products = [int(each) for each in self.matches.product_ids[row] if each >= 0]
        similarities = self.matches.similarities[row, : len(products)].astype(np.float64)
        if not is_close(similarities):
            return None
        nearest = self.matches.photo_ids[row].tolist()
        photos = [
            self.gallery.photos_of(product, _PHOTOS, photo)
            for product, photo in zip(products, nearest, strict=False)
        ]
        looks = self.looks.of(photo for each in photos for photo in each)
        shown = [[looks[photo] for photo in each if photo in looks] for each in photos]
        skus = tuple(self.gallery.products[product].sku for product in products)
        crop = look_closely(self.image.crop(box))
        return Doubt(crop, skus, similarities, shown, self._careful(products))

    def _careful(self, products: Sequence[int]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """What the gallery takes off the odds of each: of all, and of those it saw mistaken."""
        shift = min(0.0, self.confidence.bias - RULE.bias)
        careful = self.confidence.careful
        return np.array([shift + careful.get(product, 0.0) for product in products])
