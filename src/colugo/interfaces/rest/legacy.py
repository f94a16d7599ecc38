"""The paths of the predecessor's backend for clients that are not replaced yet. Decides nothing.

Requests and answers have its shapes, see the manual; what it did wrong is not repeated: every path
wants a token, a picture that cannot be used adds nothing, no product is free because its name is
missing from a table.
"""

import base64
import binascii
import functools
import uuid
from collections.abc import Callable
from typing import Annotated, Any, Final, ParamSpec

from fastapi import Body, Form, UploadFile
from pydantic import BaseModel

from colugo.checkout import Recognition, Shop
from colugo.checkout.sales import Stockroom
from colugo.errors import CellInvalid, ColugoError, NotAPicture, StoreUnknown
from colugo.interfaces.rest.context import Acting, TheShop
from colugo.interfaces.rest.routes import Route
from colugo.shop import Product
from colugo.shop.orders import By
from colugo.vision import decode

_ALL: Final = 1_000_000
_MOST_FOUND: Final = 1000
_NOTHING: Final = "Please connect root to upload container's name and it's price!\n"
Facts = dict[str, Any]
Asked = ParamSpec("Asked")
Session = Annotated[str, Form(alias="sessionID")]
Text = Annotated[str, Form(max_length=200)]


class ClientScene(BaseModel):
    """What the desktop client sends; it names no content type."""

    image: str
    name: str = ""


def _in_its_shape(call: Callable[Asked, Facts]) -> Callable[Asked, Facts]:
    """A refusal as old clients know it, with the sentence beside it."""

    @functools.wraps(call)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Facts:
        try:
            return {"state": "true", **call(*args, **kwargs)}
        except ColugoError as error:
            return {"state": "false", "detail": str(error)}

    return answer


@_in_its_shape
def search(shop: TheShop, session: Session = "") -> Facts:
    """List every product."""
    return {"sessionID": session, "container_all": _rows(shop, shop.products(limit=_ALL))}


@_in_its_shape
def find(shop: TheShop, searchtarget: Text = "", session: Session = "") -> Facts:
    """Find products by name, the most alike first."""
    found = shop.find_products(searchtarget, limit=_MOST_FOUND)
    return {"sessionID": session, "container_all": _rows(shop, found)}


@_in_its_shape
def record(
    shop: TheShop,
    by: Acting,
    container_name: Text,
    container_price: Text,
    productimage: UploadFile,
    container_stock: Text = "0",
    session: Session = "",
) -> Facts:
    """Add a product with its photo; of a name that is there, add the photo."""
    content = productimage.file.read()
    decode(content, shop.limits)
    stock = _whole(container_stock)
    known = next((p for p in shop.products(limit=_ALL) if p.name == container_name.strip()), None)
    if known is not None:
        shop.enrol(known.sku, [content])
        return {"sessionID": session}
    _check_stock(shop, stock)
    product = shop.add_product(sku=_next_number(shop), name=container_name, price=container_price)
    try:
        shop.enrol(product.sku, [content])
    except ColugoError:
        shop.remove_product(product.sku)
        raise
    _receive(shop, product.sku, stock, by)
    return {"sessionID": session}


@_in_its_shape
def replace(
    shop: TheShop,
    by: Acting,
    number: Text,
    container_name: Text,
    container_price: Text,
    container_stock: Text = "0",
    productimage: UploadFile | None = None,
    session: Session = "",
) -> Facts:
    """Change name and price, add to the stock, and add a photo where one is sent."""
    stock = _whole(container_stock)
    _check_stock(shop, stock)
    if productimage is not None:
        shop.enrol(number, [productimage.file.read()])
    shop.update_product(number, name=container_name, price=container_price)
    _receive(shop, number, stock, by)
    return {"sessionID": session}


@_in_its_shape
def delete(shop: TheShop, number: Text, session: Session = "") -> Facts:
    """Remove a product with its photos."""
    shop.remove_product(number)
    return {"sessionID": session}


@_in_its_shape
def reference(shop: TheShop, picture: Annotated[str, Form()]) -> Facts:
    """Recognise a scene; each recognised box is one entry."""
    recognition = shop.recognise(_picture(picture))
    products = _known(shop, recognition)
    if not products:
        return {"container": _NOTHING}
    return {
        "number": [_number(each) for each in products],
        "container": [[each.name, each.price.decimal_text()] for each in products],
        **_total(recognition),
        "picture_test": "test1.jpg",
    }


@_in_its_shape
def reference_client(shop: TheShop, content: Annotated[Any, Body()]) -> Facts:
    """Recognise a scene of the desktop client; name and price stand one after the other."""
    try:
        is_raw = isinstance(content, bytes)
        read = ClientScene.model_validate_json if is_raw else ClientScene.model_validate
        sent = read(content)
    except ValueError as error:
        raise NotAPicture("request", str(content)[:8].encode("utf-8", "replace")) from error
    recognition = shop.recognise(_picture(sent.image))
    products = _known(shop, recognition)
    if not products:
        return {"container": _NOTHING}
    flat = [part for each in products for part in (each.name, each.price.decimal_text())]
    return {"container": flat, **_total(recognition), "picture_test": "test_client.jpg"}


def _total(recognition: Recognition) -> Facts:
    """The total, and how many goods are not in it: the predecessor let those go unpaid."""
    open_count = len(recognition.unsure) + len(recognition.unknown)
    return {"price_all": float(recognition.basket.total.decimal_text()), "open": open_count}


def _known(shop: Shop, recognition: Recognition) -> list[Product]:
    return [shop.product(each.sku) for each in recognition.verdicts if each.sku is not None]


def _picture(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAPicture("picture", text[:8].encode("utf-8", "replace")) from error


def _rows(shop: Shop, products: list[Product]) -> list[list[Any]]:
    store_id = _only_store(shop)
    there = {} if store_id is None else Stockroom(shop.database).on_hand(store_id)
    return [
        [_number(each), each.name, each.price.decimal_text(), _address(shop, each),
         max(there.get(each.sku, 0), 0)]
        for each in products
    ]  # fmt: skip


def _address(shop: Shop, product: Product) -> str:
    photos = shop.photos(product.sku)
    return f"v1/photos/{photos[0].id}" if photos else ""


def _number(product: Product) -> int | str:
    return int(product.sku) if product.sku.isascii() and product.sku.isdigit() else product.sku


def _next_number(shop: Shop) -> str:
    numbers = [_number(each) for each in shop.products(limit=_ALL)]
    return str(max((each for each in numbers if isinstance(each, int)), default=0) + 1)


def _whole(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text) < 10):
        raise CellInvalid("container_stock", text, "a whole number of pieces, 0 or more")
    return int(text)


def _only_store(shop: Shop) -> str | None:
    with shop.database.reading() as work:
        stores = work.stores.all()
    return stores[0].id if len(stores) == 1 else None


def _check_stock(shop: Shop, stock: int) -> None:
    if stock and _only_store(shop) is None:
        raise StoreUnknown("the only one")


def _receive(shop: Shop, sku: str, stock: int, by: By) -> None:
    store_id = _only_store(shop)
    if stock and store_id is not None:
        Stockroom(shop.database).receive(uuid.uuid4(), store_id, {sku: stock}, by)


LEGACY_ROUTES: Final = (
    Route("POST", "/search/", "read_catalogue", search),
    Route("POST", "/find/", "read_catalogue", find),
    Route("POST", "/record/", "edit_catalogue", record),
    Route("POST", "/replace/", "edit_catalogue", replace),
    Route("POST", "/delete/", "edit_catalogue", delete),
    Route("POST", "/reference/", "recognise", reference),
    Route("POST", "/reference_client/", "recognise", reference_client),
)
