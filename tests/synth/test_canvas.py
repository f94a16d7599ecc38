import numpy as np
import pytest

from colugo.synth.canvas import Canvas, fitting_size, plain_sheet
from colugo.synth.fonts import chinese_faces, latin_faces

from .marks import needs_fonts

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def inked(sheet: Canvas) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is not white."""
    dark = (sheet.pixels() < 200).any(axis=2)
    rows, columns = np.flatnonzero(dark.any(axis=1)), np.flatnonzero(dark.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


def test_an_area_is_given_in_shares_of_the_sheet() -> None:
    sheet = plain_sheet(200, 100, WHITE)

    box = sheet.box((0.25, 0.5, 0.5, 0.25))

    assert box == (50, 50, 150, 75)


def test_the_smallest_area_is_a_pixel() -> None:
    sheet = plain_sheet(20, 20, WHITE)

    box = sheet.box((0.5, 0.5, 0.0, 0.0))

    assert box == (10, 10, 11, 11)


@needs_fonts
@pytest.mark.parametrize("words", ["Milk", "茉莉花茶", "jpgqy", "净含量 500ml"])
@pytest.mark.parametrize("align", ["left", "middle", "right"])
def test_words_stay_inside_their_area(words: str, align: str) -> None:
    sheet = plain_sheet(300, 200, WHITE)

    sheet.text(words, (0.2, 0.3, 0.5, 0.2), chinese_faces()[0], BLACK, align=align)

    left, top, right, bottom = inked(sheet)
    assert left >= 58
    assert right <= 212
    assert top >= 57
    assert bottom <= 103


@needs_fonts
def test_a_larger_area_gets_larger_words() -> None:
    face = latin_faces()[0]

    sizes = [fitting_size("Biscuit", face, width, 1000) for width in (50, 100, 400)]

    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[-1]


@needs_fonts
def test_words_too_small_to_print_are_left_out() -> None:
    sheet = plain_sheet(40, 40, WHITE)

    sheet.text("a long line of words", (0.0, 0.0, 0.2, 0.05), latin_faces()[0], BLACK)

    assert (sheet.pixels() == 255).all()


@needs_fonts
def test_a_column_goes_down() -> None:
    sheet = plain_sheet(100, 300, WHITE)

    sheet.column("酸牛奶", (0.3, 0.1, 0.4, 0.8), chinese_faces()[0], BLACK)

    left, top, right, bottom = inked(sheet)
    assert bottom - top > 2 * (right - left)


def test_a_gradient_runs_between_its_colours() -> None:
    sheet = plain_sheet(10, 50, WHITE)

    sheet.shade((0, 0, 1, 1), (0, 0, 0), (200, 100, 50))

    pixels = sheet.pixels()
    assert pixels[0, 0].tolist() == [0, 0, 0]
    assert pixels[-1, 5].tolist() == [200, 100, 50]
    assert (np.diff(pixels[:, 0, 0].astype(int)) >= 0).all()


def test_a_pasted_picture_keeps_its_shape_and_lets_the_ground_through() -> None:
    sheet = plain_sheet(100, 100, WHITE)
    picture = np.zeros((20, 40, 4), np.uint8)
    picture[:, :20, 3] = 255  # black on the left, nothing on the right

    sheet.paste(picture, (0.0, 0.0, 0.8, 0.8))

    assert inked(sheet) == pytest.approx((0, 20, 39, 59), abs=1)


def test_a_part_is_a_copy_until_it_is_put_back() -> None:
    sheet = plain_sheet(40, 40, WHITE)
    part = sheet.part((0.5, 0.5, 0.5, 0.5))

    part.fill((0, 0, 1, 1), BLACK)

    assert (sheet.pixels() == 255).all()
    sheet.put(part, (0.5, 0.5, 0.5, 0.5))
    assert inked(sheet) == (20, 20, 39, 39)
