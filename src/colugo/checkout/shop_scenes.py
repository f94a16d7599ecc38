"""How a shop recognises what lies on its counter, and prices what is certain."""

from colugo.checkout.calibrate import current_confidence
from colugo.checkout.decide import decide
from colugo.checkout.enrolment import PhotoSource
from colugo.checkout.pricing import ask_for_weights, price
from colugo.checkout.shop_photos import ShopPhotos
from colugo.checkout.shop_prices import ShopPrices
from colugo.checkout.verdict import Recognition
from colugo.gallery import RANKED
from colugo.vision import Image, decode


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
        """
        image = scene if isinstance(scene, Image) else decode(scene, self.limits)
        self.gallery.refresh()
        detections = self.detector.detect(image)
        embeddings = self.embedder.embed([image.crop(box) for box in detections.xyxy])
        gallery = self.gallery
        matches = gallery.index.search(embeddings, RANKED)
        skus = {number: product.sku for number, product in gallery.products.items()}
        decided = decide(
            detections,
            matches,
            current_confidence(self.database, self.embedder.model_id),
            skus,
            wrong_cost=self.settings.wrong_cost,
            candidates=self.settings.candidates,
        )
        sold = gallery.products.values()
        verdicts = ask_for_weights(decided, sold)
        known = {verdict.sku for verdict in verdicts}
        priced = self.at_prices_in_force((each for each in sold if each.sku in known), store_id)
        return Recognition(verdicts, price(verdicts, priced, self.database.currency))
