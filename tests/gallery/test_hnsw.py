import subprocess
import sys

import numpy as np

from colugo.gallery import ExactIndex, HnswIndex
from colugo.gallery.graph import Graph
from colugo.gallery.rows import MAX_DEAD_SHARE

from .twins import ids, product_rows, unit_rows


def products_of(photos: int, per_product: int = 5) -> np.ndarray:
    return np.arange(photos) // per_product


def test_a_graph_proposes_the_nearest_rows_that_are_live() -> None:
    rows = unit_rows(500, 16)
    graph = Graph.grown(None, rows, ef_construction=40)
    is_live = np.arange(500) % 2 == 0

    near, similarities = graph.near(rows[:20], 30, is_live=is_live)

    slow = np.where(is_live, rows[:20] @ rows.T, -np.inf)
    best = np.argsort(-slow, axis=1)[:, 0]
    assert is_live[near].all()
    assert (near[:, 0] == best).mean() >= 0.95
    assert np.allclose(similarities, np.take_along_axis(slow, near, axis=1), atol=2e-3)


def test_a_graph_with_too_few_live_rows_marks_the_gaps() -> None:
    graph = Graph.grown(None, unit_rows(50, 8), ef_construction=40)
    is_live = np.arange(50) < 3

    near, similarities = graph.near(unit_rows(1, 8, seed=2), 10, is_live=is_live)

    assert sorted(near[0].tolist())[-3:] == [0, 1, 2]
    assert np.isneginf(similarities[near == -1]).all()
    assert (near == -1).sum() == 7


def test_an_extended_graph_leaves_the_first_one_as_it_was() -> None:
    rows = unit_rows(200, 8)
    first = Graph.grown(None, rows[:100], ef_construction=40)

    second = Graph.grown(first, rows[100:], ef_construction=40)

    assert (len(first), len(second)) == (100, 200)
    near, _ = second.near(rows[[150]], 5, is_live=np.ones(200, bool))
    assert near[0, 0] == 150


def test_the_graph_grows_when_enough_photos_are_fresh_and_not_before() -> None:
    index, rows = HnswIndex(8, fresh_limit=100), unit_rows(1000, 8)
    covered = []

    for photo in range(1000):
        index.add(ids(photo), ids(photo), rows[[photo]])
        index.settle()
        covered.append(len(index._state.graph) if index._state.graph else 0)

    assert covered[99] == 0
    assert covered[100] == 101
    assert len(set(covered)) <= 10
    assert covered[-1] >= 890


def test_too_many_removed_photos_make_a_new_graph() -> None:
    index = HnswIndex(8, fresh_limit=50)
    index.add(np.arange(400), products_of(400), unit_rows(400, 8))

    index.settle()
    index.remove(np.arange(60))
    marked = index._state.rows.dead_share
    index.remove(np.arange(60, 100))
    index.settle()

    assert 0 < marked <= MAX_DEAD_SHARE
    assert index._state.rows.dead_share == 0
    assert len(index._state.graph) == 300


def test_recall_at_10_is_high_with_fresh_and_removed_photos() -> None:
    products = np.random.default_rng(0).permutation(products_of(6000))
    rows = product_rows(products, 64, spread=1.0)
    queries = product_rows(np.arange(0, 1200, 12), 64, spread=1.0, seed=2)
    exact, hnsw = ExactIndex(64), HnswIndex(64, fresh_limit=1000)
    for index in (exact, hnsw):
        index.add(np.arange(5200), products[:5200], rows[:5200])
        hnsw.settle()
        index.add(np.arange(5200, 6000), products[5200:], rows[5200:])
        index.remove(np.arange(0, 6000, 10))
    hnsw.settle()

    found, truth = hnsw.search(queries, k=10), exact.search(queries, k=10)

    assert len(hnsw._state.graph) == 5200  # the last 800 are compared one by one
    assert hnsw._state.rows.dead_share > 0
    pairs = zip(found.product_ids.tolist(), truth.product_ids.tolist(), strict=True)
    assert np.mean([len(set(a) & set(b)) for a, b in pairs]) / 10 >= 0.97


def test_a_crowd_of_one_product_in_the_graph_does_not_hide_the_others() -> None:
    index, products = HnswIndex(16, fresh_limit=100, ef_search=16), np.zeros(1000, np.int64)
    products[500:] = 1 + np.arange(500) % 50
    crowd = product_rows(np.zeros(500, np.int64), 16, spread=0.05)
    rows = np.concatenate([crowd, unit_rows(500, 16, seed=5)])
    index.add(np.arange(1000), products, rows)
    index.settle()

    found = index.search(crowd[:5], k=6)

    assert len(index._state.graph) == 1000
    assert (found.product_ids[:, 0] == 0).all()
    assert (found.product_ids >= 0).all()


def test_photos_are_found_at_once_and_the_graph_comes_later() -> None:
    index, rows = HnswIndex(64, fresh_limit=500), unit_rows(4000, 64)

    index.add(np.arange(4000), np.arange(4000), rows)
    is_growing = index._grower is not None and index._grower.is_alive()
    found = index.search(rows[[0, 3999]], k=1)
    index.settle()

    assert is_growing
    assert found.product_ids[:, 0].tolist() == [0, 3999]
    assert len(index._state.graph) == 4000


def test_what_is_changed_while_the_graph_grows_is_in_the_next_search() -> None:
    index, rows = HnswIndex(64, fresh_limit=500), unit_rows(4001, 64)
    index.add(np.arange(4000), np.arange(4000), rows[:4000])

    index.remove(ids(7))
    index.add(ids(4000), ids(4000), rows[[4000]])
    index.settle()

    found = index.search(rows[[7, 4000]], k=1).product_ids[:, 0].tolist()
    assert found[0] != 7
    assert found[1] == 4000
    assert index._state.covered in (4000, 4001)


def test_a_graph_of_rows_that_were_renumbered_meanwhile_is_thrown_away() -> None:
    index, rows = HnswIndex(64, fresh_limit=500), unit_rows(4000, 64)
    index.add(np.arange(4000), np.arange(4000), rows)

    index.remove(np.arange(0, 4000, 2))
    index.settle()

    assert len(index._state.graph) == 2000
    assert index.search(rows[1::200], k=1).product_ids[:, 0].tolist() == list(range(1, 4000, 200))


def test_a_process_does_not_wait_for_its_graph() -> None:
    code = """if True:
        import numpy as np
        from colugo.gallery import HnswIndex
        rows = np.random.default_rng(0).standard_normal((30_000, 256), np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        index = HnswIndex(256)
        index.add(np.arange(30_000), np.arange(30_000), rows)
        index._grower.join(0.01)
        print(index._grower.is_alive(), flush=True)
    """

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, text=True)

    assert (done.stdout.split(), done.stderr, done.returncode) == (["True"], "", 0)
