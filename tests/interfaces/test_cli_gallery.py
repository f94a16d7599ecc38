from pathlib import Path

import pytest

from colugo import Shop
from tests.checkout.coloured_shop import GREEN, GREY, RED, ColourEmbedder, photo_of

from .command_line import CommandLine, contents


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """One sub-folder per SKU: R with a photo, Y (not in the shop's catalogue) with two."""
    folder = tmp_path / "photos"
    for sku, name, content in (
        ("R", "1.png", photo_of(RED, shade=20)),
        ("Y", "1.png", photo_of(GREY)),
        ("Y", "2.PNG", photo_of(GREY, shade=2)),
    ):
        (folder / sku).mkdir(parents=True, exist_ok=True)
        (folder / sku / name).write_bytes(content)
    (folder / "Y" / "notes.txt").write_text("not a photo")
    return folder


def test_the_photos_of_one_product_are_enrolled(
    colugo: CommandLine, shop_dir: Path, photos: Path
) -> None:
    colugo("product", "add", "--sku", "Y", "--name", "grey", "--price", "1")

    answer = colugo("enrol", "Y", photos / "Y" / "1.png", photos / "Y" / "2.PNG")

    assert (answer.code, answer.out, answer.err) == (0, "enrolled 2 photos\n", "")
    with Shop.open(shop_dir) as shop:
        assert len(shop.photos("Y")) == 2


def test_a_folder_of_many_products_is_enrolled(
    colugo: CommandLine, shop_dir: Path, photos: Path
) -> None:
    colugo("product", "add", "--sku", "Y", "--name", "grey", "--price", "1")

    answer = colugo("enrol", "--folder", photos)

    assert (answer.code, answer.out, answer.err) == (0, "enrolled 3 photos\n", "")
    with Shop.open(shop_dir) as shop:
        assert [len(shop.photos(sku)) for sku in ("R", "Y")] == [3, 2]


def test_a_folder_of_a_product_that_is_unknown_enrols_nothing(
    colugo: CommandLine, shop_dir: Path, photos: Path
) -> None:
    before = contents(shop_dir)

    answer = colugo("enrol", "--folder", photos)

    assert answer.refuses("no product has SKU 'Y'", "colugo product add")
    assert contents(shop_dir) == before


@pytest.mark.parametrize("arguments", [(), ("R", "--folder", "photos")])
def test_a_sku_and_a_folder_exclude_each_other(
    colugo: CommandLine, shop_dir: Path, arguments: tuple[str, ...]
) -> None:
    answer = colugo("enrol", *arguments)

    assert answer.code == 2
    assert "give either a SKU with its photos, or --folder" in answer.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("R",), ("found no photo",)),
        (("nobody", "1.png"), ("no product has SKU 'nobody'",)),
        (("R", "nowhere.png"), ("nowhere.png", "no such file")),
        (("R", "good.png", "text.jpg"), ("text.jpg", "the file is none")),
        (("R", "good.png", "good.png"), ("has this very picture already",)),
        (("--folder", "nowhere"), ("found no photo in nowhere", "one sub-folder per SKU")),
        (("--folder", "good.png"), ("found no photo in good.png",)),
        (("--folder", "empty"), ("found no photo in empty",)),
    ],
)
def test_what_cannot_be_enrolled_changes_nothing(
    colugo: CommandLine,
    shop_dir: Path,
    tmp_path: Path,
    arguments: tuple[str, ...],
    words: tuple[str, ...],
) -> None:
    (tmp_path / "good.png").write_bytes(photo_of(RED, shade=30))
    (tmp_path / "text.jpg").write_text("not a photo")
    (tmp_path / "empty" / "R").mkdir(parents=True)
    before = contents(shop_dir)

    answer = colugo("enrol", *arguments)

    assert answer.refuses(*words)
    assert contents(shop_dir) == before


def test_the_photos_of_a_product_are_listed_and_removed_by_number(
    colugo: CommandLine, shop_dir: Path
) -> None:
    listed = colugo("gallery", "list", "R")
    with Shop.open(shop_dir) as shop:
        numbers = [photo.id for photo in shop.photos("R")]

    removed = colugo("gallery", "remove", *numbers)

    assert all(f"│ {number} " in listed.out for number in numbers)
    assert "40 x 40" in listed.out
    assert removed.out == "removed 2 photos\n"
    assert "│ R " not in colugo("gallery", "list", "R").out


def test_photos_are_removed_all_or_none(colugo: CommandLine, shop_dir: Path) -> None:
    before = contents(shop_dir)

    answer = colugo("gallery", "remove", "1", "99")

    assert answer.refuses("the gallery has no photo 99", "nothing is changed")
    assert contents(shop_dir) == before


@pytest.mark.parametrize("number", ["0", "one", "9" * 30])
def test_what_is_no_number_of_a_photo_is_refused(
    colugo: CommandLine, shop_dir: Path, number: str
) -> None:
    answer = colugo("gallery", "remove", number)

    assert answer.code == 2
    assert "Invalid value" in answer.err


def test_a_product_that_is_unknown_has_no_photos_to_list(
    colugo: CommandLine, shop_dir: Path
) -> None:
    assert colugo("gallery", "list", "nobody").refuses("no product has SKU 'nobody'")


def test_a_sound_gallery_passes_the_check(colugo: CommandLine, shop_dir: Path) -> None:
    answer = colugo("gallery", "check")

    assert answer.code == 0
    assert answer.out == (
        "3 products are sold, 6 photos are enrolled\n"
        "model in use: colour-embedder:000000000000:fp32\n"
        "every photo can be searched for\n"
    )


def test_the_check_names_what_is_wrong_and_ends_with_1(colugo: CommandLine, shop_dir: Path) -> None:
    with Shop.open(shop_dir) as shop:
        shop.database.files.path_of(shop.photos("R")[0].path).unlink()
        shop.add_product(sku="new", name="New", price="1")

    answer = colugo("gallery", "check")

    assert answer.code == 1
    assert "  1 photos whose file is gone" in answer.out
    assert "  1 products have no photo and cannot be recognised\n    new\n" in answer.out


def test_a_long_finding_says_how_many_more_there_are(colugo: CommandLine, shop_dir: Path) -> None:
    with Shop.open(shop_dir) as shop:
        for number in range(25):
            shop.add_product(sku=f"new{number:02}", name="New", price="1")

    answer = colugo("gallery", "check")

    assert answer.code == 0
    assert "    new19\n    … and 5 more\n" in answer.out


def test_a_gallery_of_another_model_is_refused_until_it_is_rebuilt(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photo.png").write_bytes(photo_of(GREEN, shade=30))
    other = ColourEmbedder("other:111111111111:fp32")
    monkeypatch.setattr("colugo.checkout.loaded.default_embedder", lambda _: other)
    before = contents(shop_dir)

    refused = [colugo("checkout", "photo.png"), colugo("enrol", "G", "photo.png")]
    checked, unchanged = colugo("gallery", "check"), contents(shop_dir) == before
    rebuilt = colugo("gallery", "rebuild")

    assert all(answer.refuses("6 photos", "colugo gallery rebuild") for answer in refused)
    assert unchanged
    assert checked.code == 1
    assert "6 photos are not embedded by it: colugo gallery rebuild" in checked.out
    assert rebuilt.out == "embedded 6 photos\n"
    assert colugo("gallery", "check").code == 0
    assert colugo("checkout", "photo.png").code == 0
