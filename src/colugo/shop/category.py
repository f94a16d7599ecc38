"""The tree of categories. Knows no products."""

from dataclasses import dataclass

from colugo.errors import CategoryInvalid, CategoryUnknown
from colugo.shop.product import check_name

_LONGEST_ID = 64


@dataclass(frozen=True, slots=True)
class Category:
    """One kind of product; `parent_id` is None at the top.

    Raises:
        CategoryInvalid: no usable id. ProductNameInvalid: the name is none.
    """

    id: str
    name: str
    name_en: str = ""
    parent_id: str | None = None

    def __post_init__(self) -> None:
        if not self.id.strip() or len(self.id) > _LONGEST_ID or not self.id.isprintable():
            raise CategoryInvalid(self.id, "has no usable id")
        check_name(self.name)
        if self.name_en:
            check_name(self.name_en)


@dataclass(frozen=True, slots=True)
class CategoryTree:
    """All categories of a catalogue.

    Raises:
        CategoryInvalid: an id twice, a parent that is missing, or a cycle.
    """

    categories: tuple[Category, ...] = ()

    def __post_init__(self) -> None:
        parents: dict[str, str | None] = {}
        for category in self.categories:
            if category.id in parents:
                raise CategoryInvalid(category.id, "stands twice")
            parents[category.id] = category.parent_id
        for category in self.categories:
            _check_way_up(category.id, parents)

    def get(self, category_id: str) -> Category:
        """The category of an id.

        Raises:
            CategoryUnknown: there is none.
        """
        for category in self.categories:
            if category.id == category_id:
                return category
        raise CategoryUnknown(category_id)

    def path(self, category_id: str) -> tuple[str, ...]:
        """The ids from the top down to this one, itself included.

        Raises:
            CategoryUnknown: there is none of this id.
        """
        category: Category | None = self.get(category_id)
        way: list[str] = []
        while category is not None:
            way.append(category.id)
            category = None if category.parent_id is None else self.get(category.parent_id)
        return tuple(reversed(way))

    def children(self, category_id: str | None) -> tuple[Category, ...]:
        """The categories right below one, or the top ones for None, in their order."""
        return tuple(each for each in self.categories if each.parent_id == category_id)


def _check_way_up(category_id: str, parents: dict[str, str | None]) -> None:
    passed: set[str] = set()
    at: str | None = category_id
    while at is not None:
        if at in passed:
            raise CategoryInvalid(category_id, "is its own ancestor")
        if at not in parents:
            raise CategoryInvalid(category_id, f"lies below {at!r}, which is not there")
        passed.add(at)
        at = parents[at]


NO_CATEGORIES = CategoryTree()
