"""Keeps the gallery whole: what is wrong with it, and embedding it by another model."""

from collections.abc import Callable
from dataclasses import dataclass

from colugo.checkout.enrolment import main_body
from colugo.persistence import Database
from colugo.vision import DecodeLimits, Detector, Embedder, decode

_BATCH = 16


@dataclass(frozen=True)
class GalleryReport:
    """What a look at the gallery found.

    Attributes:
        products: that are sold.
        photos: of all products.
        model_id: the model in use.
        embedded_by: photos embedded, by model id.
        without_photos: SKUs of products sold that no photo shows: never recognised.
        with_one_photo: SKUs of products sold with a single photo: thresholds are guessed.
        not_embedded: photos the model in use has not embedded.
        missing_files: photos whose file is gone.
        orphan_files: files no photo names; harmless.
    """

    products: int
    photos: int
    model_id: str
    embedded_by: dict[str, int]
    without_photos: tuple[str, ...]
    with_one_photo: tuple[str, ...]
    not_embedded: int
    missing_files: tuple[str, ...]
    orphan_files: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Whether every photo can be searched for and is on disk."""
        return not (self.not_embedded or self.missing_files)


def check_gallery(database: Database, model_id: str) -> GalleryReport:
    """Look at every product and photo; changes nothing."""
    files = database.check_files()
    with database.reading() as work:
        counts = work.photos.count_by_sku()
        sold = work.products.page(limit=max(1, work.products.count()), is_active=True)
        embedded_by = work.photos.embedding_models()
        photos = work.photos.count()
    skus = [product.sku for product in sold]
    return GalleryReport(
        products=len(skus),
        photos=photos,
        model_id=model_id,
        embedded_by=embedded_by,
        without_photos=tuple(sku for sku in skus if sku not in counts),
        with_one_photo=tuple(sku for sku in skus if counts.get(sku) == 1),
        not_embedded=photos - embedded_by.get(model_id, 0),
        missing_files=files.missing,
        orphan_files=files.orphans,
    )


def rebuild_gallery(
    database: Database,
    detector: Detector,
    embedder: Embedder,
    limits: DecodeLimits,
    progress: Callable[[int], None],
) -> int:
    """Embed every photo that `embedder` has not embedded, some at a time; gives how many.

    Each batch is a transaction of its own, so an interrupted rebuild goes on where it
    stopped. When all are done, what other models embedded is forgotten.

    Raises:
        PictureUnusable: the file of a photo is gone or damaged; remove that photo.
    """
    done = 0
    while True:
        with database.reading() as work:
            photos = work.photos.without_embedding(embedder.model_id, limit=_BATCH)
        if not photos:
            break
        images = [decode(database.files.path_of(photo.path), limits) for photo in photos]
        crops = [main_body(image, detector.detect(image)) for image in images]
        rows = embedder.embed(crops)
        with database.transaction() as work:
            for photo, row in zip(photos, rows, strict=True):
                work.photos.replace_embedding(photo.id, row, embedder.model_id)
        done += len(photos)
        progress(done)
    with database.transaction() as work:
        for model_id in set(work.photos.embedding_models()) - {embedder.model_id}:
            work.photos.drop_model(model_id)
    return done
