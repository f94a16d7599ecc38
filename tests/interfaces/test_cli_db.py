from pathlib import Path

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
