"""What routes are given: the shop, who acts, the version in If-Match. Knows no route."""

from typing import Annotated

from fastapi import Depends, Header, Request

from colugo.checkout import Shop
from colugo.errors import EditOfOldVersion, EditWithoutVersion
from colugo.interfaces.rest.guard import acting
from colugo.shop.orders import By


def shop_of(request: Request) -> Shop:
    """The shop that the app serves."""
    shop: Shop = request.app.state.shop
    return shop


TheShop = Annotated[Shop, Depends(shop_of)]
Acting = Annotated[By, Depends(acting)]


def etag_of(version: str) -> str:
    """A version as the header ETag has it."""
    return f'"{version}"'


def optional_version(
    if_match: Annotated[str | None, Header(description="ETag of the last read.")] = None,
) -> str | None:
    """The version that If-Match names; None for none, and for `*`, which is any."""
    if if_match is None or if_match.strip() == "*":
        return None
    return if_match.strip().removeprefix("W/").strip('"')


def version_of_edit(
    if_match: Annotated[str | None, Header(description="ETag of the last read, or *.")] = None,
) -> str | None:
    """The version that an edit must name.

    Raises:
        EditWithoutVersion: the request has no If-Match.
    """
    if if_match is None:
        raise EditWithoutVersion
    return optional_version(if_match)


def whole_version(version: str | None) -> int | None:
    """A version of what counts its changes.

    Raises:
        EditOfOldVersion: it is none of ours.
    """
    if version is None:
        return None
    if not version.isascii() or not version.isdecimal() or len(version) > 9:
        raise EditOfOldVersion(version, "a whole number")
    return int(version)


EditVersion = Annotated[str | None, Depends(version_of_edit)]
OptionalVersion = Annotated[str | None, Depends(optional_version)]
