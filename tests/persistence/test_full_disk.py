import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from colugo.errors import StorageFull
from colugo.persistence import Database

from .samples import CNY, MODEL, enrol, photo, product, unit_rows


def test_a_disk_that_fills_up_while_enrolling_changes_nothing(small_disk: Path) -> None:
    with Database.create(small_disk / "colugo.sqlite", CNY) as database:
        enrol(database, "690", 1)

        with pytest.raises(StorageFull, match="free some space"):
            enrol_large(database, "690", range(2, 200))

        assert database.check_files() == ((), ())
        with database.reading() as work:
            assert work.photos.count() == 1
        enrol(database, "690", 300)  # there is room again


def test_a_disk_that_fills_up_while_importing_changes_nothing(small_disk: Path) -> None:
    products = [product(f"P{number:05}") for number in range(60_000)]
    with Database.create(small_disk / "colugo.sqlite", CNY) as database:
        with pytest.raises(StorageFull), database.transaction() as work:
            work.products.add_many(products)

        with database.transaction() as work:
            assert work.products.count() == 0
            work.products.add(products[0])


def test_a_shop_on_a_full_disk_is_not_half_made(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 3_050_000)

    with pytest.raises(StorageFull):
        Database.create(small_disk / "colugo.sqlite", CNY)

    assert [file.name for file in small_disk.iterdir()] == ["ballast"]


def test_a_shop_on_a_disk_without_a_byte_left_says_so_when_it_is_opened(small_disk: Path) -> None:
    path = small_disk / "colugo.sqlite"
    with Database.create(path, CNY) as database:
        enrol(database, "690", 1)
    ballast = small_disk / "ballast"
    ballast.write_bytes(b"x" * shutil.disk_usage(small_disk).free)

    with pytest.raises(StorageFull):
        Database.open(path)

    ballast.unlink()
    with Database.open(path) as database, database.reading() as work:
        assert work.photos.count() == 1


def enrol_large(database: Database, sku: str, numbers: Iterable[int]) -> None:
    with database.transaction() as work:
        for number in numbers:
            work.photos.add(sku, photo(number, 50_000), unit_rows(1)[0], MODEL)
