from pathlib import Path

import pytest

from colugo import Shop

from .command_line import CommandLine, contents

_EAN = "6901234567892"


def test_a_product_that_was_added_is_shown(colugo: CommandLine, shop_dir: Path) -> None:
    added = colugo(
        "product", "add", "--sku", "Y", "--name", "酸奶", "--price", "4.5", "--barcode", _EAN
    )

    shown = colugo("product", "show", "Y")
    assert added.out == "added Y  酸奶  4.50 CNY\n"
    assert all(word in shown.out for word in ("酸奶", "4.50 CNY", _EAN, "yes"))
    assert shown.out.endswith("no photo yet: colugo enrol Y PHOTO…\n")


def test_the_photos_of_a_product_are_shown_with_their_files(
    colugo: CommandLine, shop_dir: Path
) -> None:
    shown = colugo("product", "show", "R")

    lines = [line for line in shown.out.splitlines() if line.startswith("photo ")]
    assert len(lines) == 2
    assert all("40 x 40 px" in line for line in lines)
    assert all(Path(line.split("px")[1].strip()).is_file() for line in lines)


def test_only_what_is_named_is_updated(colugo: CommandLine, shop_dir: Path) -> None:
    answer = colugo("product", "update", "R", "--price", "6", "--no-active")

    with Shop.open(shop_dir) as shop:
        product = shop.product("R")
    assert answer.out == "now R  莫斯利安  6.00 CNY\n"
    assert (product.name, product.is_active) == ("莫斯利安", False)


def test_barcodes_are_replaced_together_and_can_be_taken_away(
    colugo: CommandLine, shop_dir: Path
) -> None:
    codes: list[tuple[str, ...]] = []

    for arguments in (["--barcode", _EAN, "--barcode", "96385074"], ["--no-barcodes"]):
        colugo("product", "update", "R", *arguments)
        with Shop.open(shop_dir) as shop:
            codes.append(shop.product("R").barcodes)

    assert codes == [(_EAN, "96385074"), ()]


def test_barcodes_cannot_be_given_and_taken_away_at_once(
    colugo: CommandLine, shop_dir: Path
) -> None:
    answer = colugo("product", "update", "R", "--barcode", _EAN, "--no-barcodes")

    assert answer.code == 2
    assert "give either --barcode or --no-barcodes" in answer.err


def test_a_product_that_was_removed_is_gone_with_its_photos(
    colugo: CommandLine, shop_dir: Path
) -> None:
    answer = colugo("product", "remove", "G")

    assert answer.out == "removed G with its photos\n"
    assert colugo("product", "show", "G").refuses("no product has SKU 'G'")
    assert len([path for path in shop_dir.glob("photos/*/*") if path.is_file()]) == 4


def test_the_list_is_in_the_order_of_skus(colugo: CommandLine, shop_dir: Path) -> None:
    answer = colugo("product", "list")

    places = [answer.out.index(name) for name in ("Water", "Green tea", "莫斯利安")]
    assert places == sorted(places)


def test_a_long_list_is_read_in_parts(colugo: CommandLine, shop_dir: Path) -> None:
    first = colugo("product", "list", "--limit", "2")
    rest = colugo("product", "list", "--limit", "1", "--after", "G")

    assert first.out.endswith("there are more: --after G\n")
    assert "莫斯利安" not in first.out
    assert "莫斯利安" in rest.out
    assert "there are more" not in rest.out


@pytest.mark.parametrize("limit", ["0", "-1", "many", "9" * 30])
def test_a_limit_that_is_none_is_refused(colugo: CommandLine, shop_dir: Path, limit: str) -> None:
    answer = colugo("product", "list", "--limit", limit)

    assert answer.code == 2
    assert "--limit" in answer.err


@pytest.mark.parametrize("price", ["5.555", "-1", "1e3", "５.５", "", "5,50", "1_000", "NaN"])
def test_a_price_that_is_none_changes_nothing(
    colugo: CommandLine, shop_dir: Path, price: str
) -> None:
    before = contents(shop_dir)

    added = colugo("product", "add", "--sku", "X", "--name", "x", "--price", price)
    updated = colugo("product", "update", "R", f"--price={price}")

    assert added.refuses("price", "5.50")
    assert updated.refuses("price", "5.50")
    assert contents(shop_dir) == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "--sku", "R", "--name", "x", "--price", "1"), ("SKU 'R' exists already",)),
        (("add", "--sku", "a/b", "--name", "x", "--price", "1"), ("SKU 'a/b'", "slash")),
        (("add", "--sku", "", "--name", "x", "--price", "1"), ("SKU ''", "is empty")),
        (("add", "--sku", "X", "--name", " ", "--price", "1"), ("name", "is empty")),
        (("add", "--sku", "X", "--name", "a\nb", "--price", "1"), ("name", "line end")),
        (
            ("add", "--sku", "X", "--name", "x", "--price", "1", "--barcode", "6901234567893"),
            ("barcode", "check digit", "is 2"),
        ),
        (("update", "nobody", "--name", "x"), ("no product has SKU 'nobody'",)),
        (("show", "nobody"), ("no product has SKU 'nobody'",)),
        (("remove", "nobody"), ("no product has SKU 'nobody'",)),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(
    colugo: CommandLine, shop_dir: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    before = contents(shop_dir)

    answer = colugo("product", *arguments)

    assert answer.refuses(*words)
    assert contents(shop_dir) == before


@pytest.mark.parametrize("command", [("add", "--sku", "X", "--price", "1"), ("update", "G")])
def test_a_barcode_of_another_product_is_refused(
    colugo: CommandLine, shop_dir: Path, command: tuple[str, ...]
) -> None:
    colugo("product", "update", "R", "--barcode", _EAN)
    before = contents(shop_dir)

    answer = colugo("product", *command, "--name", "x", "--barcode", _EAN)

    assert answer.refuses(f"barcode '{_EAN}'", "belongs to SKU 'R' already")
    assert contents(shop_dir) == before


def test_every_field_of_a_product_is_given_and_shown(colugo: CommandLine, shop_dir: Path) -> None:
    colugo("category", "add", "drinks", "--name", "饮料")
    colugo(
        "product", "add", "--sku", "W", "--name", "酒", "--price", "9", "--name-en", "Wine",
        "--category", "drinks", "--unit", "weight", "--tax-class", "reduced", "--min-age", "18",
        "--sold-from", "2026-01-31T08:00+08:00", "--sold-until", "2027-01-31T08:00+08:00",
        "--plu", "00123",
    )  # fmt: skip

    shown = colugo("product", "show", "W").out.splitlines()

    assert set(shown) >= {
        "name_en  Wine", "category  drinks", "unit  weight", "tax_class  reduced", "min_age  18",
        "active_from  2026-01-31T00:00:00+00:00", "active_until  2027-01-31T00:00:00+00:00",
        "plu  00123",
    }  # fmt: skip


def test_a_field_is_changed_or_taken_away_alone(colugo: CommandLine, shop_dir: Path) -> None:
    colugo("product", "update", "R", "--min-age", "18", "--sold-from", "2026-01-31T08:00+08:00")
    colugo("product", "update", "R", "--min-age", "", "--name-en", "Yoghurt")

    with Shop.open(shop_dir) as shop:
        product = shop.product("R")
    assert (product.min_age_years, product.name_en, product.name) == (None, "Yoghurt", "莫斯利安")
    assert product.period.start is not None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--category", "none"), ("no category has the id 'none'",)),
        (("--unit", "litre"), ("unit is 'litre'", "piece or weight")),
        (("--min-age", "old"), ("min_age is 'old'",)),
        (("--min-age", "131"), ("131", "years")),
        (("--sold-from", "2026-01-31"), ("active_from", "2026-01-31T08:00+08:00")),
        (("--plu", "12a"), ("plu of SKU 'R'", "digits")),
        (
            ("--sold-from", "2026-02-01T00:00+00:00", "--sold-until", "2026-01-01T00:00+00:00"),
            ("active_until is not after",),
        ),
    ],
)
def test_a_field_that_is_none_changes_nothing(
    colugo: CommandLine, shop_dir: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    before = contents(shop_dir)

    answer = colugo("product", "update", "R", *arguments)

    assert answer.refuses(*words)
    assert contents(shop_dir) == before


def test_a_product_is_found_by_part_of_its_name(shop_dir: Path, colugo: CommandLine) -> None:
    found = colugo("product", "find", "莫斯")
    nothing = colugo("product", "find", "zzzz")

    assert "莫斯利安" in found.out
    assert "Water" not in found.out
    assert (nothing.code, "莫斯利安" in nothing.out) == (0, False)
