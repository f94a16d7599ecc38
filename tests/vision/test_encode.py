from pathlib import Path

import numpy as np
import pytest

from colugo.errors import PictureFormatUnsupported, PictureUnwritable
from colugo.vision import Image, decode, encode, write_picture

from .pictures import colourful


@pytest.mark.parametrize("suffix", [".jpg", ".JPEG", ".png", ".webp"])
def test_a_written_picture_reads_back_as_it_was(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"结果{suffix}"

    write_picture(Image(colourful()), path)

    np.testing.assert_allclose(decode(path).pixels[4, 4], [200, 40, 30], atol=4)


def test_a_crop_can_be_encoded() -> None:
    crop = Image(colourful()).crop((0, 0, 10, 10))

    assert decode(encode(crop, ".png")).size_wh == (10, 10)


@pytest.mark.parametrize("name", ["out.gif", "out"])
def test_an_ending_that_names_no_format_of_ours_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureFormatUnsupported, match="expected JPEG, PNG or WebP"):
        write_picture(Image(colourful()), tmp_path / name)

    assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PictureUnwritable, match=r"nowhere.*cannot be written"):
        write_picture(Image(colourful()), tmp_path / "nowhere" / "out.jpg")


def test_a_picture_too_large_for_its_format_is_refused() -> None:
    strip = Image(np.zeros((1, 20_000, 3), np.uint8))

    with pytest.raises(PictureUnwritable):
        encode(strip, ".webp")
