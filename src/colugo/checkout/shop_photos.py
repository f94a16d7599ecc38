"""The gallery of one shop: photos in and out, and the calibration that follows from them.

It joins vision, gallery and persistence, and decides nothing itself.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from colugo.checkout.calibrate import current_confidence, recalibrate
from colugo.checkout.enrolment import (
    PhotoSource,
    PhotoToEnrol,
    PreparedPhoto,
    Progress,
    photos_of_folder,
    prepare,
    write,
)
from colugo.checkout.gallery_advice import WARNINGS, Advice, advise
from colugo.checkout.gallery_asked import ask_about, ask_all
from colugo.checkout.gallery_care import GalleryReport, check_gallery, rebuild_gallery
from colugo.checkout.loaded import Loaded
from colugo.errors import GalleryOfOtherModel, NothingToEnrol, PhotoUnknown
from colugo.persistence import Photo

_ASKED_ONE_BY_ONE = 20  # products; of more, the gallery is looked through once


def _no_progress(_: int) -> None:
    """Nobody watches."""


class ShopPhotos(Loaded):
    """What a shop does with photos; see `Shop`."""

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
        prepared = self.prepared(photos, progress)
        photo_ids = write(self.database, prepared, self.embedder.model_id)
        self.gallery_changed()
        return photo_ids

    def prepared(
        self, photos: Sequence[PhotoToEnrol], progress: Progress = _no_progress
    ) -> list[PreparedPhoto]:
        """Photos ready to be written, looked at closely too where the shop looks twice.

        Raises:
            EnrolmentFailed: names every photo that cannot be used.
        """
        given = (photos, self.detector, self.embedder, self.limits, progress)
        if not self.settings.second_look:
            return prepare(*given)
        return prepare(*given, seen=self.looks.keep)

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

    def photo_file(self, photo_id: int) -> tuple[Photo, bytes]:
        """A photo and its file as it was enrolled.

        Raises:
            PhotoUnknown: there is none of this number, or it was removed just now.
        """
        with self.database.reading() as work:
            (photo,) = work.photos.get_many([photo_id])
        try:
            return photo, self.database.files.path_of(photo.path).read_bytes()
        except FileNotFoundError as error:
            raise PhotoUnknown([photo_id]) from error

    def remove_photos(self, photo_ids: Sequence[int]) -> Sequence[Photo]:
        """Remove photos from the gallery, all or none; gives what was removed.

        Raises:
            PhotoUnknown: names those that are not there.
        """
        with self.database.transaction() as work:
            removed = work.photos.remove(photo_ids)
        self.looks.forget(removed)
        self.gallery_changed()
        return removed

    def rebuild_gallery(self, *, progress: Progress = _no_progress) -> int:
        """Embed every photo that the model in use has not embedded; gives how many.

        Needed after a change of the model. What is done stays done when it is interrupted.
        The gallery is calibrated anew in any case.
        """
        done = rebuild_gallery(self.database, self.detector, self.embedder, self.limits, progress)
        self.gallery.refresh()
        model_id = self.embedder.model_id
        recalibrate(self.database, self.gallery, model_id, anyway=True)
        return done

    def check_gallery(self) -> GalleryReport:
        """Look for what is wrong with the gallery; changes nothing."""
        return check_gallery(self.database, self.embedder.model_id)

    def gallery_advice(self, sku: str | None = None) -> list[Advice]:
        """What to do so that more is recognised, the most urgent first; changes nothing.

        Args:
            sku: of the product to look at; None for all, of a large gallery for photos of it
                that are drawn.

        Raises:
            SkuUnknown: there is no such product.
            GalleryOfOtherModel: the gallery is embedded by another model.
        """
        self.gallery.refresh()
        given = (self.database, self.gallery, self.embedder.model_id)
        found = ask_all(*given) if sku is None else ask_about(*given, sku)
        if found is None:
            return []
        confidence = current_confidence(self.database, self.embedder.model_id)
        cost = self.settings.wrong_cost
        advice = advise(*found, confidence, self.gallery.skus, needed=cost / (cost + 1))
        return [each for each in advice if sku is None or sku in (each.sku, each.other_sku)]

    def enrolment_advice(self, skus: Iterable[str]) -> list[Advice]:
        """What to look at now that photos of these products were enrolled. See `gallery_advice`."""
        wanted = set(skus)
        if len(wanted) <= _ASKED_ONE_BY_ONE:
            found = [each for sku in sorted(wanted) for each in self.gallery_advice(sku)]
        else:
            found = [each for each in self.gallery_advice() if wanted & {each.sku, each.other_sku}]
        return [each for each in dict.fromkeys(found) if each.kind in WARNINGS]

    def gallery_changed(self) -> None:
        """Take in what was written, and calibrate anew where it matters.

        A gallery of another model is left as it is: `rebuild_gallery` calibrates it.
        """
        self.database.after_commit(self._take_in)

    def _take_in(self) -> None:
        try:
            self.gallery.refresh()
        except GalleryOfOtherModel:
            return
        recalibrate(self.database, self.gallery, self.embedder.model_id)
