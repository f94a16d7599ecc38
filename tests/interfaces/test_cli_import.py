from pathlib import Path

import pytest

from colugo import Shop

from .command_line import CommandLine, contents

_GOOD = "sku,name,price,barcode,active\nA,甲,5.50,6901234567892,yes\nC,乙,3,,no\n"


@pytest.mark.parametrize(
    "content",
    [
        _GOOD.encode(),
        _GOOD.encode("utf-8-sig"),
        _GOOD.replace("\n", "\r\n").encode(),
        _GOOD.replace("\n", "\r\n").encode("utf-8-sig"),
        _GOOD.rstrip("\n").encode(),
    ],
    ids=["plain", "BOM", "CRLF", "BOM and CRLF", "no last line end"],
)
def test_every_product_of_a_file_is_added(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "products.csv").write_bytes(content)

    answer = colugo("product", "import", "products.csv")

    with Shop.open(shop_dir) as shop:
        first, second = shop.product("A"), shop.product("C")
    assert answer.out == "added 2 products, replaced 0\n"
    assert (first.name, first.price.minor, first.barcodes) == ("甲", 550, ("6901234567892",))
    assert (second.name, second.is_active) == ("乙", False)


def test_a_file_of_another_encoding_is_read_when_it_is_named(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "products.csv").write_bytes(_GOOD.encode("gb18030"))

    refused = colugo("product", "import", "products.csv")
    taken = colugo("product", "import", "products.csv", "--encoding", "gb18030")

    assert refused.code == 2
    assert "name its encoding" in refused.err
    assert taken.out == "added 2 products, replaced 0\n"


def test_a_file_of_prices_changes_prices_alone(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    wide = "sku,name,price,name_en,unit,min_age\nW,酒,9,Wine,weight,18\n"
    (tmp_path / "wide.csv").write_text(wide)
    (tmp_path / "prices.csv").write_text("sku,name,price\nW,酒,8\n")

    colugo("product", "import", "wide.csv")
    colugo("product", "import", "prices.csv", "--update")

    with Shop.open(shop_dir) as shop:
        wine = shop.product("W")
    assert (wine.price.minor, wine.name_en, wine.unit, wine.min_age_years) == (
        800, "Wine", "weight", 18,
    )  # fmt: skip


def test_products_that_are_there_are_replaced_when_it_is_asked_for(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "products.csv").write_text("sku,name,price\nR,New,9\nN,Newer,1\n")

    refused = colugo("product", "import", "products.csv")
    replaced = colugo("product", "import", "products.csv", "--update")

    assert "line 2: a product with SKU 'R' exists already" in refused.err
    assert replaced.out == "added 1 products, replaced 1\n"
    assert "9.00 CNY" in colugo("product", "show", "R").out


def test_one_wrong_line_of_ten_thousand_is_named_and_nothing_is_imported(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    lines = [f"P{number},product {number},{number}.50" for number in range(10_000)]
    lines[7_654] = "P7654,product 7654,7654.505"
    (tmp_path / "products.csv").write_text("\n".join(["sku,name,price", *lines]))
    before = contents(shop_dir)

    answer = colugo("product", "import", "products.csv")

    assert (answer.code, answer.out) == (2, "")
    assert "nothing is changed" in answer.err
    assert "line 7656: price '7654.505' has too many decimals" in answer.err
    assert answer.err.count("line ") == 1
    assert contents(shop_dir) == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "got an empty file"),
        (b"sku,price\nA,1\n", "expected the columns sku,name,price"),
        (b"sku,name,price,colour\nA,x,1,red\n", "expected the columns"),
        (b"sku;name;price\nA;x;1\n", "expected the columns"),
        (b"sku,name,price\nA,x\n", "line 2: expected 3 cells"),
        (b"sku,name,price\nA,x,1\nA,y,2\n", "line 3: SKU 'A' stands in line 2 already"),
        (b"sku,name,price\nR,x,1\n", "line 2: a product with SKU 'R' exists already"),
        (b"sku,name,price,category\nA,x,1,tea\n", "line 2: no category has the id 'tea'"),
        (b'sku,name,price\nA,"x,1\n', "not readable as CSV"),
        (b"\xff\xd8\xff\xe0 a picture", "save the file as UTF-8"),
        ("sku,name,price\nA,甲,1\n".encode("utf-16"), "save the file as UTF-8"),
    ],
)
def test_a_file_that_is_wrong_changes_nothing(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, content: bytes, words: str
) -> None:
    (tmp_path / "products.csv").write_bytes(content)
    before = contents(shop_dir)

    answer = colugo("product", "import", "products.csv")

    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert contents(shop_dir) == before


@pytest.mark.parametrize("name", ["nowhere.csv", "."])
def test_a_file_that_cannot_be_read_is_refused(
    colugo: CommandLine, shop_dir: Path, name: str
) -> None:
    answer = colugo("product", "import", name)

    assert answer.refuses(f"cannot read the catalogue file {name}")


def test_a_dry_run_says_what_each_line_would_do_and_changes_nothing(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "products.csv").write_text("sku,name,price\nR,New,9\nN,Newer,1\n")
    before = contents(shop_dir)

    answer = colugo("product", "import", "products.csv", "--update", "--dry-run")

    lines = [line.replace("│", " ").split() for line in answer.out.splitlines()]
    assert ["2", "R", "changed", "name,", "price"] in lines
    assert ["3", "N", "added"] in lines
    assert answer.out.endswith("would add 1 products, replace 1; nothing changed\n")
    assert contents(shop_dir) == before


def test_lines_that_change_nothing_tell_other_processes_nothing(
    colugo: CommandLine, shop_dir: Path
) -> None:
    colugo("product", "export", "all.csv")
    before = contents(shop_dir)

    answer = colugo("product", "import", "all.csv", "--update")

    assert answer.out == "added 0 products, replaced 0\n"
    assert contents(shop_dir) == before


def test_a_dry_run_refuses_what_the_import_refuses(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "products.csv").write_text("sku,name,price\nN,x,1\nR,x,1\n")

    dry = colugo("product", "import", "products.csv", "--dry-run")
    real = colugo("product", "import", "products.csv")

    assert dry == real
    assert "line 3: a product with SKU 'R' exists already" in dry.err


def test_an_export_is_imported_back_unchanged(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    colugo("product", "update", "R", "--name-en", "Yoghurt", "--min-age", "18", "--plu", "7")
    (tmp_path / "all.csv").write_text("an older file")
    before = contents(shop_dir)

    written = colugo("product", "export", "all.csv")
    read = colugo("product", "import", "all.csv", "--update", "--dry-run")

    assert written.out == "wrote all.csv\n"
    assert read.out.count("unchanged") == 3
    assert read.out.endswith("would add 0 products, replace 0; nothing changed\n")
    assert contents(shop_dir) == before
    assert [path.name for path in tmp_path.glob(".export-*")] == []


@pytest.mark.parametrize("name", ["nowhere/all.csv", "."])
def test_an_export_that_cannot_be_written_is_refused(
    colugo: CommandLine, shop_dir: Path, name: str
) -> None:
    answer = colugo("product", "export", name)

    assert answer.refuses("cannot write the catalogue file")
