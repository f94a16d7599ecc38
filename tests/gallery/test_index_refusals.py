"""What every index must refuse, with nothing half done."""

import numpy as np
import pytest

from colugo.errors import (
    GalleryEmbeddingInvalid,
    GalleryIdsInvalid,
    GalleryMismatch,
    GalleryPhotoTaken,
    GallerySettingInvalid,
)
from colugo.gallery import Matches

from .twins import filled, ids, unit_rows

_GOOD = unit_rows(2, 8, seed=5)


@pytest.mark.parametrize(
    ("photos", "products", "rows", "error"),
    [
        pytest.param([8, 0], [1, 1], _GOOD, GalleryPhotoTaken, id="photo is there"),
        pytest.param([8, 8], [1, 1], _GOOD, GalleryPhotoTaken, id="photo comes twice"),
        pytest.param([8, 9], [1, 1], unit_rows(2, 7), GalleryMismatch, id="another size"),
        pytest.param([8, 9], [1, 1], _GOOD[0], GalleryEmbeddingInvalid, id="no table"),
        pytest.param([8, 9], [1, 1], _GOOD.astype(int), GalleryEmbeddingInvalid, id="no floats"),
        pytest.param([8, 9], [1, 1], _GOOD * 1.1, GalleryEmbeddingInvalid, id="too long"),
        pytest.param([8, 9], [1, 1], _GOOD * 0, GalleryEmbeddingInvalid, id="no length"),
        pytest.param([8, 9], [1, 1], _GOOD * np.nan, GalleryEmbeddingInvalid, id="NaN"),
        pytest.param([8, 9], [1, 1], _GOOD * np.inf, GalleryEmbeddingInvalid, id="infinite"),
        pytest.param([8, -1], [1, 1], _GOOD, GalleryIdsInvalid, id="negative photo"),
        pytest.param([8, 9], [1, -1], _GOOD, GalleryIdsInvalid, id="negative product"),
        pytest.param([8.0, 9.5], [1, 1], _GOOD, GalleryIdsInvalid, id="broken photo"),
        pytest.param([8], [1, 1], _GOOD, GalleryIdsInvalid, id="too few photos"),
        pytest.param([8, 9], [1], _GOOD, GalleryIdsInvalid, id="too few products"),
        pytest.param([[8, 9]], [1, 1], _GOOD, GalleryIdsInvalid, id="photos in a table"),
        pytest.param([8, 2**63], [1, 1], _GOOD, GalleryIdsInvalid, id="photo beyond int64"),
    ],
)
def test_bad_photos_are_refused_and_nothing_is_changed(make, photos, products, rows, error) -> None:
    index = filled(make, [1, 2, 3])
    before = index.search(unit_rows(3, 8), k=3)

    with pytest.raises(error):
        index.add(np.array(photos), np.array(products), rows)

    assert len(index) == 3
    assert same(index.search(unit_rows(3, 8), k=3), before)
    index.add(ids(8, 9), ids(1, 1), _GOOD)  # none of them was half added


@pytest.mark.parametrize(
    ("rows", "k", "error"),
    [
        (unit_rows(1, 9), 1, GalleryMismatch),
        (unit_rows(1, 8) * 3, 1, GalleryEmbeddingInvalid),
        (unit_rows(1, 8) * np.nan, 1, GalleryEmbeddingInvalid),
        (unit_rows(1, 8), 0, GallerySettingInvalid),
        (unit_rows(1, 8), 1.5, GallerySettingInvalid),
        (unit_rows(1, 8), True, GallerySettingInvalid),
    ],
)
def test_bad_queries_are_refused(make, rows, k, error) -> None:
    index = filled(make, [1, 2, 3])

    with pytest.raises(error):
        index.search(rows, k)


@pytest.mark.parametrize("photos", [[-1], [0.5], [[1]]])
def test_bad_ids_are_not_removed(make, photos) -> None:
    index = filled(make, [1, 2, 3])

    with pytest.raises(GalleryIdsInvalid):
        index.remove(np.array(photos))

    assert len(index) == 3


def test_errors_say_what_was_expected_and_what_came(make) -> None:
    index = filled(make, [1, 2, 3])

    with pytest.raises(GalleryMismatch, match=r"size 8, got 5.*gallery rebuild") as size:
        index.search(unit_rows(1, 5), k=1)
    with pytest.raises(GalleryEmbeddingInvalid, match=r"row 1.*length 1, got length 2") as length:
        index.search(unit_rows(2, 8) * np.float32([[1], [2]]), k=1)
    with pytest.raises(GalleryPhotoTaken, match="photo 0, 2 again") as taken:
        index.add(ids(2, 0), ids(1, 1), _GOOD)

    assert (size.value.expected_dim, size.value.got_dim) == (8, 5)
    assert length.value.row == 1
    assert taken.value.photo_ids == (0, 2)


def test_an_index_needs_a_dimension(make) -> None:
    with pytest.raises(GallerySettingInvalid, match="dim"):
        make(0)


def same(one: Matches, other: Matches) -> bool:
    return (
        one.product_ids.tolist() == other.product_ids.tolist()
        and one.photo_ids.tolist() == other.photo_ids.tolist()
        and np.allclose(one.similarities, other.similarities, atol=1e-6)
    )
