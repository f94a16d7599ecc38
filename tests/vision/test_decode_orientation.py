import io

import numpy as np
import pytest
from PIL import Image as PilImage
from PIL import ImageOps

from colugo.vision import decode
from colugo.vision.headers.exif import read_orientation

from .pictures import colourful, encode, exif


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_upright_whichever_way_the_camera_was_held(
    format_name: str, orientation: int
) -> None:
    content = encode(colourful(), format_name, exif=exif(orientation))
    twin = ImageOps.exif_transpose(PilImage.open(io.BytesIO(content))).convert("RGB")

    image = decode(content)

    assert image.size_wh == twin.size
    assert image.pixels.flags.c_contiguous
    np.testing.assert_allclose(image.pixels.astype(int), np.asarray(twin).astype(int), atol=4)


def test_orientation_six_brings_the_left_edge_to_the_top() -> None:
    content = encode(colourful(), "PNG", exif=exif(6))

    image = decode(content)

    assert image.size_wh == (32, 48)
    assert image.pixels[0, 0].tolist() == [30, 60, 210]  # was bottom left
    assert image.pixels[0, -1].tolist() == [200, 40, 30]  # was top left


@pytest.mark.parametrize(
    "block",
    [
        b"",
        b"Exif\0\0",
        b"Exif\0\0II*\0",
        b"II*\0\xff\xff\xff\xff",
        b"II*\0\x08\0\0\0\x01\0\x12\x01",
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x09\0\0\0",
        b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\x01\0\0\0\x06\0\0\0",
        b"II*\0\x08\0\0\0\xff\xff" + bytes(24),
        b"not a directory at all",
    ],
)
def test_a_damaged_exif_block_leaves_the_photo_as_it_is(block: bytes) -> None:
    assert read_orientation(block) == 1


@pytest.mark.parametrize("prefix", [b"", b"Exif\0\0"])
def test_both_byte_orders_are_read(prefix: bytes) -> None:
    little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0"
    big = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0"

    assert read_orientation(prefix + little) == 6
    assert read_orientation(prefix + big) == 6
