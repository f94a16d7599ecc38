import hashlib

import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.errors import (
    EmbeddingInvalid,
    PhotoFormatUnknown,
    PhotoTaken,
    PhotoUnknown,
    SkuUnknown,
)
from colugo.persistence import ChangeKind, Database, NewPhoto

from .samples import DIM, MODEL, OTHER_MODEL, enrol, jpeg, photo, product, unit_rows


def test_a_photo_comes_back_with_its_facts_and_its_file(database: Database) -> None:
    (photo_id,) = enrol(database, "690", 7)

    with database.reading() as work:
        (found,) = work.photos.of_product("690")
        product_id = work.products.get_id("690")

    assert (found.id, found.product_id, found.sku) == (photo_id, product_id, "690")
    assert (found.width_px, found.height_px) == (640, 480)
    assert found.sha256 == hashlib.sha256(jpeg(7)).hexdigest()
    assert found.added_at.utcoffset() is not None
    assert database.files.path_of(found.path).read_bytes() == jpeg(7)


def test_the_same_picture_twice_of_one_product_is_refused(database: Database) -> None:
    (photo_id,) = enrol(database, "690", 1)

    with pytest.raises(PhotoTaken, match=f"as photo {photo_id}") as raised:
        enrol(database, "690", 1)

    assert (raised.value.sku, raised.value.photo_id) == ("690", photo_id)
    with database.reading() as work:
        assert work.photos.count() == 1
    assert database.check_files() == ((), ())


def test_the_same_picture_of_two_products_is_one_file(database: Database) -> None:
    enrol(database, "690", 1)

    enrol(database, "691", 1)

    with database.reading() as work:
        assert work.photos.count_by_sku() == {"690": 1, "691": 1}
        assert len({each.path for each in work.photos.page()}) == 1


def test_a_photo_of_an_unknown_product_is_refused_before_anything_is_written(
    database: Database,
) -> None:
    with pytest.raises(SkuUnknown), database.transaction() as work:
        work.photos.add("x", photo(1), unit_rows(1)[0], MODEL)

    assert not (database.files.folder / "photos").exists()


def test_a_file_that_is_no_picture_is_refused(database: Database) -> None:
    with database.transaction() as work:
        work.products.add(product())

        with pytest.raises(PhotoFormatUnknown, match="JPEG, PNG or WebP"):
            work.photos.add("690", NewPhoto(b"GIF89a..", 1, 1), unit_rows(1)[0], MODEL)


@pytest.mark.parametrize(
    "embedding",
    [
        np.zeros(DIM, np.float32),
        np.full(DIM, np.nan, np.float32),
        np.full(DIM, np.inf, np.float32),
        unit_rows(1)[0] * np.float32(1.5),
        unit_rows(1)[0].astype(np.float64),
        unit_rows(1),
        unit_rows(1)[0][:0],
    ],
)
def test_an_embedding_that_is_no_row_of_length_one_is_refused(
    database: Database, embedding: NDArray[np.float32]
) -> None:
    with database.transaction() as work:
        work.products.add(product())

        with pytest.raises(EmbeddingInvalid, match="expected an embedding of model") as raised:
            work.photos.add("690", photo(1), embedding, MODEL)

    assert raised.value.model_id == MODEL
    assert not (database.files.folder / "photos").exists()


def test_all_embeddings_of_a_model_have_one_size(database: Database) -> None:
    enrol(database, "690", 1)

    with (
        pytest.raises(EmbeddingInvalid, match="of 8 numbers, got 4 numbers"),
        database.transaction() as work,
    ):
        work.photos.add("690", photo(2), unit_rows(1, dim=4)[0], MODEL)

    with database.transaction() as work:  # another model may have another size
        work.photos.add("690", photo(3), unit_rows(1, dim=4)[0], OTHER_MODEL)


def test_removed_photos_are_given_back_and_gone(database: Database) -> None:
    first, second, third = enrol(database, "690", 1, 2, 3)

    with database.transaction() as work:
        removed = work.photos.remove([third, first, third])

    assert [each.id for each in removed] == [first, third]
    with database.reading() as work:
        assert [each.id for each in work.photos.page()] == [second]
        assert work.photos.load_embeddings(MODEL).photo_ids.tolist() == [second]


def test_removing_unknown_photos_names_them_and_removes_none(database: Database) -> None:
    (known,) = enrol(database, "690", 1)

    with database.transaction() as work:
        with pytest.raises(PhotoUnknown) as raised:
            work.photos.remove([known, 999, 888])

        assert work.photos.count() == 1

    assert raised.value.photo_ids == (888, 999)


def test_every_change_of_a_photo_is_in_the_log(database: Database) -> None:
    (photo_id,) = enrol(database, "690", 1)
    with database.transaction() as work:
        product_id = work.products.get_id("690")
        work.photos.replace_embedding(photo_id, unit_rows(1)[0], MODEL)
        work.products.remove("690")

    with database.reading() as work:
        changes = [(each.kind, each.product_id, each.photo_id) for each in work.changes.since(1)]

    assert changes == [
        (ChangeKind.PHOTO_ADDED, product_id, photo_id),
        (ChangeKind.PHOTO_EMBEDDED, product_id, photo_id),
        (ChangeKind.PHOTO_REMOVED, product_id, photo_id),
        (ChangeKind.PRODUCT_REMOVED, product_id, None),
    ]


def test_an_embedding_is_replaced_for_its_model_only(database: Database) -> None:
    (photo_id,) = enrol(database, "690", 1)
    first, second = unit_rows(2, seed=5)
    with database.transaction() as work:
        work.photos.replace_embedding(photo_id, first, OTHER_MODEL)

        work.photos.replace_embedding(photo_id, second, MODEL)

    with database.reading() as work:
        assert work.photos.embedding_models() == {MODEL: 1, OTHER_MODEL: 1}
        assert work.photos.load_embeddings(MODEL).vectors.tolist() == [second.tolist()]
        assert work.photos.load_embeddings(OTHER_MODEL).vectors.tolist() == [first.tolist()]


def test_an_embedding_of_an_unknown_photo_is_refused(database: Database) -> None:
    with pytest.raises(PhotoUnknown), database.transaction() as work:
        work.photos.replace_embedding(1, unit_rows(1)[0], MODEL)


def test_photos_that_a_new_model_must_embed_are_listed_in_batches(database: Database) -> None:
    first, second, third = enrol(database, "690", 1, 2, 3)
    with database.transaction() as work:
        work.photos.replace_embedding(second, unit_rows(1)[0], OTHER_MODEL)

    with database.reading() as work:
        waiting = [each.id for each in work.photos.without_embedding(OTHER_MODEL)]
        one = [each.id for each in work.photos.without_embedding(OTHER_MODEL, limit=1)]
        done = work.photos.without_embedding(MODEL)

    assert (waiting, one, list(done)) == ([first, third], [first], [])


def test_a_dropped_model_leaves_the_photos_and_the_other_models(database: Database) -> None:
    photo_ids = enrol(database, "690", 1, 2)
    with database.transaction() as work:
        for photo_id in photo_ids:
            work.photos.replace_embedding(photo_id, unit_rows(1, dim=4)[0], OTHER_MODEL)

        assert work.photos.drop_model(MODEL) == 2
        assert work.photos.drop_model("none") == 0

        assert work.photos.embedding_models() == {OTHER_MODEL: 2}
        assert work.photos.count() == 2
        # its size is forgotten too
        work.photos.replace_embedding(photo_ids[0], unit_rows(1, dim=6)[0], MODEL)


def test_pages_of_photos_follow_each_other(database: Database) -> None:
    first, second, third = enrol(database, "690", 1, 2, 3)

    with database.reading() as work:
        page = work.photos.page(limit=2)
        rest = work.photos.page(limit=2, after_id=page[-1].id)

    assert [each.id for each in page] == [first, second]
    assert [each.id for each in rest] == [third]
