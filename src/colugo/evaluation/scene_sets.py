"""Reads pictures of counters with what is on them, in COCO JSON. Knows no network.

Taken are what `colugo.synth` writes (a SKU beside each box), and RPC (the name of the category is
the SKU, the level stands beside the picture).
"""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from colugo.errors import EvaluationInvalid

_FORM = "COCO JSON with `images`, `annotations` and, where a box has no `sku`, `categories`"


Xyxy = tuple[float, float, float, float]


@dataclass(frozen=True)
class NamedBox:
    """Where a product is, in pixels, and which."""

    sku: str
    xyxy: Xyxy


@dataclass(frozen=True)
class JudgedScene:
    """One picture and the pieces of each product on it."""

    path: Path
    level: str
    boxes: tuple[NamedBox, ...]

    @property
    def there(self) -> Mapping[str, int]:
        """Pieces of each product."""
        return Counter(box.sku for box in self.boxes)


def read_judged_scenes(annotations: Path) -> list[JudgedScene]:
    """The pictures of a file, or of `annotations.json` in a folder, in the order of the file.

    The level of a picture is what stands beside it, else the name of its folder.

    Raises:
        EvaluationInvalid: the file is missing, has another form, or names a picture that is not
            there.
    """
    file = annotations / "annotations.json" if annotations.is_dir() else annotations
    told = _read(file)
    try:
        names = {each["id"]: str(each["name"]) for each in told.get("categories", [])}
        there: dict[Any, list[NamedBox]] = {each["id"]: [] for each in told["images"]}
        for box in told["annotations"]:
            sku = str(box.get("sku") or names[box["category_id"]])
            left, top, width, height = map(float, box["bbox"])
            xyxy = (left, top, left + width, top + height)
            there[box["image_id"]].append(NamedBox(sku, xyxy))
        scenes = [
            JudgedScene(
                _picture(file, str(each["file_name"])), str(each.get("level", file.parent.name)),
                tuple(there[each["id"]]),
            )
            for each in told["images"]
        ]  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise EvaluationInvalid(str(file), _FORM, f"a fault at {error}") from error
    if not scenes:
        raise EvaluationInvalid(str(file), "one picture or more", "none")
    return scenes


def _read(file: Path) -> dict[str, Any]:
    try:
        told = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise EvaluationInvalid(str(file), _FORM, reason) from error
    if not isinstance(told, dict):
        raise EvaluationInvalid(str(file), _FORM, "no object")
    return told


def _picture(file: Path, name: str) -> Path:
    for place in (file.parent / name, file.parent / "images" / name):
        if place.is_file():
            return place
    raise EvaluationInvalid(str(file), f"the picture {name} beside it", "no such file")
