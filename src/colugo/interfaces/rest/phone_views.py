"""Routes of a phone that looks at one visit by the key in its QR. Decides nothing."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Response

from colugo.checkout import Shop
from colugo.checkout.visit.phone import counter_of_key
from colugo.errors import PhotoUnknown
from colugo.interfaces.admission import now
from colugo.interfaces.rest.context import TheShop
from colugo.interfaces.rest.pictures import PhotoId, get_picture
from colugo.interfaces.rest.visit_shapes import VisitOut
from colugo.interfaces.rest.visits import answer
from colugo.shop.orders import By

ViewKey = Annotated[str, Path(max_length=200, description="Behind `#v=` in `view` of a visit.")]


def get_view(shop: TheShop, key: ViewKey) -> VisitOut:
    """Read the visit of a key as a phone may see it: what is bought and paid, and no step."""
    visit = _visit(shop, key)
    place = f"/v1/views/{quote(key, safe='')}/photos"
    products = {
        sku: each.model_copy(
            update={"picture": each.picture and f"{place}/{each.picture.rpartition('/')[2]}"}
        )
        for sku, each in visit.products.items()
    }
    return visit.model_copy(
        update={"steps": [], "ways_to_pay": [], "scene": None, "help": None, "products": products}
    )


def get_view_photo(shop: TheShop, key: ViewKey, photo_id: PhotoId) -> Response:
    """Give the picture of a product of the visit."""
    pictures = {each.picture for each in _visit(shop, key).products.values()}
    if f"/v1/photos/{photo_id}" not in pictures:
        raise PhotoUnknown([photo_id])
    return get_picture(shop, photo_id)


def _visit(shop: Shop, key: str) -> VisitOut:
    return answer(shop, counter_of_key(shop.database, key), By("phone", "device", now()))
