"""Routes of photos and scenes. Decides nothing."""

import base64
from typing import Annotated, Final

from fastapi import File, Path, Query, Response, UploadFile

from colugo.interfaces import acts
from colugo.interfaces.gallery_shapes import (
    AdviceList,
    AdviceOut,
    Enrolled,
    PhotoList,
    PhotoOut,
    SceneOut,
)
from colugo.interfaces.rest.context import TheShop

_LARGEST_NUMBER: Final = 2**63 - 1  # Source: SQLite, a row number has 64 bits and a sign
_KINDS: Final = {".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
StoreQuery = Annotated[
    str | None, Query(max_length=64, description="Whose price lists count, beside those of all.")
]
PhotoId = Annotated[int, Path(ge=1, le=_LARGEST_NUMBER, description="Number of the photo.")]


def list_photos(shop: TheShop, sku: str) -> PhotoList:
    """List the photos of a product, oldest first."""
    return PhotoList(photos=[PhotoOut.of(each) for each in shop.photos(sku)])


def enrol_photos(
    shop: TheShop,
    sku: str,
    photos: Annotated[list[UploadFile], File(description="JPEG, PNG or WebP, one or more.")],
) -> Enrolled:
    """Add photos of a product, all or none; the next scene knows them."""
    return acts.enrol(shop, sku, [each.file.read() for each in photos])


def advise(
    shop: TheShop,
    sku: Annotated[str | None, Query(max_length=64, description="Of one product only.")] = None,
) -> AdviceList:
    """Say what would make more of the gallery recognised, the most urgent first."""
    return AdviceList(advice=[AdviceOut.of(each) for each in shop.gallery_advice(sku)])


def get_picture(shop: TheShop, photo_id: PhotoId) -> Response:
    """Give the picture of a photo as it was enrolled; it never changes."""
    photo, content = shop.photo_file(photo_id)
    kind = _KINDS[shop.database.files.path_of(photo.path).suffix]
    headers = {"ETag": f'"{photo.sha256}"', "Cache-Control": "private, max-age=31536000, immutable"}
    return Response(content, 200, headers, kind)


def remove_photo(shop: TheShop, photo_id: PhotoId) -> None:
    """Remove a photo from the gallery."""
    shop.remove_photos([photo_id])


def recognise(
    shop: TheShop,
    picture: Annotated[UploadFile, File(description="The counter: JPEG, PNG or WebP.")],
    draw: Annotated[bool, Query(description="Give the scene with boxes too.")] = False,
    store_id: StoreQuery = None,
) -> SceneOut:
    """Recognise every product on a picture, and price what is certain."""
    content = picture.file.read()
    scene, drawn = acts.recognise(shop, content, draw=draw, store_id=store_id)
    text = None if drawn is None else base64.b64encode(drawn).decode()
    return scene.model_copy(update={"picture_jpeg_base64": text})
