"""`vector.index` and `id_map.pkl` of a folder, as one gallery that is never half written.

Beside them lies `model_id.txt`, which Colugo writes: the model that made the vectors. The
predecessor neither writes nor minds it.
"""

import contextlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import faiss
import numpy as np

from colugo.errors import (
    GalleryFilesDisagree,
    GalleryFilesUnwritable,
    IndexMismatch,
    VectorIndexUnreadable,
)
from colugo.legacy.id_map import read_id_map, write_id_map
from colugo.legacy.vector_index import Ids, IndexKind, IndexProblem, VectorIndex, Vectors

_INDEX, _MODEL, _MAP = "vector.index", "model_id.txt", "id_map.pkl"
_IN_ORDER = (_INDEX, _MODEL, _MAP)  # the order in which new files take the place of old ones
_MAGIC = (b"IxM2", b"IxMp", b"IBM2", b"IBMp")  # Source: faiss/impl/index_write.cpp


@dataclass
class LegacyGallery:
    """A gallery in memory.

    Attributes:
        index: the vectors.
        documents: the line of the data file behind each id.
        model_id: of the model that made the vectors; None where nobody said.
        folder: what to call it in a sentence.
    """

    index: VectorIndex
    documents: dict[int, str] = field(default_factory=dict)
    model_id: str | None = None
    folder: str = "the gallery"

    @classmethod
    def make(
        cls, kind: IndexKind, vectors: Vectors, documents: list[str], model_id: str | None
    ) -> "LegacyGallery":
        """A new gallery, ids from 0.

        Raises:
            IndexProblem: the vectors are too few for the method, or there is no such method.
        """
        made = cls(VectorIndex.train(kind, vectors), {}, model_id)
        made.append(vectors, documents)
        return made

    def append(self, vectors: Vectors, documents: list[str]) -> None:
        """Add pictures, ids from one above the highest."""
        first = max(self.documents, default=-1) + 1
        ids = np.arange(first, first + len(documents), dtype=np.int64)
        if len(ids):
            self.index.add(vectors, ids)
        self.documents |= dict(zip(ids.tolist(), documents, strict=True))

    def remove(self, documents: set[str]) -> int:
        """Remove every picture whose whole line is among these; gives how many.

        Raises:
            IndexProblem: the index is inconsistent.
        """
        gone = [number for number, document in self.documents.items() if document in documents]
        self.index.remove(np.array(gone, np.int64))
        self.documents = {n: d for n, d in self.documents.items() if d not in documents}
        return len(gone)

    def refuse_other(self, *, dim: int, measure: str, model_id: str | None = None) -> None:
        """Make sure that vectors of this size, measure and model belong here.

        Raises:
            IndexMismatch: they do not.
        """
        facts = (
            ("vectors of size", self.index.dim, dim),
            ("dist_type", self.index.measure, measure),
            ("the model", self.model_id or model_id, model_id or self.model_id),
        )
        for what, here, wanted in facts:
            if here != wanted:
                raise IndexMismatch(self.folder, what, here, wanted)

    @property
    def ids(self) -> Ids:
        """Of the vectors, in their order."""
        return self.index.ids


def read_gallery(folder: Path) -> LegacyGallery:
    """Read the files of a folder.

    Raises:
        VectorIndexUnreadable: missing, damaged, or of another kind.
        IdMapUnreadable: likewise, or it wants to call something.
        GalleryFilesDisagree: the two are not of one gallery.
    """
    _finish_interrupted(folder)
    index = _read_index(folder / _INDEX)
    documents = read_id_map(folder / _MAP)
    ids = set(index.ids.tolist())
    if ids != set(documents) or len(ids) != len(index):
        reason = f"{len(index)} vectors, {len(documents)} lines"
        raise GalleryFilesDisagree(str(folder), reason)
    return LegacyGallery(index, documents, _read_model_id(folder), str(folder))


def write_gallery(folder: Path, gallery: LegacyGallery) -> None:
    """Write the files, all of them or none: a process that dies leaves the old or the new.

    Raises:
        GalleryFilesUnwritable: what was there is as it was.
    """
    is_binary = gallery.index.measure == "hamming"
    serialise: Any = faiss.serialize_index_binary if is_binary else faiss.serialize_index
    contents: Mapping[str, bytes] = {
        _INDEX: serialise(gallery.index.faiss_index).tobytes(),
        _MODEL: (gallery.model_id or "").encode(),
        _MAP: write_id_map(gallery.documents),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in _IN_ORDER:
            _write_durably(_beside(folder, name), contents[name])
        _beside(folder, _INDEX).replace(folder / _INDEX)
    except OSError as error:
        for name in _IN_ORDER:
            with contextlib.suppress(OSError):
                _beside(folder, name).unlink(missing_ok=True)
        raise GalleryFilesUnwritable(str(folder), error.strerror or str(error)) from error
    _finish_interrupted(folder)  # from here on there is no way back, only the next reading


def _finish_interrupted(folder: Path) -> None:
    """Finish a write that was cut off between its files.

    The map is written last and takes its place last. So where it waits alone, without the
    index, all was written, and the index is in its place already.
    """
    waits = [name for name in _IN_ORDER if _beside(folder, name).exists()]
    if _MAP in waits and _INDEX not in waits:
        try:
            for name in waits:
                _beside(folder, name).replace(folder / name)
        except OSError as error:
            raise GalleryFilesUnwritable(str(folder), error.strerror or str(error)) from error


def _beside(folder: Path, name: str) -> Path:
    return folder / f"{name}.new"


def _write_durably(path: Path, content: bytes) -> None:
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _read_index(path: Path) -> VectorIndex:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise VectorIndexUnreadable(str(path), error.strerror or str(error)) from error
    if content[:4] not in _MAGIC:
        raise VectorIndexUnreadable(str(path), f"it begins with {content[:4]!r}")
    read = faiss.deserialize_index_binary if content[:2] == b"IB" else faiss.deserialize_index
    try:
        return VectorIndex(read(np.frombuffer(content, np.uint8)))
    except IndexProblem as error:
        raise VectorIndexUnreadable(str(path), str(error)) from error
    except (RuntimeError, MemoryError) as error:
        raise VectorIndexUnreadable(str(path), "it is damaged or cut short") from error


def _read_model_id(folder: Path) -> str | None:
    try:
        return (folder / _MODEL).read_text("utf-8").strip() or None
    except (OSError, UnicodeDecodeError):
        return None
