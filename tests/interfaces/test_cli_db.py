from pathlib import Path

import pytest

from tests.postgres import postgres_server as postgres_server
from tests.postgres import postgres_url as postgres_url

from .command_line import CommandLine, contents


def test_a_shop_is_backed_up_and_restored_elsewhere(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    checked = colugo("db", "check")
    made = colugo("db", "backup", "b.zip")
    restored = colugo("db", "restore", "b.zip", "other")
    upgraded = colugo("db", "upgrade", "--shop", "other")

    assert checked.out.endswith("is sound\n")
    assert made.out.startswith("b.zip: ")
    assert restored.out == "other: 3 products, 6 photos, all sound\n"
    assert upgraded.out == "up to date already\n"
    assert colugo("product", "list", "--shop", "other").out == colugo("product", "list").out


def test_what_cannot_be_backed_up_or_restored_is_one_sentence(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "b.zip").write_text("something")
    before = contents(shop_dir)

    assert colugo("db", "backup", "b.zip").refuses("there already")
    assert colugo("db", "restore", "b.zip", "new").refuses("no whole backup")
    assert colugo("db", "restore", "b.zip", shop_dir).refuses("is not empty")
    assert colugo("db", "check", "--shop", "nowhere").refuses("nowhere")
    assert contents(shop_dir) == before
    assert not (tmp_path / "new").exists()


def test_a_shop_moves_to_a_server_by_a_backup(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    settings = "threads = 1\n"
    (shop_dir / "colugo.toml").write_text(settings)
    listed = colugo("product", "list").out
    colugo("db", "backup", "b.zip")

    moved = colugo("db", "restore", "b.zip", "other", "--database-url", postgres_url)
    monkeypatch.setenv("COLUGO_DATABASE_URL", postgres_url)

    assert "3 products, 6 photos, all sound" in moved.out
    assert "set database_url" in moved.out
    assert colugo("product", "list", "--shop", "other").out == listed
    assert (tmp_path / "other" / "colugo.toml").read_text() == settings


def test_a_restored_shop_does_not_write_into_the_one_that_was_backed_up(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, postgres_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    colugo("db", "backup", "b.zip")
    colugo("db", "restore", "b.zip", "other", "--database-url", postgres_url)
    (tmp_path / "other" / "colugo.toml").write_text(f'database_url = "{postgres_url}"\n')

    backed_up = colugo("db", "backup", "c.zip", "--shop", "other")
    colugo("db", "restore", "c.zip", "third")
    colugo("product", "update", "R", "--name", "changed", "--shop", "third")

    assert backed_up.out.startswith("c.zip: ")
    assert "changed" in colugo("product", "list", "--shop", "third").out
    assert "changed" not in colugo("product", "list", "--shop", "other").out
