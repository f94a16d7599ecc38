from pathlib import Path

import pytest

from tests.legacy.small_shop import ROWS, write_small_shop

from .command_line import CommandLine, contents


@pytest.fixture
def old(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    write_small_shop(folder)
    return folder


def test_a_shop_is_made_and_what_disagreed_is_reported(colugo: CommandLine, old: Path) -> None:
    answer = colugo("legacy", "import-shop", old, "--shop", "new")

    assert answer.code == 0, answer.err
    assert "new: 4 products added, 0 were there" in answer.out
    assert "3 pictures enrolled" in answer.out
    assert "1 picture names were garbled and matched\n    茶π柚子绿茶  gallery/cha蟺" in answer.out
    assert "4  无图: 7 in stock\n" in answer.out
    assert "stock: not known for 2 products" in answer.out


def test_a_second_run_says_that_all_was_there(colugo: CommandLine, old: Path) -> None:
    colugo("legacy", "import-shop", old, "--shop", "new")
    before = contents(Path("new"))

    answer = colugo("legacy", "import-shop", old, "--shop", "new")

    assert "new: 0 products added, 4 were there" in answer.out
    assert "0 pictures enrolled, 3 were there" in answer.out
    assert contents(Path("new")) == before


def test_a_broken_line_is_one_sentence_and_no_shop_is_made(colugo: CommandLine, old: Path) -> None:
    write_small_shop(old, [*ROWS, "('9', null, 'x, '1', 'g/x.jpg', null, 0)"])

    answer = colugo("legacy", "import-shop", old, "--shop", "new")

    assert answer.refuses("container.sql, line 7", "nothing was imported")
    assert not Path("new").exists()


def test_a_folder_that_is_no_shop_is_one_sentence(colugo: CommandLine, old: Path) -> None:
    (old / "data_update.txt").unlink()

    assert colugo("legacy", "import-shop", old).refuses("data_update.txt is missing")
