import numpy as np
import pytest

from colugo.gallery.ranking import inner_products, rank_exactly
from colugo.gallery.rows import RowTable
from colugo.gallery.scoring import NEAREST

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
