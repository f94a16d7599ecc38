"""Pictures that cannot be used, and odd ones that can, as they reach the command line."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PilImage

from tests.checkout.coloured_shop import RED, encoded
from tests.vision.pictures import colourful, encode, png, png_header_only

from .command_line import CommandLine, contents

_NOISE = np.random.default_rng(3).integers(0, 256, (40, 56, 3), dtype=np.uint8)

_BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty.jpg": (lambda: b"", "got 0 bytes"),
    "text.jpg": (lambda: "milk, 鸡蛋".encode(), "the file is none"),
    "truncated.jpg": (lambda: encode(_NOISE, "JPEG")[:-200], "cut short"),
    "truncated.png": (lambda: encode(_NOISE, "PNG")[:-200], "cut short"),
    "truncated.webp": (lambda: encode(_NOISE, "WEBP")[:-200], "cut short"),
    "bomb.png": (lambda: png_header_only((30_000, 30_000)), "30,000 x 30,000"),
    "picture.gif": (lambda: encode(colourful(), "GIF"), "got GIF"),
}


@pytest.fixture
def bad_files(tmp_path: Path) -> None:
    """One file of every kind in `_BAD`, and a folder."""
    for name, (make, _) in _BAD.items():
        (tmp_path / name).write_bytes(make())
    (tmp_path / "folder.jpg").mkdir()


_WORDS = [(name, words) for name, (_, words) in _BAD.items()]
_WORDS += [("nowhere.jpg", "there is no such file"), ("folder.jpg", "got a folder")]


@pytest.mark.parametrize(("name", "words"), _WORDS)
@pytest.mark.parametrize("command", [("checkout",), ("enrol", "R")])
def test_a_picture_that_cannot_be_used_is_named_and_changes_nothing(
    colugo: CommandLine,
    shop_dir: Path,
    bad_files: None,
    command: tuple[str, ...],
    name: str,
    words: str,
) -> None:
    before = contents(shop_dir)

    answer = colugo(*command, name)

    assert answer.refuses(name, words)
    assert contents(shop_dir) == before


def _odd_pictures() -> dict[str, bytes]:
    """Red, as it lies in files of unusual kinds."""
    red = np.full((8, 8, 3), RED, np.uint8)
    whole = PilImage.fromarray(red)
    return {
        "one-pixel.png": encoded(red[:1, :1]),
        "cmyk.jpg": encode(red, "JPEG", "CMYK"),
        "sixteen-bit.png": png((8, 8), 16, 2, b"".join(bytes([v, 0]) for v in RED) * 8),
        "palette.png": encode(np.array(whole.quantize(4).convert("RGB")), "PNG", "P"),
        "alpha.png": encode(red, "PNG", "RGBA"),
    }


@pytest.mark.parametrize("name", list(_odd_pictures()))
def test_a_picture_of_an_unusual_kind_is_recognised_as_it_looks(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(_odd_pictures()[name])

    checked_out = colugo("checkout", name, "--json")
    enrolled = colugo("enrol", "R", name)

    assert [line["sku"] for line in checked_out.facts["lines"]] == ["R"]
    assert enrolled.out == "enrolled 1 photos\n"
