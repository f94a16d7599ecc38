import colorsys
from collections.abc import Iterator
from typing import get_args

import numpy as np
import pytest
from numpy.typing import NDArray

from colugo.vision import Image, Kind, Mark, annotate, fonts
from colugo.vision.label import COLOURS

_GREY = Image(np.full((360, 480, 3), 128, np.uint8))
_BOX = (100.0, 100.0, 300.0, 260.0)


def _coloured(pixels: NDArray[np.uint8], kind: Kind) -> NDArray[np.bool_]:
    """(h, w) where a pixel has exactly the colour of this kind."""
    return (pixels == COLOURS[kind]).all(axis=2)


@pytest.fixture
def bare_system(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine on which no font is installed."""
    monkeypatch.setattr(fonts, "_FOLDERS", ())
    fonts._files.cache_clear()
    fonts._fonts.cache_clear()
    yield
    fonts._files.cache_clear()
    fonts._fonts.cache_clear()


def test_the_scene_itself_is_not_drawn_on() -> None:
    before = _GREY.pixels.copy()

    annotate(_GREY, [Mark(_BOX, "known", "Cola", "¥3.50")])

    np.testing.assert_array_equal(_GREY.pixels, before)


def test_a_scene_with_nothing_in_it_stays_as_it_is() -> None:
    drawn = annotate(_GREY, [])

    np.testing.assert_array_equal(drawn.pixels, _GREY.pixels)
    assert not np.shares_memory(drawn.pixels, _GREY.pixels)


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_box_is_drawn_in_the_colour_of_its_kind_and_where_it_lies(kind: Kind) -> None:
    drawn = annotate(_GREY, [Mark(_BOX, kind, "Cola")])

    y, x = np.nonzero(_coloured(drawn.pixels, kind)[105:255])
    assert x.min() == pytest.approx(100, abs=4)
    assert x.max() == pytest.approx(300, abs=4)
    assert len(y) > 100


def test_the_kinds_differ_in_their_lines_and_not_by_colour_alone() -> None:
    shares = {}
    for kind in get_args(Kind):
        drawn = annotate(_GREY, [Mark(_BOX, kind, "")])
        left_side = _coloured(drawn.pixels, kind)[120:240, 96:106].any(axis=1)
        dashes = int(np.count_nonzero(np.diff(left_side.astype(int)) == 1))
        shares[kind] = (float(left_side.mean()), dashes)

    assert shares["known"] == (1.0, 0)
    assert shares["unsure"][0] < 0.9
    assert shares["unknown"][1] > shares["unsure"][1] > 2


def test_the_kinds_differ_in_brightness_too() -> None:
    brightness = {kind: colorsys.rgb_to_yiq(*COLOURS[kind])[0] for kind in get_args(Kind)}

    assert brightness["unsure"] > brightness["known"] + 30
    assert brightness["known"] != pytest.approx(brightness["unknown"], abs=5)


@pytest.mark.parametrize("size_wh", [(1, 1), (3, 200), (64, 48), (480, 360), (2000, 100)])
def test_any_picture_size_can_be_drawn_on(size_wh: tuple[int, int]) -> None:
    width, height = size_wh
    image = Image(np.full((height, width, 3), 128, np.uint8))
    whole = (0.0, 0.0, float(width), float(height))
    marks = [Mark(whole, kind, "莫斯利安酸奶", "¥5.50") for kind in get_args(Kind)]

    drawn = annotate(image, marks)

    assert drawn.size_wh == size_wh


@pytest.mark.parametrize(
    "box", [(-50.0, -50.0, 900.0, 900.0), (470.0, 350.0, 480.0, 360.0), (5.0, 5.0, 5.0, 5.0)]
)
def test_a_box_at_or_over_the_edge_is_drawn_inside_the_picture(
    box: tuple[float, float, float, float],
) -> None:
    drawn = annotate(_GREY, [Mark(box, "known", "Cola", "¥3.50")])

    assert _coloured(drawn.pixels, "known").any()


def test_letters_grow_with_the_picture() -> None:
    heights = []
    for factor in (1, 4):
        large = Image(np.full((360 * factor, 480 * factor, 3), 128, np.uint8))
        box = tuple(float(side * factor) for side in _BOX)
        drawn = annotate(large, [Mark(box, "known", "Cola")])  # type: ignore[arg-type]
        above = _coloured(drawn.pixels[: 98 * factor], "known")  # the chip of the label
        heights.append(int(above.any(axis=1).sum()))

    assert heights[1] > 2 * heights[0]


def test_a_bare_system_writes_the_fallback_of_a_chinese_name(bare_system: None) -> None:
    chinese = annotate(_GREY, [Mark(_BOX, "known", "莫斯利安", "5.50", fallback="690123")])
    latin = annotate(_GREY, [Mark(_BOX, "known", "690123", "5.50")])

    np.testing.assert_array_equal(chinese.pixels, latin.pixels)


def test_a_price_is_written_however_long_the_name_is() -> None:
    short, long = (
        annotate(_GREY, [Mark((10, 200, 60, 260), "unsure", name, "¥5.50")])
        for name in ("A" * 14, "A" * 300)
    )

    np.testing.assert_array_equal(_notes(short), _notes(long))


def _notes(image: Image) -> NDArray[np.bool_]:
    """The columns of the label in which the light amber of a price stands, from its start."""
    is_note = (image.pixels == (255, 215, 127)).all(axis=2).any(axis=0)
    columns = np.flatnonzero(is_note)
    return is_note[columns[0] : columns[-1] + 1]
