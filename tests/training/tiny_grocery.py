"""A data set in the layout of the Grocery Store photos: coloured patterns instead of fruit."""

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

SEEN, UNSEEN = (0, 2, 4, 5), (1, 3)  # labels, as UNSEEN_LABELS has them
TRAIN_PHOTOS, VAL_PHOTOS = 7, 2  # of each product


def make_grocery(folder: Path, side_px: int = 120) -> Path:
    """Write photos, lists and studio pictures of six products; gives the folder."""
    lists: dict[str, list[str]] = {"train": [], "val": []}
    classes = ["Name,ID,Coarse,Coarse ID,Iconic,Description"]
    for label in sorted((*SEEN, *UNSEEN)):
        for part, count in (("train", TRAIN_PHOTOS), ("val", VAL_PHOTOS)):
            for number in range(count):
                path = f"{part}/product-{label}/{number:03d}.jpg"
                rng = np.random.default_rng([label, number, part == "train"])
                _write(folder / path, _pattern(label, side_px, rng))
                lists[part].append(f"{path}, {label}, {label // 2}")
        iconic = f"/iconic/product-{label}.jpg"
        _write(folder / iconic.lstrip("/"), _pattern(label, side_px, np.random.default_rng(label)))
        classes.append(f"Product {label},{label},Coarse,{label // 2},{iconic},/iconic/{label}.txt")
    for name, lines in (*((f"{part}.txt", lines) for part, lines in lists.items()),
                        ("classes.csv", classes)):  # fmt: skip
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def make_folders(folder: Path, products: int = 2, photos: int = 3) -> Path:
    """Write photos in one folder per product; gives the folder."""
    for product in range(products):
        for number in range(photos):
            rng = np.random.default_rng([100 + product, number])
            _write(folder / f"sku-{product}" / f"{number}.png", _pattern(7 + product, 120, rng))
    return folder


def _pattern(label: int, side_px: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """A bar on a ground: the product sets both colours, the photo place, light and grain."""
    hues = np.array([[[20 * label, 255, 200], [20 * label + 70, 120, 250]]], np.uint8)
    ground, bar = cv2.cvtColor(hues, cv2.COLOR_HSV2RGB)[0].astype(np.float32)
    pixels = np.tile(ground, (side_px, side_px, 1))
    left = int(rng.integers(0, side_px // 2))
    pixels[:, left : left + side_px // 3] = bar
    grain = rng.normal(0, 6, (side_px, side_px, 1))
    return np.clip(pixels * rng.uniform(0.8, 1.1) + grain, 0, 255).astype(np.uint8)


def _write(path: Path, pixels: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(path), cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR))
