"""What every index refuses, in one place. Changes nothing, searches nothing."""

import numpy as np
from numpy.typing import ArrayLike

from colugo.errors import (
    GalleryEmbeddingInvalid,
    GalleryIdsInvalid,
    GalleryMismatch,
    GallerySettingInvalid,
)
from colugo.gallery.index import Embeddings, Ids

# A row divided by its length in bfloat16 (8 bits of fraction, so a rounding of up to
# 2^-9 = 0.002 in the length and again in the numbers) is off by no more than this.
LENGTH_TOLERANCE = 0.005


def checked_embeddings(embeddings: ArrayLike, dim: int | None = None) -> Embeddings:
    """The embeddings as (n, dim) float32, side by side in memory; any dim where none is given.

    Raises:
        GalleryMismatch: another size than `dim`.
        GalleryEmbeddingInvalid: no table of floats, or a row not finite or not of length 1.
    """
    table = np.asarray(embeddings)
    if table.ndim != 2 or table.dtype.kind != "f":
        got = f"an array of shape {table.shape} and type {table.dtype}"
        raise GalleryEmbeddingInvalid(None, f"a table of floats (n, {dim or 'd'})", got)
    if dim is not None and table.shape[1] != dim:
        raise GalleryMismatch(expected_dim=dim, got_dim=table.shape[1])
    _refuse_odd_rows(table)
    return np.ascontiguousarray(table, dtype=np.float32)


def checked_ids(name: str, ids: ArrayLike, count: int | None = None) -> Ids:
    """The ids as (n,) int64, n being `count` where that is given.

    Raises:
        GalleryIdsInvalid: negative, not whole, or another number of them.
    """
    row = np.asarray(ids)
    if row.size == 0:
        row = row.astype(np.int64)  # an empty list has no type of its own
    if row.ndim != 1 or row.dtype.kind not in "iu":
        got = f"an array of shape {row.shape} and type {row.dtype}"
        raise GalleryIdsInvalid(name, "one row of whole numbers", got)
    if count is not None and len(row) != count:
        raise GalleryIdsInvalid(name, f"{count}, one per embedding", f"{len(row)}")
    if len(row) and (row.min() < 0 or row.max() > np.iinfo(np.int64).max):
        raise GalleryIdsInvalid(name, "from 0 to 2^63 - 1", f"{row.min()} to {row.max()}")
    return row.astype(np.int64)


def checked_count(name: str, count: int) -> int:
    """A whole number of 1 or more.

    Raises:
        GallerySettingInvalid: anything else.
    """
    if isinstance(count, bool) or not isinstance(count, int | np.integer) or count < 1:
        raise GallerySettingInvalid(name, "a whole number of 1 or more", count)
    return int(count)


def checked_share(name: str, share: float) -> float:
    """A share above 0 and below 1.

    Raises:
        GallerySettingInvalid: anything else.
    """
    if not 0 < share < 1:
        raise GallerySettingInvalid(name, "above 0 and below 1", share)
    return float(share)


def _refuse_odd_rows(table: np.ndarray) -> None:
    with np.errstate(over="ignore", invalid="ignore"):
        lengths = np.sqrt(np.einsum("nd,nd->n", table, table, dtype=np.float64))
        is_odd = ~(np.abs(lengths - 1) <= LENGTH_TOLERANCE)  # so that NaN is odd
    if not is_odd.any():
        return
    row = int(is_odd.argmax())
    if np.isfinite(table[row]).all():
        raise GalleryEmbeddingInvalid(row, "of length 1", f"length {lengths[row]:.4g}")
    raise GalleryEmbeddingInvalid(row, "finite numbers", "NaN or infinity")
