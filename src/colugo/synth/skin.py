"""The surface of a product as one atlas, printed once and kept. Knows faces, no light."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from colugo.synth.bodies import body_of
from colugo.synth.canvas import Pixels
from colugo.synth.design import design_of
from colugo.synth.flat_faces import print_flat
from colugo.synth.prints import Prints
from colugo.synth.product import SynthProduct
from colugo.synth.shapes import GUTTER_CM, FaceRects
from colugo.synth.turned_faces import print_turned

_LEVELS = 4


@dataclass(frozen=True, eq=False)
class Skin:
    """The surface of a product: colours at falling sizes, and how it shines."""

    colours: tuple[Pixels, ...]  # (h, w, 3) RGB; each half as large as the one before
    finish: Pixels  # (h / 4, w / 4, 3): gloss, metal, opacity
    texels_per_cm: float  # of the first of `colours`

    def level_for(self, wanted_texels_per_cm: float) -> tuple[Pixels, float]:
        """The colours just finer than a picture's pixels, and their texels per cm."""
        level = int(np.floor(np.log2(max(1.0, self.texels_per_cm / wanted_texels_per_cm))))
        level = min(level, len(self.colours) - 1)
        return self.colours[level], self.texels_per_cm / 2**level


@lru_cache(maxsize=400)
def skin_of(product: SynthProduct, detail_px: int = 320) -> Skin:
    """Print a product's surface.

    Args:
        product: which.
        detail_px: texels along the longest side of its front.
    """
    body, design = body_of(product), design_of(product)
    faces = body.shape.faces
    longest = faces["side"][3] * 1.1 if body.vessel else max(faces["front"][2:])
    scale = detail_px / max(longest, 6.0)  # small things are drawn as if they were 6 cm
    if body.vessel:
        prints = print_turned(product, body.vessel, design, scale)
    else:
        prints = print_flat(product, body, design, scale)
    return _assembled(faces, prints, scale)


def _assembled(faces: FaceRects, prints: Prints, scale: float) -> Skin:
    """Lay the faces on the atlas, their rims drawn out into the gutters."""
    right = max(x + w for x, _, w, _ in faces.values()) + GUTTER_CM
    below = max(y + h for _, y, _, h in faces.values()) + GUTTER_CM
    size = -(-round(below * scale) // 8) * 8, -(-round(right * scale) // 8) * 8
    colours, finish = np.zeros((*size, 3), np.uint8), np.zeros((*size, 3), np.uint8)
    pad = int(GUTTER_CM * scale) - 1
    for name, (x, y, _, _) in faces.items():
        corner = round(y * scale) - pad, round(x * scale) - pad
        for sheet, atlas in zip(prints[name], (colours, finish), strict=True):
            _lay(atlas, sheet, corner, pad, is_round=name == "side")
    levels = [colours]
    for _ in range(_LEVELS - 1):
        half = levels[-1].shape[1] // 2, levels[-1].shape[0] // 2
        levels.append(np.asarray(cv2.resize(levels[-1], half, interpolation=cv2.INTER_AREA)))
    return Skin(tuple(levels), np.ascontiguousarray(finish[2::4, 2::4]), scale)


def _lay(
    atlas: Pixels, sheet: Pixels, corner: tuple[int, int], pad: int, *, is_round: bool
) -> None:
    """Put a face and its drawn-out rim on the atlas, in place."""
    around = cv2.BORDER_WRAP if is_round else cv2.BORDER_REPLICATE
    wide = cv2.copyMakeBorder(sheet, pad, pad, 0, 0, cv2.BORDER_REPLICATE)
    wide = cv2.copyMakeBorder(wide, 0, 0, pad, pad, around)
    row, column = corner
    spot = atlas[row : row + wide.shape[0], column : column + wide.shape[1]]
    spot[:] = wide[: spot.shape[0], : spot.shape[1]]
