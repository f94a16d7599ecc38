"""Where the shop is kept: one SQLite database and the pictures of its gallery beside it."""

from colugo.persistence import lanes
from colugo.persistence.calibrations import Calibration
from colugo.persistence.changes import Change, ChangeKind
from colugo.persistence.database import Database
from colugo.persistence.embeddings import StoredEmbeddings
from colugo.persistence.look_files import LookFiles
from colugo.persistence.orders import KeptBasket
from colugo.persistence.people import KeptPerson
from colugo.persistence.photo_files import FileCheck, PhotoFiles
from colugo.persistence.photos import NewPhoto, Photo
from colugo.persistence.visits import KeptVisit
from colugo.persistence.work import Work

__all__ = [
    "Calibration",
    "Change",
    "ChangeKind",
    "Database",
    "FileCheck",
    "KeptBasket",
    "KeptPerson",
    "KeptVisit",
    "LookFiles",
    "NewPhoto",
    "Photo",
    "PhotoFiles",
    "StoredEmbeddings",
    "Work",
    "lanes",
]
