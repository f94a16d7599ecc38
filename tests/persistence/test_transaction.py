import threading
from contextlib import suppress
from pathlib import Path

import psycopg
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


def test_a_file_of_a_photo_taken_back_with_all_is_deleted(database: Database) -> None:
    with suppress(ValueError), database.together(lambda _: None):
        with database.transaction() as work:
            work.products.add(product("690"))
            work.photos.add("690", photo(1), unit_rows(1)[0], "m")
        raise ValueError

    with database.reading() as work:
        assert work.products.count() == 0
    assert database.check_files() == ((), ())


def test_a_file_is_deleted_only_when_all_is_committed(database: Database) -> None:
    ids = enrol(database, "690", 1)

    with suppress(ValueError), database.together(lambda _: None):
        with database.transaction() as work:
            work.photos.remove(ids)
        raise ValueError
    assert database.check_files() == ((), ())
    with database.together(lambda _: None), database.transaction() as work:
        (kept,) = work.photos.get_many(ids)
        work.photos.remove(ids)

    assert database.check_files() == ((), ())
    assert not database.files.path_of(kept.path).exists()


def test_what_waits_for_the_commit_comes_after_it_and_not_without_it(database: Database) -> None:
    called: list[int] = []

    def count() -> None:
        with database.reading() as work:
            called.append(work.products.count())

    for sku, fails in (("690", False), ("691", True)):
        with suppress(ValueError), database.together(lambda _: None):
            with database.transaction() as work:
                work.products.add(product(sku))
            database.after_commit(count)
            if fails:
                raise ValueError
    assert called == [1]
    database.after_commit(count)

    assert called == [1, 1]


def test_reading_before_anything_is_written_holds_nobody_up(database: Database) -> None:
    with database.together(lambda _: None):
        with database.reading() as work:
            assert work.products.count() == 0
        other = threading.Thread(target=_add, args=(database, "691"))
        other.start()
        other.join(timeout=20)
        assert not other.is_alive()


def test_lanes_let_postgresql_write_side_by_side_and_hold_up_their_own(
    postgres_shop_url: str, tmp_path: Path
) -> None:
    done = threading.Event()
    with Database.open_on_server(postgres_shop_url, tmp_path) as database:

        def take(lane: str) -> None:
            with database.transaction(lane):
                done.set()

        with database.transaction("one"):
            other = threading.Thread(target=take, args=("two",))
            other.start()
            assert done.wait(20)
            other.join(20)
            done.clear()
            same = threading.Thread(target=take, args=("one",))
            same.start()
            assert not done.wait(0.3)
        same.join(timeout=20)
        assert done.is_set()


def test_those_who_share_a_lane_do_not_wait_for_each_other(
    postgres_shop_url: str, tmp_path: Path
) -> None:
    done = threading.Event()
    with Database.open_on_server(postgres_shop_url, tmp_path) as database:

        def take(name: str, *, shared: bool) -> None:
            with database.transaction(name) as work:
                work.take("stock", shared=shared)
                done.set()

        with database.transaction("mine") as work:
            work.take("stock", shared=True)
            other = threading.Thread(target=take, args=("other",), kwargs={"shared": True})
            other.start()
            assert done.wait(20)
            other.join(20)
            done.clear()
            alone = threading.Thread(target=take, args=("alone",), kwargs={"shared": False})
            alone.start()
            assert not done.wait(0.3)
        alone.join(timeout=20)
        assert done.is_set()


def test_a_connection_that_the_server_ended_is_made_anew(
    postgres_shop_url: str, tmp_path: Path
) -> None:
    with Database.open_on_server(postgres_shop_url, tmp_path) as database:
        with database.transaction() as work:
            work.products.add(product("690"))
        _end_connections(postgres_shop_url)

        with database.transaction() as work:
            work.products.add(product("691"))
        _end_connections(postgres_shop_url)
        with database.reading() as work:
            assert work.products.count() == 2


def _end_connections(url: str) -> None:
    """As a restart of the server does."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def _add(database: Database, sku: str) -> None:
    with database.transaction() as work:
        work.products.add(product(sku))
