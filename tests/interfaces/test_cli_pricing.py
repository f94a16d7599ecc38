import csv
import io
import json
from pathlib import Path
from uuid import UUID

import pytest

from colugo import Shop
from colugo.shop import Money
from tests.checkout.coloured_shop import GREEN, RED, picture
from tests.interfaces.command_line import CommandLine, contents

ORDER = UUID(int=1)


@pytest.fixture
def scene(shop_dir: Path, tmp_path: Path, colugo: CommandLine) -> Path:
    """A picture of a red and a green product, in a store with a counter."""
    colugo("store", "add", "east", "--name", "East")
    colugo("store", "counter", "c1", "--store", "east", "--name", "Counter 1")
    path = tmp_path / "scene.png"
    path.write_bytes(picture((RED, (10, 10, 50, 50)), (GREEN, (70, 10, 110, 50))))
    return path


def total(colugo: CommandLine, scene: Path, number: int = 1) -> str:
    """What the scene costs at the counter, as its receipt says."""
    sold = colugo("sell", scene, "--counter", "c1", "--id", UUID(int=number), "--cash")
    assert sold.code == 0, sold.err
    (line,) = (line for line in sold.out.splitlines() if line.startswith("合计"))
    return line.split()[1]


def prices(shop_dir: Path) -> dict[str, Money]:
    with Shop.open(shop_dir) as shop:
        return {product.sku: product.price for product in shop.products()}


def test_a_price_list_from_a_file_counts_at_the_counter_until_it_is_removed(
    colugo: CommandLine, scene: Path, tmp_path: Path
) -> None:
    before = total(colugo, scene, 1)
    file = tmp_path / "sale.csv"
    file.write_text("sku,price\nR,0.10\nG,0.20\n")

    tried = colugo("price-list", "import", "sale", file, "--store", "east", "--dry-run")
    unchanged = total(colugo, scene, 2)
    kept = colugo("price-list", "import", "sale", file, "--store", "east")
    cheaper = total(colugo, scene, 3)
    listed = colugo("price-list", "list")
    colugo("price-list", "export", "sale", tmp_path / "out.csv")
    colugo("price-list", "remove", "sale")

    assert (tried.out, kept.out) == (
        "would keep 2 prices in sale\n", "kept 2 prices in sale\n",
    )  # fmt: skip
    assert (unchanged, cheaper, total(colugo, scene, 4)) == (before, "0.30", before)
    assert "sale" in listed.out
    assert "east" in listed.out
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out.csv").read_text())))
    assert {row["sku"]: row["price"] for row in rows} == {"R": "0.10", "G": "0.20"}


def test_a_price_list_holds_in_its_time_only(
    colugo: CommandLine, scene: Path, tmp_path: Path
) -> None:
    before = total(colugo, scene, 1)
    file = tmp_path / "old.csv"
    file.write_text("sku,price\nR,0.10\n")
    colugo("price-list", "import", "old", file, "--from", "2020-01-01", "--until", "2020-02-01")

    assert total(colugo, scene, 2) == before
    assert "2020-01-01 00:00 to 2020-02-01 00:00" in colugo("price-list", "list").out


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sku,price\nR,0.1\nX,1\nG,much\nR,2\n", ("line 3", "line 4", "line 5", "twice")),
        ("sku\nR\n", ("line 1", "price is missing")),
        ("", ("line 1", "missing")),
    ],
)
def test_a_file_of_prices_is_taken_whole_or_not_at_all(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, text: str, words: tuple[str, ...]
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(text)
    before = contents(shop_dir)

    answer = colugo("price-list", "import", "bad", file)

    assert answer.code == 2
    assert all(word in answer.err for word in (*words, "nothing is changed"))
    assert contents(shop_dir) == before


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (("--percent", "12.5"), "12.5 % off"),
        (("--amount", "0.50"), "0.50 CNY off each"),
        (("--n-for-m", "3:2"), "3 for 2"),
    ],
)
def test_a_promotion_is_kept_listed_and_counted(
    colugo: CommandLine, scene: Path, offer: tuple[str, str], said: str
) -> None:
    before = float(total(colugo, scene, 1))
    added = colugo("promotion", "add", "p", "--name", "开业", *offer, "--store", "east")
    listed = colugo("promotion", "list")
    after = float(total(colugo, scene, 2))
    colugo("promotion", "remove", "p")

    assert added.out == "kept promotion p  开业\n"
    assert said in listed.out
    assert (after < before) == (offer[0] != "--n-for-m")  # two pieces make no three
    assert float(total(colugo, scene, 3)) == before


def test_promotions_of_every_kind_go_out_and_come_back_the_same(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    file, again = tmp_path / "all.json", tmp_path / "again.json"
    bundle = {
        "id": "b", "name": "套餐", "days": [0, 6], "from_time": "07:00", "until_time": "10:30",
        "offer": {
            "kind": "bundle", "price": "5.00",
            "parts": [{"skus": ["R"], "quantity": 1}, {"category_ids": [], "quantity": 1}],
        },
    }  # fmt: skip
    file.write_text(json.dumps([bundle]))
    colugo("promotion", "add", "p", "--name", "开业", "--percent", "10")

    kept = colugo("promotion", "import", file)
    colugo("promotion", "export", again)
    colugo("promotion", "remove", "b")
    colugo("promotion", "import", again)
    colugo("promotion", "export", file)

    assert kept.out == "kept 1 promotions\n"
    assert json.loads(file.read_text()) == json.loads(again.read_text())
    assert "2 pieces for 5.00 CNY" in colugo("promotion", "list").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "p", "--name", "N"), ("exactly one",)),
        (("add", "p", "--name", "N", "--percent", "10", "--amount", "1"), ("exactly one",)),
        (("add", "p", "--name", "N", "--percent", "101"), ("up to 100",)),
        (("add", "p", "--name", "N", "--percent", "0"), ("parts per million",)),
        (("add", "p", "--name", "N", "--n-for-m", "2"), ("3:2",)),
        (("add", "p", "--name", "N", "--percent", "5", "--store", "moon"), ("moon",)),
        (("remove", "p"), ("p",)),
        (("import", "nothing.json"), ("nothing is changed",)),
    ],
)
def test_a_promotion_that_cannot_be_is_refused_and_changes_nothing(
    colugo: CommandLine, shop_dir: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    before = contents(shop_dir)

    assert colugo("promotion", *arguments).refuses(*words)
    assert contents(shop_dir) == before


def test_taxes_are_set_shown_and_printed_on_the_receipt(colugo: CommandLine, scene: Path) -> None:
    colugo("tax", "set", "standard", "--rate", "VAT=13", "--rate", "CITY=0.5")
    included = colugo("sell", scene, "--counter", "c1", "--id", UUID(int=1), "--cash").out
    colugo("tax", "prices", "--added")
    added = colugo("sell", scene, "--counter", "c1", "--id", UUID(int=2), "--cash").out
    listed = colugo("tax", "list").out

    assert "内含 VAT" in included
    assert "VAT" in added
    assert "内含" not in added
    assert "VAT 13 %, CITY 0.5 %" in listed
    assert "13.5 %" in listed
    assert "added to the prices" in listed


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("set", "standard", "--rate", "VAT"), ("VAT", "no percent")),
        (("set", "standard", "--rate", "VAT=much"), ("much",)),
        (("set", "standard", "--rate", "V=1", "--rate", "V=2"), ("two rates",)),
        (("remove", "luxury"), ("luxury",)),
    ],
)
def test_a_tax_that_cannot_be_is_refused_and_changes_nothing(
    colugo: CommandLine, shop_dir: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    before = contents(shop_dir)

    assert colugo("tax", *arguments).refuses(*words)
    assert contents(shop_dir) == before


def test_reports_say_what_was_sold_seen_and_lies_there(colugo: CommandLine, scene: Path) -> None:
    colugo("stock", "receive", "R=10", "--store", "east")
    amount = total(colugo, scene, 1)
    colugo("order", "reverse", UUID(int=1), "--line", "1=1", "--reason", "sour")
    twice = float(total(colugo, scene, 2)) + float(amount)

    def rows(*arguments: str) -> list[dict[str, str]]:
        answer = colugo("report", *arguments, "--csv")
        assert answer.code == 0, answer.err
        return list(csv.DictReader(io.StringIO(answer.out)))

    by_product = rows("sales", "--by", "product")
    (day,) = rows("sales", "--by", "day", "--store", "east")
    (size,) = rows("baskets")
    seen = {row["what"]: row["count"] for row in rows("recognition")}
    cover = {row["product"]: row for row in rows("cover", "--store", "east")}

    assert sum(int(row["pieces"]) for row in by_product) == 3
    assert float(day["total"]) == sum(float(row["total"]) for row in by_product) < twice
    assert (size["orders"], size["lines each"], size["pieces each"]) == ("2", "2.00", "2.00")
    assert seen == {"seen": "4", "asked about": "0", "corrected": "0", "unknown": "0"}
    assert cover["R"]["on hand"] in ("8", "9")
    assert rows("top", "--count", "1")[0]["product"] in ("R", "G")
    assert rows("sales", "--from", "2020-01-01", "--until", "2020-01-02") == []
    assert "nothing in that time" in colugo("report", "top", "--until", "2020-01-01").out
    assert "total" in colugo("report", "sales").out


def test_a_report_of_no_store_is_refused(colugo: CommandLine, shop_dir: Path) -> None:
    assert colugo("report", "sales", "--store", "moon").refuses("moon")
    assert colugo("report", "cover", "--store", "moon").refuses("moon")
