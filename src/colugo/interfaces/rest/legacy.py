"""The paths of the predecessor's backend for clients that are not replaced yet. Decides nothing.

Requests and answers have its shapes, see the manual; what it did wrong is not repeated: every path
wants a token or a session, a picture that cannot be used adds nothing, no product is free because
its name is missing from a table, what is sold is an order.
"""

import base64
import binascii
import uuid
from collections.abc import Callable
from typing import Annotated, Any, Final

from fastapi import Body, Form, UploadFile
from pydantic import BaseModel

from colugo.checkout import Recognition, Shop
from colugo.checkout.sales import Stockroom
from colugo.checkout.sales.listed import store_of
from colugo.errors import CellInvalid, ColugoError, NotAPicture, PhotoUnknown, StoreUnknown
from colugo.interfaces.rest.context import Acting, TheShop
from colugo.interfaces.rest.legacy_answers import (
    Facts,
    Session,
    Text,
    Whose,
    in_its_shape,
    name_by,
    number_of,
)
from colugo.interfaces.rest.legacy_selling import gallery_picture, login_in, stock_sale
from colugo.interfaces.rest.route import Route
from colugo.shop import Product
from colugo.shop.orders import By
from colugo.shop.people import Action
from colugo.shop.people.principal import Principal
from colugo.vision import decode

_ALL: Final = 1_000_000
_MOST_FOUND: Final = 1000
_NOTHING: Final = "Please connect root to upload container's name and it's price!\n"


class ClientScene(BaseModel):
    """What the desktop client sends; it names no content type."""

    image: str
    name: str = ""


@in_its_shape
def search(shop: TheShop, whose: Whose, session: Session = "") -> Facts:
    """List every product."""
    return {"sessionID": session, "container_all": _rows(shop, whose, shop.products(limit=_ALL))}


@in_its_shape
def find(shop: TheShop, whose: Whose, searchtarget: Text = "", session: Session = "") -> Facts:
    """Find products by name, the most alike first."""
    found = shop.find_products(searchtarget, limit=_MOST_FOUND)
    return {"sessionID": session, "container_all": _rows(shop, whose, found)}


@in_its_shape
def record(
    shop: TheShop,
    by: Acting,
    whose: Whose,
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
    store_id = _store_for(shop, stock, whose)
    product = shop.add_product(sku=_next_number(shop), name=container_name, price=container_price)
    try:
        shop.enrol(product.sku, [content])
    except ColugoError:
        shop.remove_product(product.sku)
        raise
    _receive(shop, store_id, product.sku, stock, by)
    return {"sessionID": session}


@in_its_shape
def replace(
    shop: TheShop,
    by: Acting,
    whose: Whose,
    number: Text,
    container_name: Text,
    container_price: Text,
    container_stock: Text = "0",
    productimage: UploadFile | None = None,
    session: Session = "",
) -> Facts:
    """Change name and price, add to the stock, and add a photo where one is sent."""
    stock = _whole(container_stock)
    store_id = _store_for(shop, stock, whose)
    if productimage is not None:
        shop.enrol(number, [productimage.file.read()])
    shop.update_product(number, name=container_name, price=container_price)
    _receive(shop, store_id, number, stock, by)
    return {"sessionID": session}


@in_its_shape
def delete(shop: TheShop, number: Text, session: Session = "") -> Facts:
    """Remove a product with its photos."""
    shop.remove_product(number)
    return {"sessionID": session}


@in_its_shape
def reference(shop: TheShop, picture: Annotated[str, Form()]) -> Facts:
    """Recognise a scene; each recognised box is one entry."""
    recognition = shop.recognise(_picture(picture))
    products = _known(recognition)
    if not products:
        return {"container": _NOTHING}
    return {
        "number": [number_of(each.sku) for each in products],
        "container": [[each.name, each.price.decimal_text()] for each in products],
        **_total(recognition),
        "picture_test": "test1.jpg",
    }


@in_its_shape
def reference_client(shop: TheShop, content: Annotated[Any, Body()]) -> Facts:
    """Recognise a scene of the desktop client; name and price stand one after the other."""
    try:
        is_raw = isinstance(content, bytes)
        read = ClientScene.model_validate_json if is_raw else ClientScene.model_validate
        sent = read(content)
    except ValueError as error:
        raise NotAPicture("request", str(content)[:8].encode("utf-8", "replace")) from error
    recognition = shop.recognise(_picture(sent.image))
    products = _known(recognition)
    if not products:
        return {"container": _NOTHING}
    flat = [part for each in products for part in (each.name, each.price.decimal_text())]
    return {"container": flat, **_total(recognition), "picture_test": "test_client.jpg"}


def _total(recognition: Recognition) -> Facts:
    """The total, and how many goods are not in it: the predecessor let those go unpaid."""
    open_count = len(recognition.unsure) + len(recognition.unknown)
    return {"price_all": float(recognition.basket.total.decimal_text()), "open": open_count}


def _known(recognition: Recognition) -> list[Product]:
    sold = {line.product.sku: line.product for line in recognition.basket.lines}
    return [sold[each.sku] for each in recognition.verdicts if each.sku is not None]


def _picture(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAPicture("picture", text[:8].encode("utf-8", "replace")) from error


def _rows(shop: Shop, whose: Principal, products: list[Product]) -> list[list[Any]]:
    try:
        there = Stockroom(shop.database).on_hand(store_of(shop.database, whose))
    except StoreUnknown:
        there = {}
    with shop.database.reading() as work:
        photos, key = work.photos.first_by_sku(), work.receipt_keys.get()
    address = {sku: f"gallery/{name_by(key, photo_id)}" for sku, photo_id in photos.items()}
    return [
        [number_of(each.sku), each.name, each.price.decimal_text(), address.get(each.sku, ""),
         max(there.get(each.sku, 0), 0)]
        for each in products
    ]  # fmt: skip


def _next_number(shop: Shop) -> str:
    numbers = [number_of(each.sku) for each in shop.products(limit=_ALL)]
    return str(max((each for each in numbers if isinstance(each, int)), default=0) + 1)


def _whole(text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and len(text) < 10):
        raise CellInvalid("container_stock", text, "a whole number of pieces, 0 or more")
    return int(text)


def _store_for(shop: Shop, stock: int, whose: Principal) -> str | None:
    return store_of(shop.database, whose) if stock else None


def _receive(shop: Shop, store_id: str | None, sku: str, stock: int, by: By) -> None:
    if store_id is not None:
        Stockroom(shop.database).receive(uuid.uuid4(), store_id, {sku: stock}, by)


def _route(path: str, action: Action, call: Callable[..., Any]) -> Route:
    return Route("POST", path, action, call, token_field="sessionID")


LEGACY_ROUTES: Final = (
    Route("POST", "/login_in/", None, login_in),
    _route("/search/", "read_catalogue", search),
    _route("/find/", "read_catalogue", find),
    _route("/record/", "edit_catalogue", record),
    _route("/replace/", "edit_catalogue", replace),
    _route("/delete/", "edit_catalogue", delete),
    _route("/stockSale/", "close_basket", stock_sale),
    _route("/reference/", "recognise", reference),
    Route("POST", "/reference_client/", "recognise", reference_client),
    Route(
        "GET",
        "/gallery/{file}",
        None,
        gallery_picture,
        200,
        (PhotoUnknown,),
        media_type="image/jpeg",
    ),
)
