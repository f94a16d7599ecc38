"""The tree of categories in the database, within one transaction."""

from dataclasses import asdict

from sqlalchemy import Connection, delete, insert, select

from colugo.errors import CategoryInUse
from colugo.persistence import schema
from colugo.shop.category import Category, CategoryTree


class CategoryRepository:
    """All categories, as one tree that is read and written whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def tree(self) -> CategoryTree:
        """Every category, in the order in which they were saved."""
        table = schema.categories
        columns = (table.c.id, table.c.name, table.c.name_en, table.c.parent_id)
        rows = self._connection.execute(select(*columns).order_by(table.c.position))
        return CategoryTree(tuple(Category(*row) for row in rows))

    def save(self, tree: CategoryTree) -> None:
        """Put `tree` in place of the one before.

        Raises:
            CategoryInUse: a product is in a category that was there and is not in `tree`.
        """
        self._refuse_loss(tree)
        self._connection.execute(delete(schema.categories))
        rows = [
            {"position": position, **asdict(category)}
            for position, category in enumerate(tree.categories)
        ]
        # a parent is written before its children, as the foreign key wants it
        rows.sort(key=lambda row: len(tree.path(row["id"])))
        if rows:
            self._connection.execute(insert(schema.categories), rows)

    def _refuse_loss(self, tree: CategoryTree) -> None:
        kept = {category.id for category in tree.categories}
        table = schema.products
        used = select(table.c.category_id, table.c.sku).where(
            table.c.category_id.in_(select(schema.categories.c.id))
        )
        for category_id, sku in self._connection.execute(used.order_by(table.c.sku)):
            if category_id not in kept:
                raise CategoryInUse(category_id, sku)
