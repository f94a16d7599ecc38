from contextlib import suppress

import pytest

from colugo.persistence import Calibration, Database

from .samples import MODEL, OTHER_MODEL, enrol, product


def test_who_read_up_to_a_number_is_told_only_what_came_after(database: Database) -> None:
    with database.transaction() as work:
        work.products.add(product("690"))
        seen = work.changes.latest()

        work.products.add(product("691"))

        assert [change.seq for change in work.changes.since(seen)] == [seen + 1]
        assert work.changes.since(work.changes.latest()) == ()


def test_a_long_log_is_read_in_pieces(database: Database) -> None:
    with database.transaction() as work:
        work.products.add_many([product(str(number)) for number in range(7)])

        first = work.changes.since(0, limit=4)
        rest = work.changes.since(first[-1].seq, limit=4)

    assert [change.seq for change in (*first, *rest)] == [1, 2, 3, 4, 5, 6, 7]
    assert len(first) == 4


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_number_of_an_undone_change_leaves_no_gap_to_wait_for(database: Database) -> None:
    with suppress(ValueError), database.transaction() as work:
        work.products.add(product("690"))
        raise ValueError

    enrol(database, "691", 1)

    with database.reading() as work:
        assert [change.seq for change in work.changes.since(0)] == [1, 2]
        assert all(change.at.utcoffset() is not None for change in work.changes.since(0))


def test_the_newest_calibration_of_each_model_is_kept(database: Database) -> None:
    with database.transaction() as work:
        work.calibrations.save(MODEL, 3, {"known": 0.5})
        work.calibrations.save(OTHER_MODEL, 3, {"known": 0.9})

        work.calibrations.save(MODEL, 8, {"known": 0.6, "per_product": {"690": None}})

    with database.reading() as work:
        found = work.calibrations.find(MODEL)
        other = work.calibrations.find(OTHER_MODEL)
        none = work.calibrations.find("x")

    assert isinstance(found, Calibration)
    facts = {"known": 0.6, "per_product": {"690": None}}
    assert (found.gallery_seq, found.facts) == (8, facts)
    assert other is not None
    assert other.facts == {"known": 0.9}
    assert none is None
