"""Embeddings as bytes of the database and back. Knows numpy, and no tables."""

import sys
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from colugo.errors import EmbeddingInvalid

# Rows of length 1 in float32 miss it by less than 1e-6; bfloat16 engines by up to 4e-3
# when they normalise in bfloat16. Source: rounding of 8 bits of mantissa, 2**-8.
_LENGTH_TOLERANCE = 2**-8
_LITTLE_ENDIAN = np.dtype("<f4")


class StoredEmbeddings(NamedTuple):
    """The embedded gallery of one model, in the order of photo ids.

    Attributes:
        photo_ids: (n,) int64.
        product_ids: (n,) int64.
        vectors: (n, d) float32, rows of length 1; (0, 0) when there is none.
    """

    photo_ids: NDArray[np.int64]
    product_ids: NDArray[np.int64]
    vectors: NDArray[np.float32]


def to_bytes(embedding: NDArray[np.float32], model_id: str) -> bytes:
    """The bytes of one embedding: float32, little-endian.

    Args:
        embedding: (d,) float32 of length 1.
        model_id: who made it, for the sentence of the error.

    Raises:
        EmbeddingInvalid: another shape or type, not finite, or not of length 1.
    """
    if embedding.ndim != 1 or embedding.size == 0 or embedding.dtype != np.float32:
        got = f"{embedding.dtype} of shape {embedding.shape}"
        raise EmbeddingInvalid(model_id, "as float32 of shape (d,)", got)
    length = float(np.linalg.norm(embedding.astype(np.float64)))
    if not abs(length - 1) <= _LENGTH_TOLERANCE:  # `not <=` catches NaN too
        raise EmbeddingInvalid(model_id, "of length 1", f"one of length {length:.4g}")
    return embedding.astype(_LITTLE_ENDIAN).tobytes()


def gather(
    batches: Iterable[Sequence[tuple[int, int, bytes]]], count: int, dim: int
) -> StoredEmbeddings:
    """Put rows of (photo id, product id, bytes) into arrays.

    Args:
        batches: `count` rows altogether.
        count: rows, to have room for all from the start.
        dim: numbers in each embedding.
    """
    photo_ids = np.empty(count, np.int64)
    product_ids = np.empty(count, np.int64)
    vectors = np.empty((count, dim), _LITTLE_ENDIAN)
    start = 0
    for batch in batches:
        rows = slice(start, start + len(batch))
        photo_ids[rows], product_ids[rows] = zip(*((row[0], row[1]) for row in batch), strict=True)
        joined = b"".join(row[2] for row in batch)
        vectors[rows] = np.frombuffer(joined, _LITTLE_ENDIAN).reshape(-1, dim)
        start += len(batch)
    return StoredEmbeddings(photo_ids, product_ids, _native(vectors))


def _native(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    return vectors if sys.byteorder == "little" else vectors.astype(np.float32)
