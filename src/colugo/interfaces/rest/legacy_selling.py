"""How old clients sign in and sell. Decides nothing."""

import json
from collections import Counter
from typing import Annotated, Final
from uuid import UUID, uuid4

from fastapi import Form, Path, Response

from colugo.checkout.sales.listed import sell_list
from colugo.checkout.wechat_people import MiniProgram, WeChatPeople
from colugo.errors import CellInvalid, PhotoUnknown
from colugo.interfaces.admission import now
from colugo.interfaces.rest.context import Acting, TheShop
from colugo.interfaces.rest.legacy_answers import (
    Facts,
    Session,
    Whose,
    in_its_shape,
    picture_name,
)
from colugo.interfaces.rest.pictures import get_picture

_MOST_SOLD: Final = 1000
_LONGEST_NUMBER: Final = 18
_AS_LIST = 'SKUs with commas between, one for each piece, like "3,3,7"'


@in_its_shape
def login_in(shop: TheShop, code: Annotated[str, Form(max_length=128)] = "") -> Facts:
    """Sign in by a code of `wx.login`; the session comes back as `sessionID` of each form."""
    open_id = MiniProgram.of(shop.settings).open_id_of(_plain(code))
    people = WeChatPeople(shop.database, session_hours=shop.settings.session_hours)
    return {"sessionID": people.sign_in(open_id, now()).token}


@in_its_shape
def stock_sale(
    shop: TheShop,
    by: Acting,
    whose: Whose,
    numberlist: Annotated[str, Form(max_length=20_000)],
    order_id: Annotated[UUID | None, Form(description="Made by the client.")] = None,
    session: Session = "",
) -> Facts:
    """Sell the listed products: an order is closed, the stock goes down, a payment is due."""
    skus = [part.strip() for part in numberlist.split(",")]
    if not all(skus) or len(skus) > _MOST_SOLD:
        raise CellInvalid("numberlist", numberlist[:40], _AS_LIST)
    order = sell_list(shop.database, order_id or uuid4(), whose, Counter(skus), by).order
    total = float(order.total.decimal_text())
    return {"sessionID": session, "order": str(order.id), "price_all": total}


def gallery_picture(
    shop: TheShop, file: Annotated[str, Path(max_length=64, description="As a list names it.")]
) -> Response:
    """Give a product's picture; its name, which nobody can make up, is what lets in."""
    number, _, _ = file.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= _LONGEST_NUMBER):
        raise PhotoUnknown([0])
    if picture_name(shop, int(number)) != file:
        raise PhotoUnknown([int(number)])
    return get_picture(shop, int(number))


def _plain(text: str) -> str:
    """What old clients put into JSON before they sent it."""
    try:
        told = json.loads(text)
    except ValueError:
        return text
    return told if isinstance(told, str) else text
