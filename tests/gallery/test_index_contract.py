"""What every index must do; what it must refuse is in `test_index_refusals.py`."""

from threading import Event, Thread

import numpy as np
import pytest

from colugo.gallery import ExactIndex

from .twins import DictionaryIndex, coarse_rows, filled, ids, product_rows, unit_rows


def test_an_empty_index_finds_nothing(make) -> None:
    index = make(8)

    found = index.search(unit_rows(2, 8), k=3)

    assert len(index) == 0
    assert (found.product_ids == -1).all()
    assert (found.photo_ids == -1).all()
    assert np.isneginf(found.similarities).all()
    assert found.product_ids.shape == (2, 3)


def test_a_photo_finds_its_product_first(make) -> None:
    index = filled(make, [7, 8, 7, 9])

    found = index.search(unit_rows(4, 8), k=1)

    assert found.product_ids[:, 0].tolist() == [7, 8, 7, 9]
    assert found.photo_ids[:, 0].tolist() == [0, 1, 2, 3]
    assert found.similarities[:, 0] == pytest.approx(1.0, abs=1e-5)


def test_no_query_gives_no_row(make) -> None:
    index = filled(make, [1, 2, 3])

    found = index.search(np.empty((0, 8), np.float32), k=2)

    assert found.product_ids.shape == found.similarities.shape == found.photo_ids.shape == (0, 2)


def test_more_products_asked_for_than_there_are_leaves_gaps_at_the_end(make) -> None:
    index = filled(make, [4, 5, 4, 5])

    found = index.search(unit_rows(1, 8), k=4)

    assert sorted(found.product_ids[0, :2].tolist()) == [4, 5]
    assert found.product_ids[0, 2:].tolist() == [-1, -1]
    assert np.isneginf(found.similarities[0, 2:]).all()


def test_a_removed_photo_is_never_found_again(make) -> None:
    index = filled(make, [1, 2, 3])

    removed = index.remove(ids(1))

    assert removed == 1
    assert len(index) == 2
    assert 2 not in index.search(unit_rows(3, 8), k=3).product_ids


def test_removing_counts_only_photos_that_are_there(make) -> None:
    index = filled(make, [1, 2, 3])

    removed = index.remove(ids(2, 2, 77))

    assert removed == 1
    assert index.remove(ids(2)) == 0
    assert index.remove(np.array([])) == 0
    assert len(index) == 2


def test_a_removed_photo_may_come_again_as_another_product(make) -> None:
    index = filled(make, [1, 2, 3])
    index.remove(ids(1))

    index.add(ids(1), ids(9), unit_rows(3, 8)[[1]])

    assert index.search(unit_rows(3, 8)[[1]], k=1).product_ids.tolist() == [[9]]
    assert len(index) == 3


def test_an_emptied_index_can_be_filled_again(make) -> None:
    index = filled(make, list(range(30)))

    index.remove(np.arange(30))
    index.add(ids(3), ids(5), unit_rows(1, 8, seed=4))

    assert len(index) == 1
    assert index.search(unit_rows(1, 8), k=2).product_ids.tolist() == [[5, -1]]


def test_adding_no_photos_is_allowed(make) -> None:
    index = make(8)

    index.add(np.array([]), np.array([]), np.empty((0, 8), np.float32))

    assert len(index) == 0


def test_what_the_caller_does_to_its_arrays_afterwards_does_not_matter(make) -> None:
    index, rows, numbers = make(8), unit_rows(2, 8), ids(0, 1)
    index.add(numbers, numbers, rows)

    rows[:], numbers[:] = 0, 99

    assert index.search(unit_rows(2, 8), k=1).product_ids.tolist() == [[0], [1]]


def test_equal_photos_are_found_by_the_lower_product_and_photo(make) -> None:
    index = make(4)
    east = coarse_rows()[[0]]
    index.add(ids(5, 3, 9, 1), ids(20, 20, 10, 30), np.repeat(east, 4, axis=0))

    found = index.search(east, k=3)

    assert found.product_ids.tolist() == [[10, 20, 30]]
    assert found.photo_ids.tolist() == [[9, 3, 1]]
    assert found.similarities.tolist() == [[1, 1, 1]]


def test_many_photos_of_one_product_do_not_hide_the_others(make) -> None:
    index = make(16)
    crowd = product_rows(np.zeros(600, np.int64), 16, spread=0.1)
    index.add(np.arange(600), np.zeros(600, np.int64), crowd)
    index.add(ids(1000, 1001), ids(1, 2), unit_rows(2, 16, seed=8))

    found = index.search(crowd[:3], k=3)

    assert found.product_ids[:, 0].tolist() == [0, 0, 0]
    assert {frozenset(row) for row in found.product_ids.tolist()} == {frozenset({0, 1, 2})}


def test_a_gallery_of_products_agrees_with_comparing_one_pair_at_a_time(make) -> None:
    products = np.repeat(np.arange(150), 8)
    np.random.default_rng(1).shuffle(products)
    rows = product_rows(products, 32, spread=1.0)
    queries = product_rows(np.arange(0, 150, 4), 32, spread=1.0, seed=2)
    index, twin = make(32), DictionaryIndex()
    for half in (slice(0, 1100), slice(1100, 1200)):
        index.add(np.arange(1200)[half], products[half], rows[half])
        twin.add(np.arange(1200)[half], products[half], rows[half])
    gone = np.arange(0, 1200, 7)
    index.remove(gone)
    twin.remove(gone)

    found = index.search(queries, k=10)

    slow = [twin.search(query, k=10) for query in queries]
    hits = [
        len({row[0] for row in best} & set(products.tolist()))
        for best, products in zip(slow, found.product_ids, strict=True)
    ]
    needed = 1.0 if isinstance(index, ExactIndex) else 0.95
    assert np.mean(hits) / 10 >= needed
    for best, scores in zip(slow, found.similarities, strict=True):
        assert scores[0] == pytest.approx(best[0][1], abs=1e-5)


def test_a_search_sees_each_change_whole_or_not_at_all(make) -> None:
    index, rows, numbers = make(8), unit_rows(400, 8), np.arange(400)
    query, stop = unit_rows(1, 8, seed=3), Event()

    def change() -> None:
        while not stop.is_set():
            for first in range(0, 400, 20):
                batch = slice(first, first + 20)
                index.add(numbers[batch], numbers[batch], rows[batch])
            for first in range(0, 400, 20):
                index.remove(numbers[first : first + 20])

    changing = Thread(target=change)
    changing.start()
    counts, few = set(), set()
    while len(counts) < 8:  # until enough was changed meanwhile
        counts.add(int((index.search(query, k=400).product_ids >= 0).sum()))
        few.add(int((index.search(query, k=3).product_ids >= 0).sum()))
    stop.set()
    changing.join()

    assert {count % 20 for count in counts} == {0}
    assert few <= {0, 3}
    assert len(index) == 0


def test_what_is_put_takes_the_place_of_what_is_there(make) -> None:
    index = filled(make, [1, 2, 3])
    rows = unit_rows(2, 8, seed=9)

    index.put(ids(1, 7), ids(5, 6), rows)

    found = index.search(rows, k=1)
    assert len(index) == 4
    assert found.photo_ids.tolist() == [[1], [7]]
    assert found.product_ids.tolist() == [[5], [6]]
    assert 2 not in index.search(rows, k=4).product_ids
