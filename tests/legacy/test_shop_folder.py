from decimal import Decimal
from pathlib import Path

import pytest

from colugo.errors import DumpInvalid, LegacyShopIncomplete
from colugo.legacy.shop_folder import read_products, read_shop_folder
from tests.legacy.small_shop import GARBLED, ROWS, write_small_shop


def test_everything_that_disagrees_is_found(tmp_path: Path) -> None:
    write_small_shop(tmp_path)

    shop = read_shop_folder(tmp_path)

    assert {n: [p.name for p in paths] for n, paths in shop.pictures.items()} == {
        1: ["tea.jpg"],
        2: ["water.jpg"],
        3: [GARBLED],
    }
    assert [each.name for each in shop.unlisted] == ["茶π柚子绿茶", "无图"]
    assert shop.repaired == {3: f"gallery/{GARBLED}"}
    assert [each.number for each in shop.without_picture] == [4]
    assert [line.label for line in shop.without_product] == ["修正带"]
    assert [line.label for line in shop.missing_files] == ["Green tea"]
    assert shop.unused_files == ("gallery/nobody.jpg",)


def test_prices_are_exact_and_unknown_stock_stays_unknown(tmp_path: Path) -> None:
    write_small_shop(tmp_path)

    tea, water, *_ = read_products(tmp_path / "container.sql")

    assert (tea.price, tea.stock, tea.sold) == (Decimal("29.90"), None, 0)
    assert (water.price, water.stock, water.sold) == (Decimal("3"), 0, 4)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("('9', null, 'x', 'cheap', 'g/x.jpg', null, 0)", "expected a price, got 'cheap'"),
        ("('9', null, 'x', '-1', 'g/x.jpg', null, 0)", "expected a price"),
        ("('9', null, 'x', null, 'g/x.jpg', null, 0)", "expected a price, got None"),
        ("('nine', null, 'x', '1', 'g/x.jpg', null, 0)", "expected number as a whole number"),
        ("('9', null, 'x', '1', 'g/x.jpg', 'many', 0)", "expected stock as a whole number"),
        ("('9', null, ' ', '1', 'g/x.jpg', null, 0)", "no number or no name"),
        ("('9', null, 'x', '1', 'g/x.jpg')", "expected 7 values, got 5"),
        ("('1', null, 'x', '1', 'g/x.jpg', null, 0)", "product 1 stands in line 3 already"),
        ("('9', null, 'x, '1', 'g/x.jpg', null, 0)", "expected"),
    ],
)
def test_a_row_that_is_no_product_is_named_by_its_line(
    tmp_path: Path, row: str, words: str
) -> None:
    write_small_shop(tmp_path, [*ROWS, row])

    with pytest.raises(DumpInvalid, match=words) as problem:
        read_products(tmp_path / "container.sql")

    assert problem.value.line == 3 + len(ROWS)


def test_a_dump_without_the_table_is_refused(tmp_path: Path) -> None:
    write_small_shop(tmp_path, [])

    with pytest.raises(DumpInvalid, match="inserts nothing into t_container"):
        read_products(tmp_path / "container.sql")


@pytest.mark.parametrize("missing", ["container.sql", "data_update.txt", "gallery"])
def test_a_folder_that_is_no_shop_is_refused(tmp_path: Path, missing: str) -> None:
    write_small_shop(tmp_path)
    (tmp_path / missing).rename(tmp_path / "elsewhere")

    with pytest.raises(LegacyShopIncomplete, match=f"{missing} is missing"):
        read_shop_folder(tmp_path)
