"""The looks of enrolled photos: in memory up to a bound, in files beside the photos.

Made when a photo is enrolled. One that is missing, of a shop that an older Colugo kept, is made
when it is first asked for, a few at a time, so that no scene waits for many.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, Final

from colugo.checkout.enrolment import main_body
from colugo.errors import ArrayMalformed, PhotoUnknown, PictureUnusable
from colugo.persistence import Database, LookFiles, Photo
from colugo.vision import DecodeLimits, Detector, Image, decode
from colugo.vision.closer_look import Look, look_closely

_VERSION: Final = "1"  # of what `look_closely` makes
_IN_MEMORY: Final = 2_000  # photos, of about 55 KB each
_MADE_AT_ONCE: Final = 4


class PhotoLooks:
    """Gives the looks of photos by their ids, which are never given twice."""

    def __init__(
        self, database: Database, detector: Callable[[], Detector], limits: DecodeLimits
    ) -> None:
        self._database = database
        self._detector = detector
        self._limits = limits
        self._files = LookFiles(database.files.folder, _VERSION)
        self._kept: OrderedDict[int, Look] = OrderedDict()
        self._lock = Lock()

    def keep(self, content: bytes, crop: Image) -> None:
        """Look closely at a photo that is enrolled: its file, and the part that is looked up."""
        self._files.keep(hashlib.sha256(content).hexdigest(), vars(look_closely(crop)))

    def forget(self, photos: Iterable[Photo]) -> None:
        """Delete the files of photos that are removed; a picture that is kept is looked at anew."""
        for photo in photos:
            self._files.remove(photo.sha256)

    def of(self, photo_ids: Iterable[int]) -> dict[int, Look]:
        """The looks of photos by their ids; those of which there is none are left out."""
        wanted = list(dict.fromkeys(photo_ids))
        with self._lock:
            found = {number: self._kept[number] for number in wanted if number in self._kept}
        left = _MADE_AT_ONCE
        for photo in self._photos([number for number in wanted if number not in found]):
            look = _read(self._files.find(photo.sha256))
            if look is None and left:
                left -= 1
                look = self._made(photo)
            if look is not None:
                found[photo.id] = look
        self._remember(found)
        return found

    def _photos(self, photo_ids: list[int]) -> Sequence[Photo]:
        if not photo_ids:
            return []
        try:
            with self._database.reading() as work:
                return work.photos.get_many(photo_ids)
        except PhotoUnknown:  # one was removed just now: this scene does without
            return []

    def _made(self, photo: Photo) -> Look | None:
        try:
            image = decode(self._database.files.path_of(photo.path), self._limits)
        except PictureUnusable:  # `colugo gallery check` names it
            return None
        look = look_closely(main_body(image, self._detector().detect(image)))
        self._files.keep(photo.sha256, vars(look))
        return look

    def _remember(self, looks: Mapping[int, Look]) -> None:
        """Keep what was asked for last."""
        with self._lock:
            for number, look in looks.items():
                self._kept[number] = look
                self._kept.move_to_end(number)
            while len(self._kept) > _IN_MEMORY:
                self._kept.popitem(last=False)


def _read(arrays: Mapping[str, Any] | None) -> Look | None:
    if arrays is None:
        return None
    try:
        return Look(**arrays)
    except (TypeError, AttributeError, ArrayMalformed):  # another's file, or half a one
        return None
