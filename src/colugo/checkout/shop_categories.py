"""What a shop does with its categories. Knows no pixel."""

from colugo.persistence import Database
from colugo.shop.category import Category, CategoryTree


class ShopCategories:
    """The categories of one shop; a part of `Shop`.

    Attributes:
        database: the truth of the shop.
    """

    database: Database

    def categories(self) -> CategoryTree:
        """The tree of categories, in the order in which they were added."""
        with self.database.reading() as work:
            return work.categories.tree()

    def add_category(self, category: Category) -> None:
        """Add a category, at the top or below its parent.

        Raises:
            CategoryInvalid: its id is taken, or its parent is not there.
        """
        with self.database.transaction() as work:
            before = work.categories.tree().categories
            work.categories.save(CategoryTree((*before, category)))

    def remove_category(self, category_id: str) -> None:
        """Remove a category.

        Raises:
            CategoryUnknown: there is none of this id.
            CategoryInUse: a product is in it.
            CategoryInvalid: another category lies below it.
        """
        with self.database.transaction() as work:
            tree = work.categories.tree()
            gone = tree.get(category_id)
            kept = tuple(each for each in tree.categories if each != gone)
            work.categories.save(CategoryTree(kept))
