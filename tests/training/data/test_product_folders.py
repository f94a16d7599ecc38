"""One folder per product is a data set."""

from pathlib import Path

import pytest

from colugo.errors import DatasetUnreadable
from colugo.training.data.product_folders import read_product_folders


def touch(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"")


def test_labels_go_by_the_names_of_the_folders_from_the_first_label_on(tmp_path: Path) -> None:
    for name in ("b/2.png", "b/1.JPG", "a/9.webp", "c/3.jpeg"):
        touch(tmp_path / name)

    photos = read_product_folders(tmp_path, first_label=81)

    found = [(photo.path.relative_to(tmp_path).as_posix(), photo.label) for photo in photos]
    assert found == [("a/9.webp", 81), ("b/1.JPG", 82), ("b/2.png", 82), ("c/3.jpeg", 83)]


def test_other_files_are_left_out(tmp_path: Path) -> None:
    for name in ("a/1.jpg", "a/notes.txt", "a/1.json", "readme.jpg"):
        touch(tmp_path / name)

    photos = read_product_folders(tmp_path)

    assert [photo.path for photo in photos] == [tmp_path / "a/1.jpg"]


def test_a_missing_folder_and_one_without_photos_are_named(tmp_path: Path) -> None:
    (tmp_path / "empty" / "a").mkdir(parents=True)

    with pytest.raises(DatasetUnreadable, match="no such folder"):
        read_product_folders(tmp_path / "none")
    with pytest.raises(DatasetUnreadable, match="holds a photo") as caught:
        read_product_folders(tmp_path / "empty")

    assert caught.value.path == str(tmp_path / "empty")
