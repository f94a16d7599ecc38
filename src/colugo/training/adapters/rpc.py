"""RPC: COCO JSON of single products and of checkout scenes; every box is cut out.

Source: Wei et al., "RPC: A Large-Scale Retail Product Checkout Dataset" (2019).
"""

import json
from collections import defaultdict
from pathlib import Path
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, Field, FiniteFloat, ValidationError

from colugo.errors import PictureSetInvalid
from colugo.legacy.text import read_text
from colugo.training.adapters.picture_set import Labelled, PictureSet, Told, gallery_of, require

_QUALITY = 95  # of the crops: JPEG once more costs little at it


class _Picture(BaseModel):
    id: int
    file_name: str


class _Box(BaseModel):
    id: int
    image_id: int
    category_id: int
    bbox: Annotated[
        list[FiniteFloat], Field(min_length=4, max_length=4)
    ]  # left, top, width, height


class _Category(BaseModel):
    id: int
    name: str


class _Coco(BaseModel):
    images: list[_Picture]
    annotations: list[_Box]
    categories: list[_Category]


def read_rpc(folder: Path, out: Path, told: Told) -> PictureSet:
    """Trains on `train2019`, tests on `test2019`, or on `val2019` where there is no test.

    Labels count the categories of `train2019` from 0 in the order of their ids. Crops that an
    earlier run has written are kept.
    """
    part = "test2019" if (folder / "instances_test2019.json").is_file() else "val2019"
    require(folder, "instances_train2019.json", f"instances_{part}.json", "train2019", part)
    train, test = _read(folder, "train2019"), _read(folder, part)
    categories = sorted(train.categories, key=lambda category: category.id)
    labels = {category.id: label for label, category in enumerate(categories)}
    total, done = len(train.images) + len(test.images), 0
    lists: list[list[Labelled]] = []
    for name, coco in (("train2019", train), (part, test)):
        lists.append([])
        boxes = _by_picture(folder, name, coco, labels)
        for picture in coco.images:
            lists[-1] += _cut(folder / name, picture.file_name, boxes[picture.id], out, labels)
            done += 1
            told(done, total)
    names = {labels[category.id]: category.name for category in categories}
    return PictureSet(out, lists[0], lists[1], gallery_of(lists[0], names))


def _read(folder: Path, part: str) -> _Coco:
    path = folder / f"instances_{part}.json"
    try:
        return _Coco.model_validate(json.loads(read_text(path)))
    except json.JSONDecodeError as error:
        raise PictureSetInvalid(str(path), f"is no JSON ({error})") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(place) for place in first["loc"])
        raise PictureSetInvalid(str(path), f"is no COCO file: {where}, {first['msg']}") from error


def _by_picture(
    folder: Path, part: str, coco: _Coco, labels: dict[int, int]
) -> dict[int, list[_Box]]:
    boxes: dict[int, list[_Box]] = defaultdict(list)
    pictures = {picture.id for picture in coco.images}
    path, taken = folder / f"instances_{part}.json", set[int]()
    for box in coco.annotations:
        if box.category_id not in labels or box.image_id not in pictures:
            problem = f"annotation {box.id} names a category or an image that is not listed"
            raise PictureSetInvalid(str(path), problem)
        if box.id in taken:
            raise PictureSetInvalid(str(path), f"two annotations have the id {box.id}")
        taken.add(box.id)
        boxes[box.image_id].append(box)
    return boxes


def _cut(
    folder: Path, name: str, boxes: list[_Box], out: Path, labels: dict[int, int]
) -> list[Labelled]:
    crops = [
        Labelled(f"crops/{folder.name}/{box.id}.jpg", labels[box.category_id]) for box in boxes
    ]
    if all((out / crop.path).is_file() for crop in crops):
        return crops
    pixels = _decode(folder / name)
    for box, crop in zip(boxes, crops, strict=True):
        _write(out / crop.path, _inside(folder / name, pixels, box))
    return crops


def _decode(path: Path) -> NDArray[np.uint8]:
    try:
        content = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise PictureSetInvalid(str(path), error.strerror or str(error)) from error
    pixels = cv2.imdecode(content, cv2.IMREAD_COLOR) if content.size else None
    if pixels is None:
        raise PictureSetInvalid(str(path), "is no picture that can be read")
    return np.asarray(pixels, np.uint8)


def _inside(path: Path, pixels: NDArray[np.uint8], box: _Box) -> NDArray[np.uint8]:
    """The pixels of a box, as far as they are inside the picture."""
    left, top, width, height = box.bbox
    x1, y1 = max(0, round(left)), max(0, round(top))
    crop = pixels[y1 : max(0, round(top + height)), x1 : max(0, round(left + width))]
    if not crop.size:
        raise PictureSetInvalid(str(path), f"annotation {box.id} has no pixel inside it")
    return crop


def _write(path: Path, pixels: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1]
    partial.write_bytes(coded.tobytes())
    partial.replace(path)
