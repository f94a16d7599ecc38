"""Lists of PaddleClas are read as they are, and their first wrong line is named."""

from pathlib import Path

import pytest

from colugo.errors import LegacyFileUnreadable, PictureListInvalid
from colugo.legacy.train_config import DatasetSection
from colugo.training.recognition.lists import Listed, check_labels, read_pictures


def section(
    folder: Path, content: str | bytes, name: str = "ImageNetDataset", delimiter: str | None = None
) -> DatasetSection:
    path = folder / "list.txt"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return DatasetSection.model_validate(
        {
            "name": name,
            "image_root": "root",
            "cls_label_path": str(path),
            "delimiter": delimiter,
        }
    )


def test_two_columns_are_path_and_label_in_the_order_of_the_list(tmp_path: Path) -> None:
    listed = read_pictures(section(tmp_path, "b.jpg 7\nin/a.jpg 0\n"))

    assert listed == [
        Listed(Path("root/b.jpg"), 7, None),
        Listed(Path("root/in/a.jpg"), 0, None),
    ]


def test_a_third_column_is_an_id_in_veriwild_and_nothing_in_the_other(tmp_path: Path) -> None:
    bare = read_pictures(section(tmp_path, "a.jpg 3 c17"))
    veri = read_pictures(section(tmp_path, "a.jpg 3 c17", "VeriWild"))

    assert bare == [Listed(Path("root/a.jpg"), 3, None)]
    assert veri == [Listed(Path("root/a.jpg"), 3, "c17")]


@pytest.mark.parametrize(
    ("line", "delimiter", "path"),
    [
        ("a b.jpg\t4", "\t", "a b.jpg"),
        ("a b.jpg,4", ",", "a b.jpg"),
        ("a.jpg 4", None, "a.jpg"),
        ("a.jpg 4", "", "a.jpg"),
        ("  a.jpg 4  ", None, "a.jpg"),
        ("a b.jpg\t4\t\t", "\t", "a b.jpg"),
    ],
)
def test_columns_are_split_at_the_delimiter(
    tmp_path: Path, line: str, delimiter: str | None, path: str
) -> None:
    listed = read_pictures(section(tmp_path, line, delimiter=delimiter))

    assert [(one.path, one.label) for one in listed] == [(Path("root") / path, 4)]


def test_veriwild_splits_at_any_white_space(tmp_path: Path) -> None:
    listed = read_pictures(section(tmp_path, "a.jpg \t 3   c1 more\n", "VeriWild"))

    assert listed == [Listed(Path("root/a.jpg"), 3, "c1")]


@pytest.mark.parametrize("name", ["ImageNetDataset", "VeriWild"])
def test_byte_order_mark_windows_line_ends_and_empty_lines_change_nothing(
    tmp_path: Path, name: str
) -> None:
    plain = read_pictures(section(tmp_path, "a.jpg 3 1\nb.jpg 4 2\n", name))

    windows = read_pictures(section(tmp_path, b"\xef\xbb\xbfa.jpg 3 1\r\n\r\nb.jpg 4 2\r\n", name))

    assert windows == plain


@pytest.mark.parametrize("strange", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_only_line_ends_end_a_line(tmp_path: Path, strange: str) -> None:
    listed = read_pictures(section(tmp_path, f"a{strange}b.jpg 3\nc.jpg 4\n"))

    assert [one.path.name for one in listed] == [f"a{strange}b.jpg", "c.jpg"]


def test_veriwild_with_two_columns_is_refused_and_says_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(PictureListInvalid, match="path label id") as caught:
        read_pictures(section(tmp_path, "a.jpg 3 1\n\nb.jpg 4\n", "VeriWild"))

    assert caught.value.line == 3


def test_one_column_asks_about_the_delimiter(tmp_path: Path) -> None:
    with pytest.raises(PictureListInvalid, match=r"Dataset\.delimiter"):
        read_pictures(section(tmp_path, "a.jpg\t3\n"))


@pytest.mark.parametrize("label", ["x", "-1", "1.5", "", "²", "٣", "1e3"])
def test_a_label_that_is_no_number_is_refused_by_its_line(tmp_path: Path, label: str) -> None:
    with pytest.raises(PictureListInvalid, match="label of digits") as caught:
        read_pictures(section(tmp_path, f"a.jpg,1\nb.jpg,{label},7\n", delimiter=","))

    assert caught.value.line == 2


@pytest.mark.parametrize("content", ["", "\n \r\n", b"\xef\xbb\xbf"])
def test_an_empty_list_is_refused(tmp_path: Path, content: str | bytes) -> None:
    with pytest.raises(PictureListInvalid, match="got none"):
        read_pictures(section(tmp_path, content))


def test_a_missing_list_and_one_that_is_no_text_are_refused(tmp_path: Path) -> None:
    here = section(tmp_path, b"\xff\xfea.jpg 1")
    away = here.model_copy(update={"cls_label_path": str(tmp_path / "away.txt")})

    with pytest.raises(LegacyFileUnreadable, match=r"list\.txt.*UTF-8"):
        read_pictures(here)
    with pytest.raises(LegacyFileUnreadable, match=r"away\.txt"):
        read_pictures(away)


def test_labels_must_have_a_place_in_the_head(tmp_path: Path) -> None:
    listed_in = section(tmp_path, "a.jpg 1\nb.jpg 9\nc.jpg 3\n")
    listed = read_pictures(listed_in)

    check_labels(listed_in, listed, 10)
    with pytest.raises(PictureListInvalid, match=r"label 9 needs .*class_num of 10, got 9"):
        check_labels(listed_in, listed, 9)
