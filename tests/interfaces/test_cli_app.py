import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

import pytest

from colugo import __version__
from tests.checkout.coloured_shop import stocked_shop

from .command_line import CommandLine, contents


def test_init_says_what_it_made(colugo: CommandLine, tmp_path: Path) -> None:
    answer = colugo("init", "new/shop", "--currency", "JPY")

    assert answer.code == 0
    assert answer.out.startswith("made a shop in new/shop, prices in JPY:\n")
    assert (tmp_path / "new" / "shop" / "shop.sqlite3").is_file()


def test_the_command_that_init_proposes_can_be_typed(colugo: CommandLine) -> None:
    answer = colugo("init", "my shop")

    assert "next: colugo product add --shop 'my shop' --sku" in answer.out


def test_init_twice_is_refused_and_leaves_the_shop_as_it_is(
    colugo: CommandLine, shop_dir: Path
) -> None:
    before = contents(shop_dir)

    answer = colugo("init", shop_dir)

    assert answer.refuses("there is a shop in", "it was left as it is")
    assert contents(shop_dir) == before


def test_init_takes_the_folder_from_the_environment(
    colugo: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUGO_SHOP", "from-environment")

    colugo("init")

    assert (tmp_path / "from-environment" / "shop.sqlite3").is_file()


@pytest.mark.parametrize("currency", ["XXX", "cny", "人民币", ""])
def test_a_currency_that_is_not_known_makes_no_shop(
    colugo: CommandLine, tmp_path: Path, currency: str
) -> None:
    answer = colugo("init", "new", "--currency", currency)

    assert answer.refuses("currency", "CNY")
    assert not (tmp_path / "new").exists()


def test_a_file_in_the_place_of_the_folder_makes_no_shop(
    colugo: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("mine")

    answer = colugo("init", "taken")

    assert answer.refuses("taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_the_option_is_stronger_than_the_variable_and_the_variable_than_this_folder(
    colugo: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, sku in ((".", "HERE"), ("variable", "VARIABLE"), ("option", "OPTION")):
        colugo("init", folder)
        colugo("product", "add", "--shop", folder, "--sku", sku, "--name", "x", "--price", "1")

    here = colugo("product", "list")
    monkeypatch.setenv("COLUGO_SHOP", "variable")
    by_variable = colugo("product", "list")
    by_option = colugo("product", "list", "--shop", "option")

    assert "HERE" in here.out
    assert "VARIABLE" in by_variable.out
    assert "OPTION" in by_option.out


@pytest.mark.parametrize("place", ["nowhere", "empty", "file"])
def test_where_there_is_no_shop_the_command_to_make_one_is_named(
    colugo: CommandLine, tmp_path: Path, place: str
) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").touch()

    answer = colugo("product", "list", "--shop", place)

    assert answer.refuses(f"there is no shop in {place}", "colugo init")


def test_a_variable_that_is_no_setting_is_refused_with_the_nearest(
    colugo: CommandLine, shop_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUGO_THREAD", "2")

    answer = colugo("product", "list")

    assert answer.refuses("COLUGO_THREAD", "did you mean COLUGO_THREADS?")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("thread = 2", ("thread", "did you mean threads?")),
        ("threads = -1", ("threads", "got -1")),
        ("threads = ", ("colugo.toml", "TOML")),
    ],
)
def test_a_settings_file_that_is_wrong_is_refused(
    colugo: CommandLine, shop_dir: Path, text: str, words: tuple[str, ...]
) -> None:
    (shop_dir / "colugo.toml").write_text(text)

    answer = colugo("product", "list")

    assert answer.refuses(*words)


def test_a_database_of_a_newer_version_is_refused(colugo: CommandLine, shop_dir: Path) -> None:
    with closing(sqlite3.connect(shop_dir / "shop.sqlite3")) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    before = contents(shop_dir)

    answer = colugo("product", "add", "--sku", "X", "--name", "x", "--price", "1")

    assert answer.refuses("revision 9999", "upgrade Colugo")
    assert contents(shop_dir) == before


@pytest.mark.parametrize("content", [b"", b"these are no tables", b"SQLite format 3\0 or is it"])
def test_a_file_that_is_no_database_is_refused(
    colugo: CommandLine, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "shop.sqlite3").write_bytes(content)

    answer = colugo("product", "list")

    assert answer.refuses("expected a Colugo database")
    assert (tmp_path / "shop.sqlite3").read_bytes() == content


def test_a_shop_on_a_disk_that_is_read_only_is_refused(
    colugo: CommandLine, small_disk: Path
) -> None:
    colugo("init", small_disk / "shop")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)

    answer = colugo(
        "product", "add", "--shop", small_disk / "shop", "--sku", "X", "--name", "x", "--price", "1"
    )

    assert answer.refuses("cannot be written", "nothing is changed")


def test_a_disk_that_is_full_changes_nothing(
    colugo: CommandLine, small_disk: Path, large_photo: Path
) -> None:
    folder = small_disk / "shop"
    stocked_shop(folder).close()
    (small_disk / "ballast").write_bytes(b"x" * (shutil.disk_usage(small_disk).free - 600_000))
    before = contents(folder)

    answer = colugo("enrol", "--shop", folder, "R", large_photo)

    assert answer.refuses("the disk is full", "nothing is changed")
    assert contents(folder) == before


def test_an_interrupted_command_ends_as_shells_expect(
    colugo: CommandLine, shop_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("colugo.interfaces.cli.product.open_shop", interrupted)

    answer = colugo("product", "list")

    assert answer.code == 130
    assert answer.err == "colugo: stopped; what was done before stays, the rest is as it was\n"


@pytest.mark.parametrize(
    "arguments", [("checkout",), ("nonsense",), ("product", "add"), ("product", "show", "a", "b")]
)
def test_a_command_that_is_not_complete_points_to_its_help(
    colugo: CommandLine, arguments: tuple[str, ...]
) -> None:
    answer = colugo(*arguments)

    assert (answer.code, answer.out) == (2, "")
    assert "--help" in answer.err
    assert "Error: " in answer.err


def test_the_version_is_printed(colugo: CommandLine) -> None:
    assert colugo("version").out == f"{__version__}\n"
