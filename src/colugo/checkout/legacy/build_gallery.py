"""`build-gallery`: makes a gallery of the predecessor's kind, adds to it, or removes from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from colugo.checkout.legacy.models import LegacyEmbedder, Vectors, open_embedder
from colugo.errors import DataFileInvalid, InferenceConfigInvalid, PictureUnusable
from colugo.legacy.data_file import GalleryLine, read_data_file, refuse_missing_pictures
from colugo.legacy.gallery_files import LegacyGallery, read_gallery, write_gallery
from colugo.legacy.inference_config import InferenceConfig
from colugo.legacy.vector_index import IndexKind, IndexProblem
from colugo.vision import Image, decode

Progress = Callable[[int], None]  # called with the number of pictures done so far


@dataclass(frozen=True)
class GalleryBuild:
    """What was done.

    Attributes:
        folder: of the gallery.
        added, removed: pictures.
        skipped: lines that were in the gallery already, or stand twice in the list.
        not_found: lines to remove that the gallery does not have.
        total: pictures in the gallery now.
        is_model_unknown: the gallery does not say which model made its vectors.
    """

    folder: Path
    added: int
    removed: int
    skipped: tuple[GalleryLine, ...]
    not_found: tuple[GalleryLine, ...]
    total: int
    is_model_unknown: bool


def lines_of(config: InferenceConfig) -> tuple[GalleryLine, ...]:
    """The list that the config names, every picture there.

    Raises:
        InferenceConfigInvalid: a key of IndexProcess is missing.
        DataFileInvalid, LegacyFileUnreadable: the list is wrong.
    """
    index = config.index
    path = Path(config.need("IndexProcess.data_file", index.data_file))
    lines = read_data_file(path, index.delimiter)
    if index.operation != "remove":
        root = Path(config.need("IndexProcess.image_root", index.image_root))
        refuse_missing_pictures(path, lines, root)
    return lines


def build_gallery(
    config: InferenceConfig, lines: Sequence[GalleryLine], progress: Progress = lambda _: None
) -> GalleryBuild:
    """Do what `IndexProcess.index_operation` says; the files are written at the end, or not.

    Raises:
        DataFileInvalid: names every picture that cannot be read.
        IndexMismatch: the gallery is of another size, measure or model.
        InferenceConfigInvalid, VectorIndexUnreadable, IdMapUnreadable: by their names.
    """
    folder = Path(config.need("IndexProcess.index_dir", config.index.index_dir))
    try:
        if config.index.operation == "remove":
            return _remove(folder, lines)
        return _add(config, folder, lines, progress)
    except IndexProblem as error:
        key = "IndexProcess.index_method"
        raise InferenceConfigInvalid(config.path, key, f"does not fit: {error}") from error


def _remove(folder: Path, lines: Sequence[GalleryLine]) -> GalleryBuild:
    gallery = read_gallery(folder)
    there = set(gallery.documents.values())
    removed = gallery.remove({line.document for line in lines})
    write_gallery(folder, gallery)
    not_found = tuple(line for line in lines if line.document not in there)
    unknown = gallery.model_id is None
    return GalleryBuild(folder, 0, removed, (), not_found, len(gallery.index), unknown)


def _add(
    config: InferenceConfig, folder: Path, lines: Sequence[GalleryLine], progress: Progress
) -> GalleryBuild:
    model = open_embedder(config)
    measure = config.index.measure
    gallery = None
    if config.index.operation == "append":
        gallery = read_gallery(folder)
        gallery.refuse_other(dim=model.dim, measure=measure, model_id=model.model_id)
    new, skipped = _split(lines, set() if gallery is None else set(gallery.documents.values()))
    documents = [line.document for line in new]
    vectors = _embed(config, model, new, progress)
    if gallery is None:
        kind = IndexKind(config.index.method, measure, model.dim)
        gallery = LegacyGallery.make(kind, vectors, documents, model.model_id)
    else:
        gallery.append(vectors, documents)
    write_gallery(folder, gallery)
    unknown = gallery.model_id is None
    return GalleryBuild(folder, len(new), 0, tuple(skipped), (), len(gallery.index), unknown)


def _split(
    lines: Sequence[GalleryLine], there: set[str]
) -> tuple[list[GalleryLine], list[GalleryLine]]:
    """Lines that are new, and lines that are there or stood before in the list."""
    new: list[GalleryLine] = []
    skipped: list[GalleryLine] = []
    for line in lines:
        (skipped if line.document in there else new).append(line)
        there.add(line.document)
    return new, skipped


def _embed(
    config: InferenceConfig,
    model: LegacyEmbedder,
    lines: Sequence[GalleryLine],
    progress: Progress,
) -> Vectors:
    root, size = Path(config.index.image_root or "."), config.index.batch_size
    problems: list[str] = []
    parts: list[Any] = [model.embed([])]
    for first in range(0, len(lines), size):
        images: list[Image] = []
        for line in lines[first : first + size]:
            try:
                images.append(decode(root / line.picture))
            except PictureUnusable as error:
                problems.append(f"line {line.line}: {error}")
        if images and not problems:  # with a problem nothing is written, so only look on
            parts.append(model.embed(images, size))
        progress(min(first + size, len(lines)))
    if problems:
        raise DataFileInvalid(str(config.index.data_file), problems)
    embedded: Vectors = np.concatenate(parts)
    return embedded
