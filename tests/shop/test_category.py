import pytest

from colugo.errors import CategoryInvalid, CategoryUnknown
from colugo.shop.category import Category, CategoryTree

DRINKS = Category("drinks", "饮料", "Drinks")
TEA = Category("tea", "茶", "Tea", parent_id="drinks")
GREEN = Category("green", "绿茶", "Green tea", parent_id="tea")
TREE = CategoryTree((GREEN, TEA, DRINKS))


def test_a_path_leads_from_the_top_to_the_category() -> None:
    assert TREE.path("green") == ("drinks", "tea", "green")
    assert TREE.path("drinks") == ("drinks",)


def test_children_are_those_right_below() -> None:
    assert TREE.children("drinks") == (TEA,)
    assert TREE.children(None) == (DRINKS,)


def test_a_cycle_is_refused() -> None:
    one, two = Category("a", "a", parent_id="b"), Category("b", "b", parent_id="a")

    with pytest.raises(CategoryInvalid, match="own ancestor"):
        CategoryTree((one, two))


def test_a_category_that_is_its_own_parent_is_refused() -> None:
    with pytest.raises(CategoryInvalid, match="own ancestor"):
        CategoryTree((Category("a", "a", parent_id="a"),))


def test_a_parent_that_is_not_there_is_refused() -> None:
    with pytest.raises(CategoryInvalid, match="'drinks', which is not there"):
        CategoryTree((TEA,))


def test_one_id_twice_is_refused() -> None:
    with pytest.raises(CategoryInvalid, match="twice"):
        CategoryTree((DRINKS, DRINKS))


def test_an_unknown_category_is_refused() -> None:
    with pytest.raises(CategoryUnknown, match="'beer'"):
        TREE.path("beer")


@pytest.mark.parametrize("category_id", ["", " ", "x" * 65, "a\n"])
def test_an_id_that_cannot_be_used_is_refused(category_id: str) -> None:
    with pytest.raises(CategoryInvalid):
        Category(category_id, "name")
