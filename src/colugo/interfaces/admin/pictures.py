"""Pictures for the pages, to who is signed in. Decides nothing."""

from typing import Annotated

from fastapi import Path, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from colugo.checkout import Shop
from colugo.checkout.access import Access
from colugo.errors import ColugoError, NotAllowed, NotSignedIn
from colugo.interfaces.admin.session import COOKIE
from colugo.interfaces.admission import now
from colugo.shop.people import check_allowed
from colugo.vision import decode
from colugo.vision.encode import encode
from colugo.vision.thumbnail import thumbnail


async def show_photo(
    request: Request,
    photo_id: Annotated[int, Path(ge=1, lt=2**63)],
    side: Annotated[int, Query(ge=16, le=1024)] = 96,
) -> Response:
    """Give a small picture of a photo, at most `side` pixels high and wide."""
    shop: Shop = request.app.state.shop
    try:
        content = await run_in_threadpool(
            _small, shop, request.cookies.get(COOKIE, ""), photo_id, side
        )
    except (NotSignedIn, NotAllowed):
        return Response(status_code=403)
    except ColugoError:
        return Response(status_code=404)
    headers = {"Cache-Control": "private, max-age=31536000, immutable"}
    return Response(content, 200, headers, "image/jpeg")


def _small(shop: Shop, token: str, photo_id: int, side: int) -> bytes:
    principal = Access(shop.database).authenticate(token, now())
    check_allowed(principal.role, "read_catalogue")
    _, content = shop.photo_file(photo_id)
    return encode(thumbnail(decode(content, shop.limits), side), ".jpg")
