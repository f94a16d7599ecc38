"""From a store and a delivery to a sold, paid and refunded scene on the command line."""

from pathlib import Path
from uuid import UUID

import pytest

from colugo import Shop
from colugo.shop.people import Coordinates
from tests.checkout.coloured_shop import GREEN, GREY, RED, picture

from .command_line import CommandLine, contents

ID = UUID(int=1)


@pytest.fixture
def store(colugo: CommandLine, shop_dir: Path, tmp_path: Path) -> Path:
    """A scene of a red and two green products, at a counter that has stock."""
    colugo("store", "add", "east", "--name", "East")
    colugo("store", "counter", "c1", "--store", "east", "--name", "Counter 1")
    colugo("stock", "receive", "R=5", "G=1", "--store", "east", "--note", "D-17")
    scene = tmp_path / "scene.png"
    places = [(10, 10, 50, 50), (70, 10, 110, 50), (130, 10, 170, 50)]
    scene.write_bytes(picture(*zip((RED, GREEN, GREEN), places, strict=True)))
    return scene


def test_a_scene_is_sold_once_and_its_receipt_printed(colugo: CommandLine, store: Path) -> None:
    first = colugo("sell", store, "--counter", "c1", "--id", ID, "--cash", "--by", "Li")
    again = colugo("sell", store, "--counter", "c1", "--id", ID, "--cash", "--by", "Li")

    assert (first.code, again.code) == (0, 0)
    assert "stock: more of G was sold than the ledger has" in first.out
    assert again.out in first.out  # the same receipt, without the warning
    assert str(ID) in colugo("order", "list").out
    assert "paid" in colugo("order", "list", "--store", "east").out
    stock = [line.split() for line in colugo("stock", "list", "--store", "east").out.splitlines()]
    assert [row[-2] for row in stock if "R" in row or "G" in row][::-1] == ["4", "-1"]
    assert colugo("audit", "verify").out.startswith("4 entries, none changed")
    assert "start_payment" in colugo("audit", "list", "--after", "2").out


def test_the_change_is_on_the_receipt_and_with_too_little_cash_nothing_is_sold(
    colugo: CommandLine, store: Path
) -> None:
    at = ("sell", store, "--counter", "c1", "--id", ID)

    little = colugo(*at, "--cash", "--tendered", "0.05")
    without = colugo(*at, "--tendered", "100")
    listed = colugo("order", "list").out
    sold = colugo(*at, "--cash", "--tendered", "100")

    assert (little.code, without.code, sold.code) == (2, 2, 0)
    assert "is due in cash" in little.err
    assert str(ID) not in listed
    assert "找零" in sold.out


def test_a_refund_is_printed_below_the_sale(colugo: CommandLine, store: Path) -> None:
    colugo("sell", store, "--counter", "c1", "--id", ID, "--cash")

    reversed_ = colugo("order", "reverse", ID, "--line", "1=1", "--reason", "sour")
    shown = colugo("order", "show", ID, "--english")

    assert reversed_.out.startswith("refund ")
    assert "given back: " in reversed_.out
    assert "sour" in shown.out
    assert "taken back" in colugo("order", "list").out
    assert "refund" in colugo("stock", "moves", "--store", "east", "--sku", "G").out


def test_a_receipt_is_written_in_the_form_that_its_name_asks_for(
    colugo: CommandLine, store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUGO_PUBLIC_URL", "https://shop.example")
    colugo("sell", store, "--counter", "c1", "--id", ID, "--cash")

    for name in ("r.html", "r.pdf", "r.txt", "r.bin"):
        assert colugo("order", "receipt", ID, tmp_path / name, "--wide").code == 0
    refused = colugo("order", "receipt", ID, tmp_path / "r.docx")

    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
    assert b"https://shop.example/r/" in (tmp_path / "r.bin").read_bytes()
    assert "<svg" in (tmp_path / "r.html").read_text()
    assert max(map(len, (tmp_path / "r.txt").read_text().splitlines())) == 48
    assert (refused.code, "r.docx" in refused.err) == (2, True)


def test_what_is_not_certain_is_not_sold(
    colugo: CommandLine, store: Path, shop_dir: Path, tmp_path: Path
) -> None:
    unknown = tmp_path / "unknown.png"
    unknown.write_bytes(picture((GREY, (10, 10, 50, 50))))
    before = contents(shop_dir)

    answer = colugo("sell", unknown, "--counter", "c1")

    assert answer.refuses("cannot be closed", "unknown")
    assert contents(shop_dir) == before


def test_levels_counts_and_alerts(colugo: CommandLine, store: Path) -> None:
    colugo("stock", "level", "R", "--store", "east", "--at", "4", "--target", "20")
    counted = colugo("stock", "count", "R=3", "--store", "east")
    same = colugo("stock", "count", "R=3", "--store", "east")
    spoilt = colugo("stock", "waste", "R=1", "--store", "east", "--note", "broken")

    assert counted.out == "count  R  -2\n"
    assert same.out.startswith("nothing to change")
    assert spoilt.out == "waste  R  -1\n"
    assert "18" in colugo("stock", "alerts", "--store", "east").out


def test_stores_are_listed_with_their_counters(colugo: CommandLine, store: Path) -> None:
    colugo("store", "counter", "c2", "--store", "east", "--name", "Two", "--closed")

    listed = colugo("store", "list").out

    assert "c1, c2 (closed)" in listed
    assert colugo("sell", store, "--counter", "c2").refuses("Two is closed")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("store", "counter", "c9", "--store", "none", "--name", "x"), ("no store 'none'",)),
        (("store", "add", "w", "--name", "W", "--time-zone", "Mars/North"), ("Mars/North",)),
        (("stock", "receive", "R", "--store", "east"), ("is not SKU=N",)),
        (("stock", "receive", "R=-1", "--store", "east"), ("is not SKU=N",)),
        (("stock", "receive", "R=1", "R=2", "--store", "east"), ("named twice",)),
        (("stock", "receive", "none=1", "--store", "east"), ("none",)),
        (("stock", "list", "--store", "none"), ("no store 'none'",)),
        (("order", "show", UUID(int=9)), ("there is no order",)),
        (("order", "reverse", UUID(int=9), "--reason", "x"), ("there is no order",)),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    colugo: CommandLine, store: Path, shop_dir: Path, arguments: tuple[object, ...],
    words: tuple[str, ...],
) -> None:  # fmt: skip
    before = contents(shop_dir)

    answer = colugo(*arguments)

    assert answer.refuses(*words), answer
    assert contents(shop_dir) == before


def test_a_store_is_told_where_it_is_and_nowhere_is_refused(
    colugo: CommandLine, shop_dir: Path
) -> None:
    place = ("--latitude", 31.2, "--longitude", 121.5)
    there = colugo("store", "add", "west", "--name", "West", *place)
    half = colugo("store", "add", "north", "--name", "North", *place[:2])
    with Shop.open(shop_dir) as shop, shop.database.reading() as work:
        kept = work.stores.get("west").place

    assert there.code == 0
    assert half.refuses("longitude")
    assert kept == Coordinates(31_200_000, 121_500_000)
