"""Joins vision, gallery, persistence and shop: recognise a scene, decide, price."""

from colugo.checkout.catalogue import ImportReport
from colugo.checkout.enrolment import PhotoSource, PhotoToEnrol, photos_of_folder
from colugo.checkout.gallery_care import GalleryReport
from colugo.checkout.shop import Shop
from colugo.checkout.verdict import Candidate, Recognition, Verdict

__all__ = [
    "Candidate",
    "GalleryReport",
    "ImportReport",
    "PhotoSource",
    "PhotoToEnrol",
    "Recognition",
    "Shop",
    "Verdict",
    "photos_of_folder",
]
