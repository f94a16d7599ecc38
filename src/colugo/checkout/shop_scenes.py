"""How a shop recognises what lies on its counter, and prices what is certain."""

from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import Final

import numpy as np

from colugo.checkout.by_barcode import settle_by_barcode
from colugo.checkout.by_second_look import settle_by_second_look
from colugo.checkout.calibrate import current_confidence
from colugo.checkout.decide import decide
from colugo.checkout.doubts import Doubts
from colugo.checkout.enrolment import PhotoSource, main_body
from colugo.checkout.pricing import ask_for_weights, price
from colugo.checkout.second_look import CANDIDATES
from colugo.checkout.shop_photos import ShopPhotos
from colugo.checkout.shop_prices import ShopPrices
from colugo.checkout.verdict import Box, Candidate, Recognition, Verdict
from colugo.gallery import Matches
from colugo.gallery.index import NOBODY
from colugo.shop import Product
from colugo.vision import Detections, Image, decode
from colugo.vision.barcodes import SeenBarcode, read_barcodes

_ROOM: Final = 0.05  # around a box, as a share of its longer side


class ShopScenes(ShopPrices, ShopPhotos):
    """The recognition of scenes by one shop; a part of `Shop`."""

    def recognise(self, scene: PhotoSource | Image, *, store_id: str | None = None) -> Recognition:
        """Find every product on a picture of the counter, and price what is certain.

        Args:
            scene: the path or the bytes of a JPEG, PNG or WebP, or a decoded picture.
            store_id: whose price lists count; None for those of all stores alone.

        Returns:
            One verdict per box; the basket of the known ones. A scene with nothing on it
            has no verdict, and before any product is enrolled every verdict is unknown.
            A product sold by weight is at best unsure: a camera weighs nothing.

        Raises:
            PictureUnusable: one of its subclasses, each for one reason.
            GalleryOfOtherModel: the gallery is embedded by another model.
            StoreUnknown: there is no such store.
            RecognitionBusy: more scenes wait than can be served in time.
        """
        with ExitStack() as turn:
            with self.watch.stage("wait"):
                turn.enter_context(self.scene_queue.turn())
            recognition = self._recognised(scene, store_id)
        self.watch.recognised(recognition)
        return recognition

    def _recognised(self, scene: PhotoSource | Image, store_id: str | None) -> Recognition:
        stage = self.watch.stage
        with stage("decode"):
            image = scene if isinstance(scene, Image) else decode(scene, self.limits)
        with stage("detect"):
            detections = self.detector.detect(image)
        with stage("embed"):
            embeddings = self.embedder.embed([image.crop(box) for box in detections.xyxy])
        with stage("search"):
            self.gallery.refresh()
            matches = self.gallery.search(embeddings, CANDIDATES)
        with stage("decide"):
            verdicts, products = self._decided(image, detections, matches)
        with stage("price"):
            known = {verdict.sku for verdict in verdicts}
            priced = self.at_prices_in_force((p for p in products if p.sku in known), store_id)
            return Recognition(verdicts, price(verdicts, priced, self.database.currency))

    def _decided(
        self, image: Image, detections: Detections, matches: Matches
    ) -> tuple[tuple[Verdict, ...], list[Product]]:
        """A verdict per box, and the products that they name."""
        gallery = self.gallery
        skus = {number: product.sku for number, product in gallery.products.items()}
        confidence = current_confidence(self.database, self.embedder.model_id)
        decided = decide(
            detections,
            matches,
            confidence,
            skus,
            wrong_cost=self.settings.wrong_cost,
            candidates=self.settings.candidates,
        )
        if self.settings.read_barcodes:
            decided = settle_by_barcode(decided, partial(_codes_in, image), self._sku_of)
        if self.settings.second_look:
            doubts = Doubts(image, detections, matches, gallery, self.looks, confidence)
            decided = settle_by_second_look(
                decided,
                doubts.of,
                wrong_cost=self.settings.wrong_cost,
                candidates=self.settings.candidates,
            )
        named = {each.sku for verdict in decided for each in verdict.candidates}
        products = self._products_of(named, gallery.products.values())
        return ask_for_weights(decided, products), products

    def search(self, picture: PhotoSource, *, limit: int = 5) -> tuple[Candidate, ...]:
        """The products of the gallery that are most like a picture of one, best first.

        The picture is cut to its one clear box, as a photo is that is enrolled. Nothing is
        decided: the best of them may be like it by chance.

        Args:
            picture: the path or the bytes of a JPEG, PNG or WebP.
            limit: products at most, 1 or more.

        Raises:
            PictureUnusable: one of its subclasses, each for one reason.
            GalleryOfOtherModel: the gallery is embedded by another model.
            RecognitionBusy: more scenes wait than can be served in time.
        """
        with self.scene_queue.turn():
            image = decode(picture, self.limits)
            query = self.embedder.embed([main_body(image, self.detector.detect(image))])
        gallery = self.gallery
        gallery.refresh()
        matches = gallery.search(query, limit)
        return tuple(
            Candidate(gallery.products[number].sku, similarity)
            for number, similarity in zip(
                matches.product_ids[0].tolist(), matches.similarities[0].tolist(), strict=True
            )
            if number != NOBODY
        )

    def _products_of(self, skus: set[str], there: Iterable[Product]) -> list[Product]:
        """The products of SKUs; one read off a barcode may have no photo in the gallery."""
        found = {product.sku: product for product in there if product.sku in skus}
        with self.database.reading() as work:
            return [found[sku] if sku in found else work.products.get_by_sku(sku) for sku in skus]

    def _sku_of(self, code: str) -> str | None:
        with self.database.reading() as work:
            product = work.products.find_by_barcode(code)
        is_sold = product is not None and product.is_active and product.unit == "piece"
        return product.sku if product is not None and is_sold else None


def _codes_in(image: Image, box: Box) -> list[SeenBarcode]:
    """The barcodes of a box, with some room around it: bars are read to their ends."""
    left, top, right, bottom = box
    room = _ROOM * max(right - left, bottom - top)
    width, height = image.size_wh
    x0, y0 = max(0, int(left - room)), max(0, int(top - room))
    x1, y1 = min(width, int(right + room) + 1), min(height, int(bottom + room) + 1)
    part = Image(np.ascontiguousarray(image.pixels[y0:y1, x0:x1]))
    return [replace(each, x=each.x + x0, y=each.y + y0) for each in read_barcodes(part)]
