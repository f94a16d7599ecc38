import pytest

from colugo.legacy.garbled_names import find_by_pinyin, find_garbled, spelt

NAMES = ["chaπyouzilvcha.jpg", "chaπmitaowulongcha.jpg", "青岛（1903）.jpg", "water.jpg"]


@pytest.mark.parametrize(
    ("written", "read"),
    [("utf-8", "gbk"), ("utf-8", "cp437"), ("utf-8", "latin-1"), ("gbk", "cp437")],
)
@pytest.mark.parametrize("wanted", NAMES[:3])
def test_a_name_read_in_the_wrong_encoding_is_found(wanted: str, written: str, read: str) -> None:
    files = [name.encode(written).decode(read, errors="ignore") for name in NAMES]

    assert find_garbled(wanted, files) == files[NAMES.index(wanted)]


def test_a_name_is_found_where_signs_were_lost_with_half_a_letter() -> None:
    files = ["jing锛_903锛_0du330_6.jpg", "jing锛_904锛_0du330_6.jpg"]

    assert find_garbled("jing（1903）10du330_6.jpg", files) == files[0]


def test_of_two_files_that_fit_none_is_taken() -> None:
    assert find_garbled("a（1b.jpg", ["a锛_b.jpg", "c锛_b.jpg"]) == "a锛_b.jpg"
    assert find_garbled("a（1b.jpg", ["a锛_b.jpg", "a锛b.jpg"]) is None


def test_a_plain_name_is_never_taken_for_garbled() -> None:
    assert find_garbled("water.jpg", ["water.jpg"]) is None


def test_a_file_is_found_by_the_sound_of_the_product() -> None:
    files = ["cha??youzilvcha.jpg", "nongfushanquanchayouzilvcha.jpg"]

    assert spelt("茶π柚子绿茶") == "chaπyouzilvcha"
    assert find_by_pinyin("茶π柚子绿茶", files) == files[0]
    assert find_by_pinyin("茶", ["cha.jpg"]) is None  # too few letters to be sure
