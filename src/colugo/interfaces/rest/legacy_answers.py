"""How old clients are answered, and whom and what they name. Knows no path."""

import functools
import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated, Any, ParamSpec

from fastapi import Depends, Form

from colugo.checkout import Shop
from colugo.errors import ColugoError
from colugo.interfaces.rest.guard import principal_of
from colugo.shop.people.principal import Principal

Facts = dict[str, Any]
Asked = ParamSpec("Asked")
Session = Annotated[str, Form(alias="sessionID")]
Text = Annotated[str, Form(max_length=200)]
Whose = Annotated[Principal, Depends(principal_of)]
_DIGITS = 32


def in_its_shape(call: Callable[Asked, Facts]) -> Callable[Asked, Facts]:
    """A refusal as old clients know it, with the sentence beside it."""

    @functools.wraps(call)
    def answer(*args: Asked.args, **kwargs: Asked.kwargs) -> Facts:
        try:
            return {"state": "true", **call(*args, **kwargs)}
        except ColugoError as error:
            return {"state": "false", "detail": str(error)}

    return answer


def number_of(sku: str) -> int | str:
    """A SKU as old clients know it, who have numbers; text where the number would be another."""
    is_number = sku.isascii() and sku.isdigit() and str(int(sku)) == sku
    return int(sku) if is_number else sku


def picture_name(shop: Shop, photo_id: int) -> str:
    """The name of a photo that a page may show without a token: nobody can make one up."""
    with shop.database.reading() as work:
        return name_by(work.receipt_keys.get(), photo_id)


def name_by(key: bytes, photo_id: int) -> str:
    """The same, by the key of the shop."""
    digits = hmac.new(key, f"photo {photo_id}".encode(), hashlib.sha256).hexdigest()[:_DIGITS]
    return f"{photo_id}-{digits}.jpg"
