from pathlib import Path

import pytest

from .command_line import CommandLine, contents


@pytest.fixture
def tree(colugo: CommandLine, shop_dir: Path) -> None:
    colugo("category", "add", "drinks", "--name", "饮料", "--name-en", "Drinks")
    colugo("category", "add", "toys", "--name", "玩具")
    colugo("category", "add", "tea", "--name", "茶", "--parent", "drinks")
    colugo("product", "update", "G", "--category", "tea")


@pytest.mark.usefixtures("tree")
def test_the_list_shows_each_category_below_its_parent(colugo: CommandLine) -> None:
    lines = colugo("category", "list").out.splitlines()

    places = [
        next(at for at, line in enumerate(lines) if word in line)
        for word in ("drinks", "  tea", "toys")
    ]
    assert places == sorted(places)


@pytest.mark.usefixtures("tree")
def test_a_category_that_was_removed_is_gone(colugo: CommandLine) -> None:
    answer = colugo("category", "remove", "toys")

    assert answer.out == "removed category toys\n"
    assert "toys" not in colugo("category", "list").out


@pytest.mark.usefixtures("tree")
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "tea", "--name", "x"), ("category 'tea' stands twice",)),
        (("add", "x", "--name", "x", "--parent", "none"), ("'none', which is not there",)),
        (("add", "x", "--name", " "), ("name", "is empty")),
        (("remove", "none"), ("no category has the id 'none'",)),
        (("remove", "tea"), ("category 'tea' is that of SKU 'G'",)),
        (("remove", "drinks"), ("'drinks', which is not there",)),
    ],
)
def test_what_would_break_the_tree_is_refused(
    colugo: CommandLine, shop_dir: Path, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    before = contents(shop_dir)

    answer = colugo("category", *arguments)

    assert answer.refuses(*words)
    assert contents(shop_dir) == before
