"""`colugo category ...`: the tree of categories on the command line."""

from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table

from colugo.interfaces.cli.context import ShopFolder, open_shop, out, print_table
from colugo.shop.category import Category, CategoryTree

app = typer.Typer(help="Categories: the tree that products stand in.", no_args_is_help=True)

CategoryId = Annotated[str, typer.Argument(metavar="ID", help="Id of the category.")]


@app.command()
def add(
    category_id: CategoryId,
    name: Annotated[str, typer.Option(metavar="NAME", help="As people read it.")],
    name_en: Annotated[str, typer.Option(metavar="NAME", help="English name.")] = "",
    parent: Annotated[
        str | None, typer.Option(metavar="ID", help="The category it lies below.")
    ] = None,
    shop: ShopFolder = None,
) -> None:
    """Add a category, at the top or below another."""
    category = Category(category_id.strip(), name.strip(), name_en.strip(), parent)
    with open_shop(shop) as opened:
        opened.add_category(category)
    out.print(f"added category {category.id}  {category.name}")


@app.command()
def remove(category_id: CategoryId, shop: ShopFolder = None) -> None:
    """Remove a category that no product is in and that none lies below."""
    with open_shop(shop) as opened:
        opened.remove_category(category_id)
    out.print(f"removed category {category_id}")


@app.command("list")
def list_categories(shop: ShopFolder = None) -> None:
    """List the categories, each below its parent."""
    with open_shop(shop) as opened:
        tree = opened.categories()
    table = Table("ID", "name", "English name")
    for depth, category in _walk(tree, None, 0):
        table.add_row("  " * depth + category.id, category.name, category.name_en)
    print_table(table)


def _walk(tree: CategoryTree, top: str | None, depth: int) -> Iterator[tuple[int, Category]]:
    for category in tree.children(top):
        yield depth, category
        yield from _walk(tree, category.id, depth + 1)
