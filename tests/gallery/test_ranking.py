import numpy as np
import pytest

from colugo.gallery.ranking import inner_products, rank_exactly
from colugo.gallery.rows import RowTable
from colugo.gallery.scoring import NEAREST, MeanOfTop

from .twins import product_rows, unit_rows


@pytest.mark.parametrize("threads", [1, 2, 3])
@pytest.mark.parametrize(
    ("queries", "rows"), [(0, 5), (3, 0), (1, 31), (16, 32), (20, 100), (10, 20_001), (7, 33_333)]
)
def test_blocks_and_threads_give_the_plain_product(queries: int, rows: int, threads: int) -> None:
    one, other = unit_rows(queries, 16), unit_rows(rows, 16, seed=1)

    products = inner_products(one, other, threads=threads)

    assert np.allclose(products, one @ other.T, atol=1e-6)


def test_a_query_gets_the_same_answer_alone_and_among_many() -> None:
    table, products = RowTable(16), np.repeat(np.arange(100), 5)
    table.append(np.arange(500), products, product_rows(products, 16, spread=1.0))
    queries = unit_rows(40, 16, seed=3)

    together = rank_exactly(table.rows, queries, 3, NEAREST)

    alone = [rank_exactly(table.rows, query[None], 3, NEAREST)[0] for query in queries]
    assert [row[0].tolist() for row in together] == [row[0].tolist() for row in alone]


def test_products_behind_a_crowd_of_nearer_photos_are_ranked_by_all_photos() -> None:
    table, products = RowTable(16), np.array([0] * 300 + list(range(1, 51)))
    rows = np.concatenate(
        [product_rows(np.zeros(300, np.int64), 16, spread=0.05), unit_rows(50, 16, seed=6)]
    )
    table.append(np.arange(350), products, rows)

    (found, scores, _), *_ = rank_exactly(table.rows, rows[:1], 5, NEAREST)

    slow = np.argsort(-(rows[300:] @ rows[0]))[:4] + 1
    assert found.tolist() == [0, *slow.tolist()]
    assert (np.diff(scores) <= 0).all()


def test_a_product_without_a_near_photo_wins_where_all_its_photos_count() -> None:
    table, lonely = RowTable(2), np.repeat(np.arange(90), 3)
    cosines = np.array([0.9, 0.0, 0.0] * 90 + [0.6] * 3)
    rows = np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1).astype(np.float32)
    table.append(np.arange(273), np.append(lonely, [90] * 3), rows)

    (found, scores, _), *_ = rank_exactly(table.rows, np.float32([[1, 0]]), 2, MeanOfTop(3))

    assert found.tolist() == [90, 0]
    assert scores == pytest.approx([0.6, 0.3], abs=1e-6)
