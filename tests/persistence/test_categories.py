from dataclasses import replace

import pytest

from colugo.errors import CategoryInUse
from colugo.persistence import Database
from colugo.shop.category import NO_CATEGORIES, Category, CategoryTree

from .samples import product

# children stand before their parents: the order is the shop's, not the tree's
TREE = CategoryTree(
    (Category("tea", "茶", "Tea", "drinks"), Category("toys", "玩具"), Category("drinks", "饮料"))
)


def test_a_new_shop_has_no_categories(database: Database) -> None:
    with database.reading() as work:
        assert work.categories.tree() == NO_CATEGORIES


def test_categories_come_back_in_their_order(database: Database) -> None:
    with database.transaction() as work:
        work.categories.save(TREE)

    with database.reading() as work:
        assert work.categories.tree() == TREE


def test_a_tree_takes_the_place_of_the_one_before(database: Database) -> None:
    turned = CategoryTree((Category("drinks", "饮", "", "tea"), Category("tea", "茶")))

    for tree in (TREE, turned):
        with database.transaction() as work:
            work.categories.save(tree)

    with database.reading() as work:
        assert work.categories.tree() == turned


def test_a_category_that_a_product_is_in_is_not_dropped(database: Database) -> None:
    with database.transaction() as work:
        work.categories.save(TREE)
        work.products.add(replace(product("690"), category_id="toys"))

    with (
        pytest.raises(CategoryInUse, match="category 'toys' is that of SKU '690'"),
        database.transaction() as work,
    ):
        work.categories.save(NO_CATEGORIES)

    with database.reading() as work:
        assert work.categories.tree() == TREE
