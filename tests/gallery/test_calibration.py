import numpy as np
import pytest

from colugo.errors import GalleryEmbeddingInvalid, GalleryIdsInvalid, GallerySettingInvalid
from colugo.gallery import LeaveOneOut, leave_one_out

from .twins import ids, product_rows, unit_rows


def slow_leave_one_out(embeddings: np.ndarray, product_ids: np.ndarray) -> list[tuple]:
    answers = []
    for photo, product in enumerate(product_ids):
        best: dict[int, float] = {}
        for other, other_product in enumerate(product_ids):
            if other != photo:
                alike = float(embeddings[photo] @ embeddings[other])
                best[other_product] = max(alike, best.get(other_product, -np.inf))
        own = best.pop(product, -np.inf)
        answers.append((own, sorted(best.values(), reverse=True)))
    return answers


@pytest.mark.parametrize(
    "product_ids", [[1], [1, 1], [1, 2], [5, 3, 5, 3, 3], [1, 2, 3, 4], [7, 7, 7, 2]]
)
def test_it_agrees_with_comparing_one_pair_at_a_time(product_ids: list[int]) -> None:
    embeddings = unit_rows(len(product_ids), 8)

    asked = leave_one_out(embeddings, np.array(product_ids))

    slow = slow_leave_one_out(embeddings, np.array(product_ids))
    for place, (own, others) in enumerate(slow):
        gaps = [-np.inf] * (asked.others.shape[1] - len(others))
        assert asked.own[place] == pytest.approx(own, abs=1e-6)
        assert asked.others[place].tolist() == pytest.approx([*others, *gaps], abs=1e-6)
        assert bool(asked.other_ids[place] == -1) is (not others)
        assert asked.is_right[place] == (own > max(others, default=-np.inf))
    assert asked.product_ids.tolist() == product_ids
    assert asked.rows.tolist() == list(range(len(product_ids)))


def test_an_empty_gallery_says_nothing() -> None:
    asked = leave_one_out(np.empty((0, 8), np.float32), ids())

    assert len(asked) == 0
    assert asked.ranked.shape == (0, 12)


def test_several_blocks_say_what_one_says() -> None:
    products = np.arange(4500) // 3  # more than fit into one block
    embeddings = product_rows(products, 8, spread=0.8)

    asked = leave_one_out(embeddings, products, cap=4500)

    for photo in (0, 3000, 4499):
        alike = np.delete(embeddings @ embeddings[photo], photo)
        is_own = np.delete(products == products[photo], photo)
        assert asked.own[photo] == pytest.approx(alike[is_own].max(), abs=1e-6)
        assert asked.others[photo, 0] == pytest.approx(alike[~is_own].max(), abs=1e-6)


def test_a_large_gallery_is_asked_about_some_photos_the_same_each_time() -> None:
    products = np.arange(300) // 3
    embeddings = product_rows(products, 8, spread=0.8)

    asked = leave_one_out(embeddings, products, cap=50)
    again = leave_one_out(embeddings, products, cap=50)

    everything = leave_one_out(embeddings, products)
    assert len(asked) == 50
    assert np.array_equal(asked.own, again.own)
    assert np.isin(np.round(asked.own, 5), np.round(everything.own, 5)).all()
    assert (np.diff(asked.product_ids) >= 0).all()


def test_a_photo_is_taken_for_the_product_that_is_most_alike() -> None:
    asked = LeaveOneOut(
        np.float32([0.9, -np.inf, 0.5]),
        np.float32([[0.4, 0.1], [0.3, 0.2], [0.8, -np.inf]]),
        ids(2, 1, 1),
        ids(1, 2, 3),
        ids(0, 1, 2),
    )

    assert asked.has_own.tolist() == [True, False, True]
    assert asked.is_right.tolist() == [True, False, False]
    assert asked.found_ids.tolist() == [1, 1, 1]
    assert asked.ranked[0].tolist() == pytest.approx([0.9, 0.4, 0.1])


def test_bad_galleries_are_refused() -> None:
    embeddings = unit_rows(3, 8)

    with pytest.raises(GalleryEmbeddingInvalid):
        leave_one_out(embeddings * 2, ids(1, 1, 2))
    with pytest.raises(GalleryEmbeddingInvalid):
        leave_one_out(np.float32(1.0), ids())
    with pytest.raises(GalleryIdsInvalid):
        leave_one_out(embeddings, ids(1, 1))
    with pytest.raises(GallerySettingInvalid, match="cap"):
        leave_one_out(embeddings, ids(1, 1, 2), cap=0)
    with pytest.raises(GallerySettingInvalid, match="one length"):
        LeaveOneOut(np.float32([1]), np.float32([[1], [2]]), ids(1), ids(1), ids(0))
