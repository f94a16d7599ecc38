import numpy as np
import pytest

from colugo.errors import GalleryPhotoTaken
from colugo.gallery import ExactIndex
from colugo.gallery.rows import MAX_DEAD_SHARE, RowTable

from .twins import ids, unit_rows


def table_of(*product_ids: int) -> RowTable:
    table = RowTable(4)
    photos = len(product_ids)
    table.append(np.arange(photos), ids(*product_ids), unit_rows(photos, 4))
    return table


def test_a_view_does_not_see_what_is_changed_after_it() -> None:
    table = table_of(1, 2)
    before = table.rows

    table.remove(ids(0))
    table.append(ids(2, 3), ids(3, 3), unit_rows(2, 4, seed=1))

    assert before.is_live.tolist() == [True, True]
    assert before.photo_ids.tolist() == [0, 1]
    assert np.array_equal(before.embeddings, unit_rows(2, 4))
    assert table.rows.live_count == 3


def test_one_photo_at_a_time_moves_the_table_only_now_and_then() -> None:
    table, places = RowTable(4), set()

    for photo in range(1000):
        table.append(ids(photo), ids(1), unit_rows(1, 4))
        places.add(table.rows.embeddings.ctypes.data)

    assert len(places) <= 12  # 1, 2, 4, ... 1024


def test_groups_list_the_photos_of_each_product_by_their_number() -> None:
    table = RowTable(4)
    table.append(ids(9, 3, 5, 1), ids(20, 20, 10, 30), unit_rows(4, 4))
    table.remove(ids(1))

    groups = table.rows.groups

    assert groups.product_ids.tolist() == [10, 20]
    assert table.rows.photo_ids[groups.members].tolist() == [5, 3, 9]
    assert groups.counts.tolist() == [1, 2]
    assert groups.of_row.tolist() == [1, 1, 0, -1]


def test_rows_of_some_products_come_product_after_product() -> None:
    groups = table_of(4, 5, 4, 6, 6, 6).rows.groups

    members, starts = groups.members_of(ids(0, 2))

    assert members.tolist() == [0, 2, 3, 4, 5]
    assert starts.tolist() == [0, 2]


def test_a_compacted_table_holds_what_is_left_in_its_order() -> None:
    table = table_of(1, 2, 3, 4)
    table.remove(ids(1, 3))

    compacted = table.compacted()

    assert compacted.rows.photo_ids.tolist() == [0, 2]
    assert compacted.rows.dead_share == 0
    assert np.array_equal(compacted.rows.embeddings, unit_rows(4, 4)[[0, 2]])
    with pytest.raises(GalleryPhotoTaken):
        compacted.append(ids(2), ids(1), unit_rows(1, 4))
    compacted.append(ids(1), ids(1), unit_rows(1, 4))


def test_removed_photos_give_their_rows_back_at_a_fifth() -> None:
    index = ExactIndex(4)
    index.add(np.arange(100), np.arange(100), unit_rows(100, 4))

    kept = []
    for photo in range(60):
        index.remove(ids(photo))
        rows = index._table.rows
        kept.append(rows.dead_share)

    assert max(kept) <= MAX_DEAD_SHARE
    assert len(rows.is_live) < 60
