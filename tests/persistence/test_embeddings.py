import time

import numpy as np
import pytest
from sqlalchemy import insert

from colugo.persistence import Database, schema
from colugo.persistence.embeddings import gather, to_bytes
from colugo.persistence.engine import writing

from .samples import DIM, MODEL, OTHER_MODEL, enrol, product, unit_rows


def test_embeddings_are_kept_as_little_endian_float32() -> None:
    row = np.array([1, 0], np.float32)

    assert to_bytes(row, MODEL) == bytes.fromhex("0000803f00000000")


def test_batches_are_put_together_in_order() -> None:
    vectors = unit_rows(5)
    rows = [(10 + n, 20 + n, to_bytes(vector, MODEL)) for n, vector in enumerate(vectors)]

    stored = gather([rows[:2], rows[2:5]], count=5, dim=DIM)

    assert stored.photo_ids.tolist() == [10, 11, 12, 13, 14]
    assert stored.product_ids.tolist() == [20, 21, 22, 23, 24]
    assert np.array_equal(stored.vectors, vectors)


def test_embeddings_come_back_bit_by_bit_in_the_order_of_photos(database: Database) -> None:
    photo_ids = enrol(database, "690", 1, 2) + enrol(database, "691", 3)

    with database.reading() as work:
        stored = work.photos.load_embeddings(MODEL)
        owners = [work.products.get_id(sku) for sku in ("690", "690", "691")]

    assert stored.photo_ids.tolist() == photo_ids
    assert stored.product_ids.tolist() == owners
    assert np.array_equal(stored.vectors, np.concatenate([unit_rows(1, seed=n) for n in (1, 2, 3)]))
    assert (stored.photo_ids.dtype, stored.product_ids.dtype) == (np.int64, np.int64)
    assert stored.vectors.dtype == np.float32
    assert stored.vectors.flags.writeable


def test_a_model_that_embedded_nothing_gives_empty_arrays(database: Database) -> None:
    enrol(database, "690", 1)

    with database.reading() as work:
        stored = work.photos.load_embeddings(OTHER_MODEL)

    assert (stored.photo_ids.shape, stored.vectors.shape) == ((0,), (0, 0))


def test_some_photos_are_loaded_and_those_not_there_left_out(database: Database) -> None:
    first, second, third = enrol(database, "690", 1, 2, 3)

    with database.reading() as work:
        stored = work.photos.load_embeddings(MODEL, [third, first, 999, first])
        none = work.photos.load_embeddings(MODEL, [])

    assert stored.photo_ids.tolist() == [first, third]
    assert np.array_equal(stored.vectors[1:], unit_rows(1, seed=3))
    assert none.vectors.shape == (0, DIM)
    assert second not in stored.photo_ids


@pytest.mark.slow
def test_a_hundred_thousand_embeddings_are_loaded_within_three_seconds(
    database: Database,
) -> None:
    count, dim = 100_000, 512
    vectors = unit_rows(count, dim)
    with database.transaction() as work:
        product_id = work.products.add(product())
    _insert_embeddings(database, product_id, vectors)

    start = time.process_time()
    with database.reading() as work:
        stored = work.photos.load_embeddings(MODEL)
    took_s = time.process_time() - start

    assert np.array_equal(stored.vectors, vectors)
    assert took_s < 3


def _insert_embeddings(database: Database, product_id: int, vectors: np.ndarray) -> None:
    """Write photos without files, faster than one by one."""
    moment = schema.utc_now()
    photo = {"product_id": product_id, "width_px": 1, "height_px": 1, "added_at": moment}
    embedding = {"model_id": MODEL, "dim": vectors.shape[1]}
    with writing(database._engine) as connection:
        for start in range(0, len(vectors), 5000):
            numbers = range(start + 1, start + 5001)
            photos = [{**photo, "id": n, "sha256": f"{n:064}", "path": f"{n}"} for n in numbers]
            connection.execute(insert(schema.photos), photos)
            rows = [
                {**embedding, "photo_id": n, "vector": vectors[n - 1].tobytes()} for n in numbers
            ]
            connection.execute(insert(schema.embeddings), rows)
