import threading
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from colugo.errors import DatabaseBusy, SkuTaken
from colugo.persistence import Database

from .samples import enrol, photo, product, unit_rows


class Interrupted(BaseException):
    """Stands for Ctrl-C."""


@pytest.mark.parametrize("kind", [ValueError, Interrupted])
def test_an_error_undoes_everything_in_the_block(
    database: Database, kind: type[BaseException]
) -> None:
    with suppress(kind), database.transaction() as work:
        work.products.add(product("690"))
        work.photos.add("690", photo(1), unit_rows(1)[0], "m")
        work.calibrations.save("m", 1, {})
        raise kind

    with database.reading() as work:
        assert (work.products.count(), work.photos.count(), work.changes.latest()) == (0, 0, 0)
        assert work.calibrations.find("m") is None
    assert database.check_files() == ((), ())


def test_an_error_of_ours_caught_inside_the_block_lets_the_rest_through(
    database: Database,
) -> None:
    with database.transaction() as work:
        work.products.add(product("690"))
        with pytest.raises(SkuTaken):
            work.products.add(product("690"))
        work.products.add(product("691"))

    with database.reading() as work:
        assert work.products.count() == 2


def test_a_reader_sees_one_moment_while_another_writes(database: Database) -> None:
    with database.reading() as reader:
        assert reader.products.count() == 0

        with database.transaction() as work:
            work.products.add(product())

        assert reader.products.count() == 0
    with database.reading() as reader:
        assert reader.products.count() == 1


def test_nothing_can_be_written_while_reading(database: Database) -> None:
    with pytest.raises(DBAPIError, match=r"read-?only"), database.reading() as work:
        work.products.add(product())

    with database.transaction() as work:  # the connection serves writers again
        work.products.add(product())


def test_a_second_writer_is_told_that_the_database_is_busy(
    database: Database, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if isinstance(database.path, Path):
        impatient = Database.open(database.path, busy_timeout_s=0.05)
    else:
        url = request.getfixturevalue("postgres_shop_url")
        impatient = Database.open_on_server(url, tmp_path, busy_timeout_s=0.05)

    with database.transaction() as work:
        work.products.add(product("690"))
        with pytest.raises(DatabaseBusy, match=r"0\.05 s") as raised, impatient.transaction():
            pytest.fail("two writers at once")

    assert raised.value.waited_s == 0.05
    with impatient.transaction() as work:
        assert work.products.count() == 1
    impatient.close()


def test_writers_of_many_threads_take_turns(database: Database) -> None:
    def add_twenty(thread: int) -> None:
        for number in range(20):
            with database.transaction() as work:
                work.products.add(product(f"{thread}-{number}"))

    threads = [threading.Thread(target=add_twenty, args=(thread,)) for thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.reading() as work:
        assert work.products.count() == 80
        assert [change.seq for change in work.changes.since(0)] == list(range(1, 81))


def test_the_file_of_a_removed_photo_stays_until_the_commit(database: Database) -> None:
    (photo_id,) = enrol(database, "690", 1)
    with database.reading() as work:
        file = database.files.path_of(work.photos.of_product("690")[0].path)

    with database.transaction() as work:
        work.photos.remove([photo_id])
        assert file.is_file()

    assert not file.exists()


def test_the_file_of_a_photo_stays_when_its_removal_is_undone(database: Database) -> None:
    enrol(database, "690", 1)

    with suppress(ValueError), database.transaction() as work:
        work.products.remove("690")
        raise ValueError

    assert database.check_files() == ((), ())
    with database.reading() as work:
        assert work.photos.count() == 1


def test_a_picture_of_two_products_keeps_its_file_until_both_are_gone(
    database: Database,
) -> None:
    enrol(database, "690", 1)
    enrol(database, "691", 1)
    with database.reading() as work:
        file = database.files.path_of(work.photos.of_product("690")[0].path)

    with database.transaction() as work:
        work.products.remove("690")

    assert file.is_file()
    with database.transaction() as work:
        work.products.remove("691")
    assert not file.exists()


def test_undoing_an_enrolment_keeps_the_file_that_another_product_has(
    database: Database,
) -> None:
    enrol(database, "690", 1)

    with suppress(ValueError), database.transaction() as work:
        work.products.add(product("691"))
        work.photos.add("691", photo(1), unit_rows(1)[0], "m")
        raise ValueError

    assert database.check_files() == ((), ())


def test_a_picture_removed_and_added_again_in_one_block_keeps_its_file(
    database: Database,
) -> None:
    (photo_id,) = enrol(database, "690", 1)

    with database.transaction() as work:
        work.photos.remove([photo_id])
        work.photos.add("690", photo(1), unit_rows(1)[0], "m")

    assert database.check_files() == ((), ())


def test_orphans_are_found_and_removed_and_nothing_else(database: Database, tmp_path: Path) -> None:
    enrol(database, "690", 1)
    orphan = database.files.keep(photo(2).content).path

    removed = database.remove_orphans()

    assert removed == (orphan,)
    assert database.check_files() == ((), ())
    with database.reading() as work:
        assert database.files.path_of(work.photos.page()[0].path).is_file()


def test_a_missing_file_is_found(database: Database) -> None:
    enrol(database, "690", 1, 2)
    with database.reading() as work:
        path = work.photos.page()[1].path

    database.files.remove([path])

    assert database.check_files() == ((), (path,))
