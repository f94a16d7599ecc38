"""The pictures that a config names, and the answers drawn on them. Decides nothing."""

import io
import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image as PilImage
from PIL import ImageDraw

from colugo.checkout.legacy.paddle_rules import Recognised
from colugo.errors import InferenceConfigInvalid, PictureUnwritable
from colugo.legacy.inference_config import InferenceConfig
from colugo.vision import Image
from colugo.vision.fonts import lettering

# Source of all numbers and endings: spec section 4.3.
_SUFFIXES = (".jpg", ".png", ".jpeg", ".JPEG", ".JPG", ".bmp")
_LETTER_PX, _LINE_PX, _QUALITY = 18, 2, 95
_OUTLINE, _GROUND, _INK = (255, 0, 0), (0, 102, 255), (255, 255, 255)


def pictures_of(config: InferenceConfig) -> list[Path]:
    """The picture, or the pictures of the folder by their names, that the config names.

    Raises:
        InferenceConfigInvalid: nobody named any, or there is none.
    """
    key = "Global.infer_imgs"
    place = Path(config.need(key, config.globals.infer_imgs))
    if place.is_dir():
        found = sorted(path for path in place.iterdir() if path.suffix in _SUFFIXES)
    else:
        found = [place] if place.is_file() else []
    if not found:
        sentence = f"is {place}, where no picture is ({', '.join(_SUFFIXES)})"
        raise InferenceConfigInvalid(config.path, key, sentence)
    return found


def draw_recognised(image: Image, found: Sequence[Recognised]) -> Image:
    """The picture as the predecessor drew it: red boxes, white names on blue above them."""
    drawn = PilImage.fromarray(image.pixels.copy())
    draw = ImageDraw.Draw(drawn)
    for each in found:
        left, top, right, bottom = each.xyxy
        words = lettering(f"{each.label}, {each.score:.2f}", f"{each.score:.2f}", _LETTER_PX)
        width = words.font.getlength(words.text)
        above = max(0, top - _LETTER_PX)
        draw.rectangle((left + 1, above, left + width + 1, above + _LETTER_PX), fill=_GROUND)
        draw.text((left + 1, above), words.text, fill=_INK, font=words.font)
        draw.rectangle((left, top, right, bottom), outline=_OUTLINE, width=_LINE_PX)
    return Image(np.array(drawn))


def write_drawn(image: Image, folder: Path, name: str) -> Path:
    """Write a drawn picture beside, then in its place; JPEG at quality 95. Gives where.

    Raises:
        PictureUnwritable: the system refuses.
    """
    content = io.BytesIO()
    kind = {".png": "PNG", ".bmp": "BMP"}.get(Path(name).suffix.lower(), "JPEG")
    PilImage.fromarray(image.pixels).save(content, kind, quality=_QUALITY)
    path = folder / name
    beside = path.with_name(f"{name}.{os.getpid()}.new")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        beside.write_bytes(content.getvalue())
        beside.replace(path)
    except OSError as error:
        raise PictureUnwritable(str(path), error.strerror or str(error)) from error
    return path
