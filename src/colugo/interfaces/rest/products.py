"""Routes of products, their barcodes and catalogue files. Decides nothing."""

from typing import Annotated, Literal

from fastapi import Body, Query, Response

from colugo.checkout import Shop
from colugo.interfaces.acts import priced
from colugo.interfaces.rest.context import EditVersion, OptionalVersion, TheShop, etag_of
from colugo.interfaces.rest.paging import Cursor, Limit, cut, from_cursor
from colugo.interfaces.rest.pictures import StoreQuery
from colugo.interfaces.shapes import (
    ImportLine,
    ImportOut,
    ProductEdit,
    ProductNew,
    ProductOut,
    ProductPage,
)
from colugo.shop import Product
from colugo.shop.product import version_of

CSV = "text/csv; charset=utf-8"
File = Annotated[
    bytes,
    Body(media_type="text/csv", description="sku, name, price and more columns; see the manual."),
]
DryRun = Annotated[bool, Query(description="Say what it would do; change nothing.")]
Update = Annotated[bool, Query(description="Change the products that are there.")]


def list_products(
    shop: TheShop,
    limit: Limit = 100,
    cursor: Cursor = "",
    is_active: Annotated[bool | None, Query(description="Only those sold, or not sold.")] = None,
    category_id: Annotated[str | None, Query(max_length=64, description="Only of one.")] = None,
    q: Annotated[str | None, Query(max_length=200, description="Find by name or pinyin.")] = None,
    store_id: StoreQuery = None,
) -> ProductPage:
    """List products in the order of their SKUs, or find some by name, the most alike first.

    With `q` the answer is one page.
    """
    after = from_cursor(cursor)
    if q is not None:
        alike = shop.find_products(q, limit=limit, is_active=is_active, category_id=category_id)
        return ProductPage(products=priced(shop, alike, store_id), next_cursor=None)
    found = shop.products(
        after_sku=after, limit=limit + 1, is_active=is_active, category_id=category_id
    )
    page, following = cut(found, limit, lambda product: product.sku)
    return ProductPage(products=priced(shop, page, store_id), next_cursor=following)


def add_product(shop: TheShop, new: ProductNew, response: Response) -> ProductOut:
    """Add a product."""
    return _answer(shop, shop.add_product(**new.given()), response)


def get_product(
    shop: TheShop, sku: str, response: Response, store_id: StoreQuery = None
) -> ProductOut:
    """Read one product; its ETag names the version, `price_now` what it costs in the store."""
    return _answer(shop, shop.product(sku), response, store_id)


def edit_product(
    shop: TheShop, sku: str, edit: ProductEdit, version: EditVersion, response: Response
) -> ProductOut:
    """Change a product; If-Match must name the version that was read."""
    changed = shop.update_product(sku, if_version=version, **edit.given())
    return _answer(shop, changed, response)


def remove_product(shop: TheShop, sku: str, version: OptionalVersion) -> None:
    """Remove a product and its photos; If-Match, where given, must name its version."""
    shop.remove_product(sku, if_version=version)


def find_by_barcode(
    shop: TheShop, barcode: str, response: Response, store_id: StoreQuery = None
) -> ProductOut:
    """Read the product with a barcode; a UPC-A is found by its EAN-13 and back."""
    return _answer(shop, shop.product_of_barcode(barcode), response, store_id)


def import_catalogue(
    shop: TheShop,
    content: File,
    dry_run: DryRun = False,
    update: Update = False,
    encoding: Annotated[Literal["utf-8", "gb18030"], Query(description="Of the file.")] = "utf-8",
) -> ImportOut:
    """Add every product of a CSV file, or, when one line is wrong, none."""
    bring_in = shop.try_import if dry_run else shop.import_products
    report = bring_in(content, update=update, encoding=encoding)
    lines = [
        ImportLine(
            line=each.line,
            sku=each.product.sku,
            effect=each.effect,
            changed_fields=each.changed_fields,
        )
        for each in report.plan.lines
    ]
    return ImportOut(added=report.added, updated=report.updated, is_dry_run=dry_run, lines=lines)


def export_catalogue(shop: TheShop) -> Response:
    """Give every product with every column as a CSV file that an import reads back."""
    headers = {"Content-Disposition": 'attachment; filename="products.csv"'}
    return Response(shop.export_products(), 200, headers, CSV)


def _answer(
    shop: Shop, product: Product, response: Response, store_id: str | None = None
) -> ProductOut:
    response.headers["ETag"] = etag_of(version_of(product))
    return priced(shop, [product], store_id)[0]
