import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.vision import decode

from .pictures import colourful, encode, png, ycck_jpeg

_FORMATS = ("JPEG", "PNG", "WEBP")


def _row(content: bytes) -> list[list[int]]:
    return decode(content).pixels[0].tolist()


@pytest.mark.parametrize("format_name", _FORMATS)
def test_each_format_gives_the_colours_that_were_put_in(format_name: str) -> None:
    content = encode(colourful(), format_name)

    image = decode(content)

    assert image.size_wh == (48, 32)
    assert image.pixels.flags.c_contiguous
    np.testing.assert_allclose(image.pixels[::31, ::47], colourful()[::31, ::47], atol=4)


@pytest.mark.parametrize("format_name", _FORMATS)
def test_one_pixel_is_a_picture(format_name: str) -> None:
    content = encode(np.full((1, 1, 3), 90, np.uint8), format_name)

    image = decode(content)

    assert image.size_wh == (1, 1)
    np.testing.assert_allclose(image.pixels[0, 0], 90, atol=2)


@pytest.mark.parametrize("given", [Path, str, os.fsencode])
def test_a_path_with_chinese_and_spaces_is_read(
    tmp_path: Path, given: Callable[[Path], object]
) -> None:
    path = tmp_path / "莫斯利安 酸奶.jpg"
    path.write_bytes(encode(colourful(), "JPEG"))
    source = path.read_bytes() if given is os.fsencode else given(path)

    image = decode(source)  # type: ignore[arg-type]

    assert image.size_wh == (48, 32)


def test_the_content_decides_and_not_the_name(tmp_path: Path) -> None:
    path = tmp_path / "really-a-png.jpg"
    path.write_bytes(encode(colourful(), "PNG"))

    image = decode(path)

    np.testing.assert_array_equal(image.pixels, colourful())


def test_a_progressive_jpeg_decodes() -> None:
    content = encode(colourful(), "JPEG", progressive=True, quality=95)

    image = decode(content)

    np.testing.assert_allclose(image.pixels[4, 4], [200, 40, 30], atol=4)


def test_what_a_phone_hangs_behind_a_jpeg_is_ignored() -> None:
    content = encode(colourful(), "JPEG") + b"\0\0\0\x18ftypmp42 a film follows"

    image = decode(content)

    assert image.size_wh == (48, 32)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_cmyk_and_grey_jpegs_become_rgb(mode: str) -> None:
    content = encode(colourful(), "JPEG", mode, quality=95)
    expected = [200, 40, 30] if mode == "CMYK" else [87, 87, 87]

    image = decode(content)

    np.testing.assert_allclose(image.pixels[4, 4], expected, atol=4)


def test_photoshops_inverted_luma_inks_become_rgb() -> None:
    content = ycck_jpeg()

    image = decode(content)

    np.testing.assert_allclose(image.pixels[4, 4], [200, 40, 30], atol=5)
    np.testing.assert_allclose(image.pixels[28, 44], [240, 220, 40], atol=5)


@pytest.mark.parametrize(
    ("bit_depth", "row", "expected"),
    [
        (1, b"\x40", [0, 255]),
        (2, b"\x60", [85, 170]),
        (4, b"\x3a", [51, 170]),
        (8, b"\x12\xfe", [0x12, 0xFE]),
        (16, b"\x12\x34\xfe\xdc", [0x12, 0xFE]),
    ],
)
def test_a_grey_png_of_any_depth_becomes_rgb(
    bit_depth: int, row: bytes, expected: list[int]
) -> None:
    content = png((2, 1), bit_depth, 0, row)

    pixels = _row(content)

    assert pixels == [[value] * 3 for value in expected]


def test_sixteen_bits_a_colour_become_eight() -> None:
    content = png((2, 1), 16, 2, bytes.fromhex("12340000feff 80007fff0001"))

    pixels = _row(content)

    assert pixels == [[0x12, 0x00, 0xFE], [0x80, 0x7F, 0x00]]


@pytest.mark.parametrize(("bit_depth", "row"), [(1, b"\x40"), (4, b"\x01"), (8, b"\x00\x01")])
def test_a_palette_png_gives_the_colours_of_its_palette(bit_depth: int, row: bytes) -> None:
    palette = (b"PLTE", bytes([10, 20, 30, 200, 100, 50]))
    content = png((2, 1), bit_depth, 3, row, palette)

    pixels = _row(content)

    assert pixels == [[10, 20, 30], [200, 100, 50]]


def _over_white(colour: list[int], alpha: int) -> list[int]:
    return [round((value * alpha + 255 * (255 - alpha)) / 255) for value in colour]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            png((2, 1), 8, 6, bytes([100, 50, 0, 128, 9, 9, 9, 0])),
            [_over_white([100, 50, 0], 128), [255, 255, 255]],
            id="rgb with alpha",
        ),
        pytest.param(
            png((1, 1), 16, 6, bytes.fromhex("6400 3200 0000 8000")),
            [_over_white([100, 50, 0], 128)],
            id="16-bit rgb with alpha",
        ),
        pytest.param(
            png((2, 1), 8, 4, bytes([100, 128, 50, 255])),
            [_over_white([100] * 3, 128), [50] * 3],
            id="grey with alpha",
        ),
        pytest.param(
            png((2, 1), 8, 3, b"\0\1", (b"PLTE", bytes([1, 2, 3, 4, 5, 6])), (b"tRNS", b"\x80")),
            [_over_white([1, 2, 3], 128), [4, 5, 6]],
            id="palette with alpha",
        ),
        pytest.param(
            png((2, 1), 8, 2, bytes([1, 2, 3, 4, 5, 6]), (b"tRNS", bytes([0, 1, 0, 2, 0, 3]))),
            [[255, 255, 255], [4, 5, 6]],
            id="one colour see-through",
        ),
        pytest.param(
            png((2, 1), 8, 0, b"\x12\x99", (b"tRNS", b"\x00\x12")),
            [[255] * 3, [0x99] * 3],
            id="one grey see-through",
        ),
        pytest.param(
            png((2, 1), 16, 0, b"\x12\x34\x12\x35", (b"tRNS", b"\x12\x34")),
            [[255] * 3, [0x12] * 3],
            id="one 16-bit grey see-through",
        ),
        pytest.param(
            png((2, 1), 4, 0, b"\x3a", (b"tRNS", b"\x00\x0a")),
            [[51] * 3, [255] * 3],
            id="one 4-bit grey see-through",
        ),
    ],
)
def test_what_is_see_through_in_a_png_shows_white(
    content: bytes, expected: list[list[int]]
) -> None:
    pixels = _row(content)

    assert pixels == expected


@pytest.mark.parametrize("is_lossless", [True, False])
def test_what_is_see_through_in_a_webp_shows_white(is_lossless: bool) -> None:
    alpha: NDArray[np.uint8] = np.full((32, 48, 1), 128, np.uint8)
    content = encode(np.dstack([colourful(), alpha]), "WEBP", lossless=is_lossless)

    image = decode(content)

    np.testing.assert_allclose(image.pixels[4, 4], _over_white([200, 40, 30], 128), atol=4)
