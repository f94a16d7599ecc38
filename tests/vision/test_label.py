from typing import get_args

import numpy as np
import pytest

from colugo.vision.fonts import clean, lettering
from colugo.vision.label import Kind, LabelText, draw_label


def _text(name: str = "Cola", note: str = "3.50", kind: Kind = "known") -> LabelText:
    return LabelText(kind, name, note, fallback="690")


@pytest.mark.parametrize("size_px", [10, 24, 80])
@pytest.mark.parametrize("name", ["Cola", "A very long name of a very small thing", ""])
def test_a_label_keeps_to_the_width_it_is_given(name: str, size_px: int) -> None:
    label = draw_label(_text(name), size_px, max_width_px=12 * size_px)

    assert label.width <= 12 * size_px
    assert label.height == round(1.5 * size_px)
    assert label.mode == "RGBA"


def test_without_room_the_mark_and_the_note_stay() -> None:
    narrow = draw_label(_text("Cola"), 20, max_width_px=1)
    without_name = draw_label(_text(""), 20, max_width_px=500)

    assert narrow.tobytes() == without_name.tobytes()


def test_without_words_only_the_mark_is_drawn() -> None:
    label = draw_label(_text("", ""), 20, max_width_px=500)

    assert label.size == (30, 30)


def test_each_kind_has_a_mark_of_its_own_shape() -> None:
    marks = []
    for kind in get_args(Kind):
        chip = np.asarray(draw_label(_text("", "", kind), 40, 500).convert("RGB")).astype(int)
        marks.append(np.abs(chip - chip[30, 5]).sum(axis=2) > 60)  # what is not chip colour

    for first, second in ((0, 1), (0, 2), (1, 2)):
        assert (marks[first] != marks[second]).mean() > 0.03


def test_a_name_keeps_its_letters_and_loses_line_ends_and_what_cannot_be_printed() -> None:
    assert clean("  Cola\n\t330 ml\x00\u200b ") == "Cola 330 ml"


def test_latin_letters_can_always_be_written() -> None:
    words = lettering("Cola 330 ml", "690", 20)

    assert words.text == "Cola 330 ml"
    assert words.font.size == 20


def test_letters_that_no_font_has_give_way_to_the_fallback() -> None:
    words = lettering("\U00013000\U00012000", "690", 20)

    assert words.text == "690"


def test_a_fallback_that_cannot_be_written_either_is_written_as_far_as_it_goes() -> None:
    words = lettering("\U00013000", "6\U000130009", 20)

    assert words.text == "69"
