from pathlib import Path

import pytest

from colugo.errors import DataFileInvalid, LegacyFileUnreadable
from colugo.legacy.data_file import read_data_file, refuse_missing_pictures


def written(folder: Path, content: bytes) -> Path:
    path = folder / "list.txt"
    path.write_bytes(content)
    return path


def test_a_label_keeps_its_spaces(tmp_path: Path) -> None:
    path = written(tmp_path, b"gallery/a b.jpg\tGreen tea 500 ml\n")

    (line,) = read_data_file(path)

    assert (line.picture, line.label) == ("gallery/a b.jpg", "Green tea 500 ml")
    assert line.document == "gallery/a b.jpg\tGreen tea 500 ml"


def test_a_mark_at_the_start_and_windows_line_ends_are_no_part_of_a_line(tmp_path: Path) -> None:
    path = written(tmp_path, "\ufeffa.jpg\t茶\r\n\r\nb.jpg\t水\r\n".encode())

    lines = read_data_file(path)

    assert [(each.line, each.document) for each in lines] == [(1, "a.jpg\t茶"), (3, "b.jpg\t水")]


def test_with_a_space_as_delimiter_all_behind_the_first_is_label(tmp_path: Path) -> None:
    (line,) = read_data_file(written(tmp_path, b"a.jpg Green tea\n"), " ")

    assert (line.picture, line.label) == ("a.jpg", "Green tea")


def test_every_line_without_a_label_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, b"a.jpg\ttea\nb.jpg water\nc.jpg\n")

    with pytest.raises(DataFileInvalid, match=r"line 2 .*; line 3 .*IndexProcess\.delimiter"):
        read_data_file(path)


@pytest.mark.parametrize("content", [b"", b"\n \r\n", b"\xef\xbb\xbf"])
def test_an_empty_list_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(DataFileInvalid, match="the file is empty"):
        read_data_file(written(tmp_path, content))


def test_a_list_in_another_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LegacyFileUnreadable, match="byte 6 is not UTF-8"):
        read_data_file(written(tmp_path, b"a.jpg\t\xb2\xe8\n"))


def test_a_picture_that_is_not_there_is_named_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").touch()
    path = written(tmp_path, b"a.jpg\ttea\nb.jpg\twater\n")

    with pytest.raises(DataFileInvalid, match=r"line 2 names .*b\.jpg, which is not there"):
        refuse_missing_pictures(path, read_data_file(path), tmp_path)
