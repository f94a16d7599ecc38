"""Backups are made while the shop goes on, and restored only when they are whole."""

import json
import sqlite3
import threading
import zipfile
from pathlib import Path
from uuid import UUID

import pytest

from colugo.checkout.sales import Baskets, Closing
from colugo.errors import (
    BackupExists,
    BackupUnreadable,
    DatabaseUnsound,
    RestorePlaceTaken,
    StorageFull,
)
from colugo.persistence import Database, KeptVisit
from colugo.persistence.backup import restore_backup, write_backup
from colugo.persistence.soundness import find_faults
from colugo.shop.visit import Added, Look, SeenBox, Visit, Watch
from tests.checkout.sales.selling_shop import NOON, SHOPPER, furnish

from .samples import enrol


@pytest.fixture
def database(file_database: Database) -> Database:
    """What is tested here is about the file."""
    return file_database


@pytest.fixture
def selling(database: Database) -> Database:
    """A shop with three photos and a sale."""
    furnish(database)
    enrol(database, "690", 3)
    sell(database, 1)
    visit(database)
    return database


def visit(database: Database) -> None:
    """Somebody is at the counter, with one thing that the camera saw and one that was scanned."""
    box = SeenBox(1, (1, 2, 3, 4), (Look((1, 2, 3, 4), "known", ("milk",), 99),))
    added = Added(2, "apples", 350, "weight")
    there = Visit(
        "c1", UUID(int=9), "review", NOON, NOON, Watch("ok", NOON, NOON, None, NOON, (640, 480)),
        boxes=(box,), added=(added,), last_number=2,
    )  # fmt: skip
    with database.transaction() as work:
        work.visits.save(there, NOON, after=KeptVisit(Visit("c1"), 0))


def sell(database: Database, number: int) -> None:
    baskets, order_id = Baskets(database), UUID(int=number)
    baskets.open(order_id, "east", "c1", SHOPPER)
    baskets.put(order_id, "milk", 1, source="pick", by=SHOPPER)
    Closing(database).close(order_id, SHOPPER)


def facts_of(database: Database) -> tuple[object, ...]:
    with database.reading() as work:
        orders = [order.digest for order in work.orders.between(None, None)]
        audit = [entry.hash for entry in work.audit.entries()]
        return work.products.count(), work.photos.count(), orders, audit, work.visits.all()


def test_what_is_restored_is_what_was_there(selling: Database, tmp_path: Path) -> None:
    (selling.path.parent / "colugo.toml").write_text("threads = 2\n")

    files = write_backup(selling, tmp_path / "b.zip", more=["colugo.toml", "none.txt"])
    with restore_backup(tmp_path / "b.zip", tmp_path / "new" / "shop") as restored:
        assert facts_of(restored) == facts_of(selling)
        assert find_faults(restored) == []
        assert restored.check_files() == ((), ())
    photos = [path for path in (selling.path.parent / "photos").rglob("*") if path.is_file()]
    assert files == len(photos) + 2
    assert (tmp_path / "new" / "shop" / "colugo.toml").read_text() == "threads = 2\n"
    assert sorted(p.name for p in (tmp_path / "new").iterdir()) == ["shop"]


def test_a_backup_is_one_moment_while_others_sell(selling: Database, tmp_path: Path) -> None:
    stop = threading.Event()

    def go_on() -> None:
        number = 100
        while not stop.is_set():
            sell(selling, number)
            number += 1

    seller = threading.Thread(target=go_on)
    seller.start()
    try:
        for number in range(5):
            write_backup(selling, tmp_path / f"{number}.zip")
    finally:
        stop.set()
        seller.join()

    sold = []
    for number in range(5):
        archive, folder = tmp_path / f"{number}.zip", tmp_path / str(number)
        with restore_backup(archive, folder) as restored, restored.reading() as work:
            sold.append(len(list(work.orders.between(None, None))))
    assert sold == sorted(sold)  # and each passed the check of the ledger


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: path.write_bytes(path.read_bytes()[:-500]), "no whole backup"),
        (lambda path: path.write_bytes(b"PK"), "no whole backup"),
        (lambda path: path.unlink(), "no such file"),
        (lambda path: replace(path, "manifest.json", b"{}"), "manifest"),
        (lambda path: replace(path, "colugo.sqlite", b"x" * 9000), "is not what was backed up"),
        (lambda path: rename(path, "../outside"), "names what cannot be"),
        (lambda path: rename(path, "/etc/outside"), "names what cannot be"),
    ],
)
def test_a_backup_that_is_not_whole_is_not_restored(
    selling: Database, tmp_path: Path, spoil: object, reason: str
) -> None:
    archive = tmp_path / "b.zip"
    write_backup(selling, archive)
    spoil(archive)  # type: ignore[operator]

    with pytest.raises(BackupUnreadable, match=reason):
        restore_backup(archive, tmp_path / "new" / "shop")

    assert list((tmp_path / "new").iterdir()) == []


def test_nothing_is_written_over(selling: Database, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    write_backup(selling, archive)
    before = archive.read_bytes()

    with pytest.raises(BackupExists):
        write_backup(selling, archive)
    with pytest.raises(RestorePlaceTaken):
        restore_backup(archive, selling.path.parent)

    assert archive.read_bytes() == before


def test_a_full_disk_leaves_no_half_backup(selling: Database, small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 3_000_000)

    with pytest.raises(StorageFull):
        write_backup(selling, small_disk / "b.zip")

    assert [path.name for path in small_disk.iterdir()] == ["ballast"]


@pytest.mark.parametrize(
    ("damage", "fault"),
    [
        ("DROP TRIGGER stock_moves_refuse_delete; DELETE FROM stock_moves", "left the stock"),
        ("DROP TRIGGER orders_refuse_update; UPDATE orders SET digest = 'x'", "its digest is not"),
        (
            "DROP TRIGGER audit_entries_refuse_update; UPDATE audit_entries SET number = 9",
            "row 9 holds entry 1",
        ),
        ("PRAGMA foreign_keys = OFF; DELETE FROM products", "names a row of products"),
    ],
)
def test_what_somebody_changed_behind_our_back_is_found(
    selling: Database, tmp_path: Path, damage: str, fault: str
) -> None:
    write_backup(selling, tmp_path / "sound.zip")
    raw = sqlite3.connect(selling.path)
    raw.executescript(damage)
    raw.close()

    faults = find_faults(selling)

    assert any(fault in each for each in faults), faults
    write_backup(selling, tmp_path / "unsound.zip")
    with pytest.raises(DatabaseUnsound):
        restore_backup(tmp_path / "unsound.zip", tmp_path / "new" / "shop")
    assert list((tmp_path / "new").iterdir()) == []


@pytest.mark.parametrize(
    ("attempt", "fault"),
    [(0, "names an order that is not there"), (1, "is paid, order")],
)
def test_a_visit_that_is_not_paid_as_it_says_is_found(
    selling: Database, attempt: int, fault: str
) -> None:
    wrong = Visit("c1", UUID(int=9), "paid", attempt=attempt, has_order=True)
    with selling.transaction() as work:
        work.visits.save(wrong, NOON, after=work.visits.get("c1"))
    if attempt:
        assert wrong.order_id is not None
        sell(selling, wrong.order_id.int)

    faults = find_faults(selling)

    assert len(faults) == 1
    assert fault in faults[0]


def test_a_missing_photo_is_found(selling: Database) -> None:
    with selling.reading() as work:
        path = work.photos.of_product("690")[0].path
    selling.files.path_of(path).unlink()

    assert find_faults(selling) == [f"photo file {path} is gone"]


def replace(archive: Path, name: str, content: bytes) -> None:
    """Write the archive anew with another content of one file."""
    with zipfile.ZipFile(archive) as packed:
        files = {each: packed.read(each) for each in packed.namelist()}
    with zipfile.ZipFile(archive, "w") as packed:
        for each, data in (files | {name: content}).items():
            packed.writestr(each, data)


def rename(archive: Path, name: str) -> None:
    """Have the manifest name a file elsewhere."""
    with zipfile.ZipFile(archive) as packed:
        manifest = json.loads(packed.read("manifest.json"))
    manifest["files"][name] = "0" * 64
    replace(archive, "manifest.json", json.dumps(manifest).encode())
