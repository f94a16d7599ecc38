import numpy as np

from colugo.synth import SynthProduct, make_family
from colugo.synth.sheet import contact_sheet, line_up

from .marks import needs_fonts


def plain(grey: int) -> np.ndarray:
    return np.full((10, 20, 3), grey, np.uint8)


def test_pictures_are_laid_out_row_by_row_on_white() -> None:
    sheet = contact_sheet([plain(1), plain(2), plain(3)], columns=2, gap_px=4)

    assert sheet.shape == (24, 44, 3)
    assert sheet[5, 5, 0] == 1
    assert sheet[5, 30, 0] == 2
    assert sheet[18, 5, 0] == 3
    assert (sheet[18, 30] == 255).all()
    assert (sheet[:, 21] == 255).all()


@needs_fonts
def test_a_line_up_shows_all_its_products_on_white(one_of_each_kind: list[SynthProduct]) -> None:
    picture = line_up(one_of_each_kind, (240, 100), rows=2)

    dark = (picture < 150).any(axis=2)
    assert picture.shape == (100, 240, 3)
    assert 0.1 < dark.mean() < 0.8
    assert picture[:3].min() > 180


@needs_fonts
def test_a_family_in_one_row_stands_side_by_side() -> None:
    members = make_family(2, 3)

    picture = line_up(members, (240, 90), rows=1)

    coloured = (np.ptp(picture.astype(int), axis=2) > 40).mean(axis=0)
    assert (coloured[:80] > 0).any()
    assert (coloured[160:] > 0).any()
