"""The lists are read strictly, and no protocol asks for a photo that it has shown."""

from pathlib import Path

import pytest

from colugo.errors import DatasetUnreadable
from colugo.training.data.grocery import (
    UNSEEN_LABELS,
    LabelledPhoto,
    fingerprint,
    first_photos,
    protocols,
    read_iconic,
    read_list,
    read_photo,
)
from tests.training.tiny_grocery import SEEN, TRAIN_PHOTOS, UNSEEN, VAL_PHOTOS, make_grocery

GROCERY = Path("../shared/data/grocery-store")
needs_grocery = pytest.mark.skipif(
    not GROCERY.is_dir(), reason="../shared/data/grocery-store is not here"
)


@pytest.fixture(scope="module")
def grocery(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_grocery(tmp_path_factory.mktemp("grocery"), side_px=16)


def test_a_line_of_the_list_is_a_photo_and_its_fine_label(tmp_path: Path) -> None:
    text = "\ufefftrain/a b.jpg, 12, 3\r\n\r\ntrain/c.jpg,4,1\r\n"
    (tmp_path / "train.txt").write_text(text, encoding="utf-8", newline="")

    photos = read_list(tmp_path, "train.txt")

    expected = [(tmp_path / "train/a b.jpg", 12), (tmp_path / "train/c.jpg", 4)]
    assert [(photo.path, photo.label) for photo in photos] == expected


@pytest.mark.parametrize("line", ["a.jpg 1 2", "a.jpg, one, 2", "a.jpg, -1, 2", "a.jpg, 1"])
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str) -> None:
    (tmp_path / "val.txt").write_text(f"fine.jpg, 1, 1\n{line}\n")

    with pytest.raises(DatasetUnreadable, match="line 2 is not") as caught:
        read_list(tmp_path, "val.txt")

    assert caught.value.path == str(tmp_path / "val.txt")


@pytest.mark.parametrize("text", [None, "", "\n \n"])
def test_a_missing_or_empty_list_is_named(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        (tmp_path / "train.txt").write_text(text)

    with pytest.raises(DatasetUnreadable, match=r"train\.txt"):
        read_list(tmp_path, "train.txt")


def test_studio_pictures_come_from_the_table_of_products(grocery: Path) -> None:
    iconic = read_iconic(grocery)

    assert [photo.label for photo in iconic] == sorted((*SEEN, *UNSEEN))
    assert all(photo.path.is_file() for photo in iconic)


def test_a_missing_table_or_a_row_of_another_form_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnreadable, match="no such list"):
        read_iconic(tmp_path)
    (tmp_path / "classes.csv").write_text("header\nApple,zero,Fruit,0,/a.jpg,/a.txt\n")

    with pytest.raises(DatasetUnreadable, match="line 2 is not name"):
        read_iconic(tmp_path)


def test_the_first_photos_of_each_label_keep_the_order_of_the_list() -> None:
    photos = [LabelledPhoto(Path(f"{row}.jpg"), label) for row, label in enumerate([3, 1, 3, 1, 3])]

    first = first_photos(photos, 2)

    assert [int(photo.path.stem) for photo in first] == [1, 3, 0, 2]


def test_no_photo_is_in_gallery_and_queries_both(grocery: Path) -> None:
    for each in protocols(grocery):
        gallery = {photo.path for photo in each.gallery}
        queries = {photo.path for photo in each.queries}

        assert gallery
        assert queries
        assert not gallery & queries


def test_every_query_has_its_product_in_the_gallery(grocery: Path) -> None:
    for each in protocols(grocery):
        asked = {photo.label for photo in each.queries}

        assert asked <= {photo.label for photo in each.gallery}


def test_the_protocols_hold_the_photos_that_their_names_say(grocery: Path) -> None:
    sizes = {each.name: (len(each.gallery), len(each.queries)) for each in protocols(grocery)}

    unseen_left = len(UNSEEN) * (TRAIN_PHOTOS - 5 + VAL_PHOTOS)
    crowd = len(SEEN) * TRAIN_PHOTOS + len(UNSEEN) * 5
    assert sizes == {
        "unseen, 5 photos of every product": (6 * 5, unseen_left),
        "unseen, all photos of the seen products": (crowd, unseen_left),
        "seen, all photos of the seen products": (crowd, len(SEEN) * VAL_PHOTOS),
        "validation, all train photos": (6 * TRAIN_PHOTOS, 6 * VAL_PHOTOS),
        "iconic one-shot": (6, 6 * VAL_PHOTOS),
    }


def test_a_fingerprint_changes_with_a_picture_or_a_label(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"one")
    before = fingerprint([LabelledPhoto(tmp_path / "a.jpg", 1)])

    other_label = fingerprint([LabelledPhoto(tmp_path / "a.jpg", 2)])
    (tmp_path / "a.jpg").write_bytes(b"two")
    other_picture = fingerprint([LabelledPhoto(tmp_path / "a.jpg", 1)])

    assert len({before, other_label, other_picture}) == 3


def test_a_photo_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatasetUnreadable, match="No such file") as caught:
        read_photo(tmp_path / "none.jpg")

    assert caught.value.path == str(tmp_path / "none.jpg")


@needs_grocery
def test_the_real_data_set_has_the_published_photos() -> None:
    train, val = read_list(GROCERY, "train.txt"), read_list(GROCERY, "val.txt")

    labels = {photo.label for photo in train}

    assert (len(train), len(val), len(read_iconic(GROCERY))) == (2640, 296, 81)
    assert labels == set(range(81))
    assert len(UNSEEN_LABELS) == 20
    assert labels > UNSEEN_LABELS


@needs_grocery
def test_the_real_protocols_keep_gallery_and_queries_apart() -> None:
    for each in protocols(GROCERY):
        gallery = {photo.path for photo in each.gallery}

        assert not gallery & {photo.path for photo in each.queries}
        if each.name.startswith("unseen"):
            assert {photo.label for photo in each.queries} == UNSEEN_LABELS
