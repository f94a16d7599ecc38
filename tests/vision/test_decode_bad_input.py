import os
import time
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from colugo.errors import (
    NotAPicture,
    PictureDamaged,
    PictureEmpty,
    PictureFormatUnsupported,
    PictureIsFolder,
    PictureMissing,
    PictureTooLarge,
    PictureTooManyBytes,
    PictureTooManyScans,
    PictureTruncated,
    PictureUnreadable,
    PictureUnusable,
)
from colugo.vision import DecodeLimits, decode

from .pictures import (
    colourful,
    encode,
    jpeg_of_many_scans,
    jpeg_of_size,
    png,
    png_chunk,
    png_header_only,
)

_FORMATS = ("JPEG", "PNG", "WEBP")
_NOISE = np.random.default_rng(3).integers(0, 256, (40, 56, 3), dtype=np.uint8)
_FILES = {name: encode(_NOISE, name) for name in _FORMATS} | {
    "progressive": encode(_NOISE, "JPEG", progressive=True),
    "lossy": encode(_NOISE, "WEBP", lossless=False),
}


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "nowhere.jpg"

    with pytest.raises(PictureMissing, match=r"nowhere\.jpg: .*no such file") as caught:
        decode(path)

    assert caught.value.source == str(path)


def test_a_file_in_the_place_of_a_folder_is_a_missing_picture(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"x")

    with pytest.raises(PictureMissing):
        decode(tmp_path / "file" / "photo.jpg")


def test_a_folder_is_no_picture(tmp_path: Path) -> None:
    with pytest.raises(PictureIsFolder, match="got a folder"):
        decode(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_unreadable(tmp_path: Path) -> None:
    path = tmp_path / "secret.jpg"
    path.write_bytes(encode(colourful(), "JPEG"))
    path.chmod(0)

    with pytest.raises(PictureUnreadable, match="permission"):
        decode(path)


@pytest.mark.parametrize("name", ["x" * 300 + ".jpg", "zero\0byte.jpg"])
def test_a_path_that_the_system_refuses_is_unreadable(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureUnreadable):
        decode(tmp_path / name)


@pytest.mark.parametrize("is_file", [True, False])
def test_zero_bytes_are_empty(tmp_path: Path, is_file: bool) -> None:
    path = tmp_path / "empty.jpg"
    path.write_bytes(b"")

    with pytest.raises(PictureEmpty, match="got 0 bytes"):
        decode(path if is_file else b"")


def test_text_renamed_to_jpg_is_not_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "list.jpg"
    path.write_text("milk, bread, 鸡蛋", encoding="utf-8")

    with pytest.raises(NotAPicture, match=r"list.jpg: .*b'milk, bread,'"):
        decode(path)


@pytest.mark.parametrize(
    ("first_bytes", "name"),
    [
        (b"GIF89a", "GIF"),
        (b"BM\x36\0", "BMP"),
        (b"II*\0", "TIFF"),
        (b"MM\0*", "TIFF"),
        (b"\0\0\0\x18ftypheic", "HEIC"),
        (b"\0\0\0\x18ftypmif1", "HEIF"),
        (b"\0\0\0\x1cftypavif", "AVIF"),
        (b"\0\0\0\x1cftypisom", "MP4"),
        (b"\xff\x0a", "JPEG XL"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_a_format_that_is_not_read_is_named(first_bytes: bytes, name: str) -> None:
    with pytest.raises(PictureFormatUnsupported, match=f"got .*{name}.*; save it as JPEG"):
        decode(first_bytes + bytes(40))


@pytest.mark.parametrize("format_name", ["PNG", "WEBP"])
def test_an_animation_is_refused(format_name: str) -> None:
    from PIL import Image as PilImage

    frames = [PilImage.fromarray(np.full((8, 8, 3), grey, np.uint8)) for grey in (10, 200)]
    content = encode(
        np.full((8, 8, 3), 90, np.uint8), format_name, save_all=True, append_images=frames
    )

    with pytest.raises(PictureFormatUnsupported, match="an animated"):
        decode(content)


@pytest.mark.parametrize("name", list(_FILES))
def test_a_picture_cut_anywhere_is_an_error_and_never_grey(name: str) -> None:
    content = _FILES[name]
    cuts = {*range(1, 64), *range(64, len(content), 97), *range(len(content) - 16, len(content))}

    for cut in sorted(cuts):
        with pytest.raises(PictureUnusable):
            decode(content[:cut])


@pytest.mark.parametrize("name", list(_FILES))
@pytest.mark.parametrize("kept", [0.5, 0.9, 0.999])
def test_a_cut_picture_is_said_to_be_cut_short(name: str, kept: float) -> None:
    content = _FILES[name]

    with pytest.raises(PictureTruncated, match="cut short"):
        decode(content[: int(len(content) * kept)])


@pytest.mark.parametrize("format_name", _FORMATS)
def test_more_bytes_than_allowed_are_refused(tmp_path: Path, format_name: str) -> None:
    path = tmp_path / "large"
    path.write_bytes(_FILES[format_name])
    limits = DecodeLimits(max_bytes=1000)

    for source in (path, _FILES[format_name]):
        with pytest.raises(PictureTooManyBytes, match="at most 1,000 bytes") as caught:
            decode(source, limits)

    assert caught.value.max_bytes == 1000


def test_an_endless_file_ends_at_the_limit() -> None:
    if not Path("/dev/zero").exists():
        pytest.skip("this system has no /dev/zero")

    with pytest.raises(PictureTooManyBytes):
        decode("/dev/zero")


def _webp_of_size(size_wh: tuple[int, int]) -> bytes:
    content = bytearray(encode(np.dstack([_NOISE, _NOISE[:, :, 0]]), "WEBP", lossless=True))
    at = content.index(b"VP8L") + 9
    packed = size_wh[0] - 1 | (size_wh[1] - 1) << 14 | 1 << 28
    content[at : at + 4] = packed.to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(png_header_only((30_000, 30_000)), id="PNG"),
        pytest.param(jpeg_of_size((65_000, 65_000)), id="JPEG"),
        pytest.param(_webp_of_size((16_000, 16_000)), id="WebP"),
    ],
)
def test_a_bomb_is_refused_before_it_costs_anything(content: bytes) -> None:
    tracemalloc.start()
    started_s = time.perf_counter()

    with pytest.raises(PictureTooLarge, match="nothing was decoded") as caught:
        decode(content)

    assert time.perf_counter() - started_s < 1
    assert tracemalloc.get_traced_memory()[1] < 1_000_000
    assert max(caught.value.size_wh) >= 16_000
    tracemalloc.stop()


def test_a_side_longer_than_allowed_is_refused_though_the_pixels_are_few() -> None:
    with pytest.raises(PictureTooLarge, match="16,385 x 1 "):
        decode(png((16_385, 1), 8, 0, bytes(16_385)))


def test_exactly_the_limits_are_allowed() -> None:
    limits = DecodeLimits(max_bytes=len(_FILES["PNG"]), max_pixels=56 * 40, max_side_px=56)

    image = decode(_FILES["PNG"], limits)

    assert image.size_wh == (56, 40)


def test_a_jpeg_of_endless_scans_is_refused() -> None:
    with pytest.raises(PictureTooManyScans, match="at most 32 scans, got 500"):
        decode(jpeg_of_many_scans(500))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(png_header_only((20, 20)), id="a PNG with too few pixels"),
        pytest.param(png((0, 1), 8, 0, b""), id="a PNG of no width"),
        pytest.param(jpeg_of_size((48, 0)), id="a JPEG of no height"),
        pytest.param(_FILES["PNG"][:-16] + b"\0\0\0\0" + _FILES["PNG"][-12:], id="a checksum"),
        pytest.param(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IEND", b""), id="a PNG with only an end"),
        pytest.param(b"\xff\xd8\xff\xd9", id="a JPEG with only an end"),
        pytest.param(b"\xff\xd8\xff\x21\0\x02\xff\xd9", id="a JPEG marker that means nothing"),
        pytest.param(b"RIFF\x04\0\0\0WEBP", id="a WebP of nothing"),
        pytest.param(b"RIFF\x0e\0\0\0WEBPVP8 \x02\0\0\0\0\0", id="a WebP of two bytes"),
        pytest.param(_webp_of_size((57, 40)), id="a WebP that claims another size"),
    ],
)
def test_a_file_that_contradicts_itself_is_damaged(content: bytes) -> None:
    with pytest.raises(PictureDamaged, match="is damaged"):
        decode(content)


def test_only_chunks_that_matter_must_match_their_checksum() -> None:
    note = (b"tEXt", b"Comment\0hello")
    content = png((2, 1), 8, 0, b"\x12\x99", note)
    at = content.index(b"hello") + 5

    image = decode(content[:at] + b"\0\0\0\0" + content[at + 4 :])

    assert image.pixels[0, 1].tolist() == [0x99] * 3


def test_a_wrong_checksum_is_named() -> None:
    with pytest.raises(PictureDamaged, match="the checksum of chunk b'IDAT' is wrong"):
        decode(_FILES["PNG"][:-16] + b"\0\0\0\0" + _FILES["PNG"][-12:])


def test_a_jpeg_of_twelve_bits_is_named() -> None:
    content = encode(colourful(), "JPEG")
    frame = content.index(b"\xff\xc0")

    with pytest.raises(PictureFormatUnsupported, match="12-bit JPEG"):
        decode(content[: frame + 4] + b"\x0c" + content[frame + 5 :])


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(_FILES)), st.data())
def test_changed_bytes_give_a_picture_or_an_error_of_ours(name: str, data: st.DataObject) -> None:
    content = bytearray(_FILES[name])
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))

    try:
        image = decode(bytes(content), DecodeLimits(max_pixels=1_000_000))
    except PictureUnusable:
        return

    assert image.pixels.dtype == np.uint8


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF"]), st.binary(max_size=200))
def test_random_bytes_behind_a_good_start_give_an_error_of_ours(start: bytes, rest: bytes) -> None:
    with pytest.raises(PictureUnusable):
        decode(start + rest)
