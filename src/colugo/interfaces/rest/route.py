"""What is known of one route before it is served. Knows no single one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from colugo.errors import ColugoError
from colugo.shop.people import Action

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Errors = tuple[type[ColugoError], ...]


@dataclass(frozen=True)
class Route:
    """One route.

    Attributes:
        action: who may call it, by `PERMISSIONS`; None for everybody, signed in or not.
        call: the function that does it.
        status: of success.
        raises: errors, beside those of every route, that the OpenAPI tells of.
        media_type: of the answer where it is no JSON.
        is_one: whether what it does is one transaction with its kept answer; not where it
            speaks to somebody outside meanwhile.
        is_secret: whether its answer is told once and kept nowhere, so that a repeat runs again.
        token_field: field of its form that may hold the token in place of the header.
    """

    method: Method
    path: str
    action: Action | None
    call: Callable[..., Any]
    status: int = 200
    raises: Errors = ()
    media_type: str = "application/json"
    is_one: bool = True
    is_secret: bool = False
    token_field: str | None = None
