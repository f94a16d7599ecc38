"""A backup of either database is restored into either."""

from pathlib import Path

import pytest
from sqlalchemy.engine import URL

from colugo.errors import DatabaseExists
from colugo.persistence import Database
from colugo.persistence.backup import restore_backup, write_backup
from colugo.persistence.soundness import find_faults
from colugo.shop.category import Category, CategoryTree
from tests.checkout.sales.selling_shop import furnish
from tests.postgres import new_shop

from .samples import enrol, product
from .test_backup import facts_of, sell, visit


@pytest.fixture
def selling(database: Database) -> Database:
    """A shop with a tree of categories, three photos and a sale, on either database."""
    furnish(database)
    with database.transaction() as work:
        # the name of the lower one sorts before that of the upper
        food = Category("z-food", "食品", "Food")
        milk = Category("a-milk", "牛奶", "Milk", "z-food")
        work.categories.save(CategoryTree([*work.categories.tree().categories, food, milk]))
    enrol(database, "690", 3)
    sell(database, 1)
    visit(database)
    return database


@pytest.mark.parametrize("is_server", [False, True])
def test_what_is_restored_is_what_was_there_and_goes_on(
    selling: Database, postgres_url: str, tmp_path: Path, is_server: bool
) -> None:
    archive, url = tmp_path / "b.zip", postgres_url if is_server else None

    write_backup(selling, archive)
    with restore_backup(archive, tmp_path / "new" / "shop", url=url) as restored:
        was, now = facts_of(selling), facts_of(restored)
        faults, files = find_faults(restored), restored.check_files()
        sell(restored, 2)
        with restored.transaction() as work:
            work.products.add(product("691"))  # numbers go on after those that were copied
        with restored.reading() as work:
            tree = work.categories.tree()
            found = [each.sku for each in work.products.search("name of 690", limit=1)]

    assert now == was
    assert (faults, files) == ([], ((), ()))
    assert restored.is_file is not is_server
    assert tree.get("a-milk").parent_id == "z-food"
    assert found == ["690"]
    assert is_server is not bool(list((tmp_path / "new" / "shop").glob("*sqlite*")))


def test_a_server_that_has_a_shop_is_left_as_it_is(
    selling: Database, postgres_server: URL, tmp_path: Path
) -> None:
    write_backup(selling, tmp_path / "b.zip")
    url = new_shop(postgres_server)

    with pytest.raises(DatabaseExists):
        restore_backup(tmp_path / "b.zip", tmp_path / "new" / "shop", url=url)

    with Database.open_on_server(url, tmp_path) as there, there.reading() as work:
        assert work.products.count() == 0
    assert list((tmp_path / "new").iterdir()) == []
