from pathlib import Path

import pytest

from colugo import Shop
from colugo.checkout.legacy import LegacyImport, import_shop, pictures_to_read
from colugo.errors import DumpInvalid, LegacyShopOtherCurrency
from colugo.legacy.shop_folder import read_shop_folder
from tests.checkout.coloured_shop import GREEN, coloured_shop, picture
from tests.interfaces.command_line import contents
from tests.legacy.small_shop import ROWS, write_small_shop

LEGACY_SHOP = Path(__file__).parents[4] / "shared/data/legacy-shop"


def imported(shop: Shop, folder: Path) -> LegacyImport:
    return import_shop(shop, read_shop_folder(folder), folder / "container.sql")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    write_small_shop(folder)
    return folder


def test_products_come_with_exact_prices_and_their_numbers_as_skus(
    old: Path, tmp_path: Path
) -> None:
    with coloured_shop(tmp_path / "shop") as shop:
        done = imported(shop, old)

        facts = [(each.sku, each.name, str(each.price)) for each in shop.products()]

    assert facts == [
        ("1", "Green tea", "29.90 CNY"),
        ("2", "水", "3.00 CNY"),
        ("3", "茶π柚子绿茶", "4.00 CNY"),
        ("4", "无图", "5.50 CNY"),
    ]
    assert [(each.number, each.stock) for each in done.stock_known] == [(2, 0), (4, 7)]


def test_what_was_imported_is_recognised_and_priced(old: Path, tmp_path: Path) -> None:
    with coloured_shop(tmp_path / "shop") as shop:
        imported(shop, old)

        recognition = shop.recognise(picture((GREEN, (10, 10, 60, 80))))

    assert [line.product.name for line in recognition.basket.lines] == ["Green tea"]
    assert str(recognition.basket.total) == "29.90 CNY"


def test_a_second_import_changes_nothing(old: Path, tmp_path: Path) -> None:
    with coloured_shop(tmp_path / "shop") as shop:
        first = imported(shop, old)
        before = contents(tmp_path / "shop")

        second = imported(shop, old)

        after = contents(tmp_path / "shop")
    assert (len(first.added), first.photos_added, first.photos_present) == (4, 3, 0)
    assert (second.added, second.present) == ((), 4)
    assert (second.photos_added, second.photos_present) == (0, 3)
    assert after == before


def test_a_second_import_adds_what_is_new(old: Path, tmp_path: Path) -> None:
    with coloured_shop(tmp_path / "shop") as shop:
        imported(shop, old)
        write_small_shop(old, [*ROWS, "('5', null, '修正带', '2', null, 3, 0)"])

        second = imported(shop, old)

    assert [each.name for each in second.added] == ["修正带"]
    assert (second.photos_added, second.photos_present) == (1, 3)


def test_what_our_shop_has_is_left_as_it_is(old: Path, tmp_path: Path) -> None:
    with coloured_shop(tmp_path / "shop") as shop:
        shop.add_product(sku="1", name="Quite another", price="1")
        shop.add_product(sku="2", name="水", price="9.90")

        done = imported(shop, old)

        assert shop.product("1").name == "Quite another"
        assert str(shop.product("2").price) == "9.90 CNY"
        assert [len(shop.photos(sku)) for sku in ("1", "2", "3")] == [0, 1, 1]
    assert [each.sku for each in done.kept] == ["1", "2"]


def test_a_picture_that_cannot_be_read_is_reported_and_its_product_imported(
    old: Path, tmp_path: Path
) -> None:
    (old / "gallery/tea.jpg").write_bytes(b"no picture")

    with coloured_shop(tmp_path / "shop") as shop:
        done = imported(shop, old)

    assert [Path(name).name for name in done.unusable] == ["tea.jpg"]
    assert (len(done.added), done.photos_added) == (4, 2)


def test_a_product_that_cannot_be_ours_stops_the_import_with_its_line(
    old: Path, tmp_path: Path
) -> None:
    write_small_shop(old, [*ROWS, "('5', null, 'x', '1.999', null, null, 0)"])

    with coloured_shop(tmp_path / "shop") as shop:
        before = contents(tmp_path / "shop")
        with pytest.raises(DumpInvalid, match=r"line 7: price '1\.999' has too many decimals"):
            imported(shop, old)

        assert contents(tmp_path / "shop") == before


def test_a_shop_with_other_prices_is_refused(old: Path, tmp_path: Path) -> None:
    with (
        coloured_shop(tmp_path / "shop", currency="USD") as shop,
        pytest.raises(LegacyShopOtherCurrency, match="has USD"),
    ):
        imported(shop, old)


@pytest.mark.skipif(not LEGACY_SHOP.is_dir(), reason=f"the real shop is not in {LEGACY_SHOP}")
def test_the_real_shop_imports_completely(tmp_path: Path) -> None:
    legacy = read_shop_folder(LEGACY_SHOP)

    with coloured_shop(tmp_path / "shop") as shop:
        done = import_shop(shop, legacy, LEGACY_SHOP / "container.sql")
        counts = shop.check_gallery()

    assert (len(done.added), done.photos_added, counts.photos) == (199, 199, 199)
    assert (len(legacy.unlisted), len(legacy.without_product), len(legacy.repaired)) == (13, 4, 11)
    assert (counts.without_photos, done.unusable, legacy.unused_files) == ((), {}, ())
    assert sum(1 for each in legacy.products if each.price % 1) == 64
    assert [(each.number, each.stock) for each in done.stock_known] == [(195, 0), (196, 0)]
    assert pictures_to_read(legacy) == 199
