"""The one table of routes: what is called, what it does to the shop, and what may go wrong.

The app is built of this table, so that no route is there without an action of `PERMISSIONS`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

from colugo import errors
from colugo.errors import ColugoError
from colugo.interfaces.rest import categories, health, pictures, products
from colugo.shop.people import Action

Method = Literal["GET", "POST", "PUT", "PATCH", "DELETE"]
Errors = tuple[type[ColugoError], ...]

_PICTURE: Errors = (errors.PictureTooManyBytes, errors.NotAPicture, errors.GalleryOfOtherModel)
_TAKEN: Errors = (errors.SkuTaken, errors.CategoryUnknown)
_EDIT: Errors = (errors.SkuUnknown, errors.EditOfOldVersion)


@dataclass(frozen=True)
class Route:
    """One route.

    Attributes:
        action: who may call it, by `PERMISSIONS`; None for everybody, signed in or not.
        call: the function that does it.
        status: of success.
        raises: errors, beside those of every route, that the OpenAPI tells of.
        media_type: of the answer where it is no JSON.
    """

    method: Method
    path: str
    action: Action | None
    call: Callable[..., Any]
    status: int = 200
    raises: Errors = ()
    media_type: str = "application/json"


ROUTES: Final[tuple[Route, ...]] = (
    Route("GET", "/v1/products", "read_catalogue", products.list_products),
    Route("POST", "/v1/products", "edit_catalogue", products.add_product, 201, _TAKEN),
    Route(
        "GET", "/v1/products/{sku}", "read_catalogue", products.get_product, 200,
        (errors.SkuUnknown,),
    ),
    Route(
        "PATCH", "/v1/products/{sku}", "edit_catalogue", products.edit_product, 200,
        (*_EDIT, errors.BarcodeTaken, errors.EditWithoutVersion),
    ),
    Route(
        "DELETE", "/v1/products/{sku}", "edit_catalogue", products.remove_product, 204, _EDIT
    ),
    Route(
        "GET", "/v1/barcodes/{barcode}", "read_catalogue", products.find_by_barcode, 200,
        (errors.BarcodeUnknown,),
    ),
    Route(
        "GET", "/v1/catalogue", "read_catalogue", products.export_catalogue,
        media_type="text/csv",
    ),
    Route(
        "POST", "/v1/catalogue", "edit_catalogue", products.import_catalogue, 200,
        (errors.BarcodeTaken,),
    ),
    Route("GET", "/v1/categories", "read_catalogue", categories.list_categories),
    Route("POST", "/v1/categories", "edit_catalogue", categories.add_category, 201),
    Route(
        "DELETE", "/v1/categories/{category_id}", "edit_catalogue", categories.remove_category,
        204, (errors.CategoryUnknown, errors.CategoryInUse),
    ),
    Route("GET", "/v1/price-lists", "read_catalogue", categories.list_price_lists),
    Route(
        "PUT", "/v1/price-lists/{list_id}", "edit_prices", categories.save_price_list, 200,
        (errors.SkuUnknown,),
    ),
    Route(
        "DELETE", "/v1/price-lists/{list_id}", "edit_prices", categories.remove_price_list, 204,
        (errors.PriceListUnknown,),
    ),
    Route(
        "GET", "/v1/products/{sku}/photos", "read_catalogue", pictures.list_photos, 200,
        (errors.SkuUnknown,),
    ),
    Route(
        "POST", "/v1/products/{sku}/photos", "enrol_photos", pictures.enrol_photos, 201,
        (*_PICTURE, errors.SkuUnknown, errors.PhotoTaken),
    ),
    Route(
        "GET", "/v1/photos/{photo_id}", "read_catalogue", pictures.get_picture, 200,
        (errors.PhotoUnknown,), "image/*",
    ),
    Route(
        "DELETE", "/v1/photos/{photo_id}", "enrol_photos", pictures.remove_photo, 204,
        (errors.PhotoUnknown,),
    ),
    Route("POST", "/v1/scenes", "recognise", pictures.recognise, 200, _PICTURE),
    Route("GET", "/livez", None, health.livez),
    Route("GET", "/readyz", None, health.readyz),
    Route("GET", "/problems", None, health.problem_page, media_type="text/html"),
    Route("GET", "/docs", None, health.docs_page, media_type="text/html"),
)  # fmt: skip
