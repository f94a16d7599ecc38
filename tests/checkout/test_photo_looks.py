import shutil
from pathlib import Path

import numpy as np
import pytest

from colugo import Shop
from colugo.vision import Image
from tests.checkout.coloured_shop import coloured_shop, encoded, with_colour_networks
from tests.look_alikes import BLUE, GREEN, ORANGE, label


def inked(patch: tuple[int, int, int], turn: float = 0.0) -> np.ndarray:
    """A label without white, so that the detector boxes it whole."""
    return np.minimum(label(patch, turn=turn).pixels, 215)


def scene(patch: tuple[int, int, int]) -> bytes:
    """The label, turned a little, on a white counter."""
    pixels = np.full((400, 500, 3), 255, np.uint8)
    pixels[100:320, 120:340] = inked(patch, turn=9)
    return encoded(pixels)


def shop_of_look_alikes(folder: Path, **options: object) -> Shop:
    shop = coloured_shop(folder, wrong_cost=8, **options)
    for sku, patch in (("orange", ORANGE), ("green", GREEN), ("blue", BLUE)):
        shop.add_product(sku=sku, name=sku, price="2")
        shop.enrol(sku, [encoded(inked(patch))])
    return shop


@pytest.mark.parametrize(("sku", "patch"), [("orange", ORANGE), ("green", GREEN), ("blue", BLUE)])
def test_a_shop_tells_look_alikes_apart_by_a_second_look(
    tmp_path: Path, sku: str, patch: tuple[int, int, int]
) -> None:
    with shop_of_look_alikes(tmp_path / "shop") as shop:
        (seen,) = shop.recognise(scene(patch)).verdicts

    assert (seen.sku, seen.by, seen.kind) == (sku, "second_look", "known")


def test_without_it_the_shop_asks_and_keeps_no_looks(tmp_path: Path) -> None:
    with shop_of_look_alikes(tmp_path / "shop", second_look=False) as shop:
        (seen,) = shop.recognise(scene(GREEN)).verdicts

    assert (seen.kind, seen.by) == ("unsure", "look")
    assert not (tmp_path / "shop" / "looks").exists()


def test_looks_that_are_gone_or_damaged_are_made_anew(tmp_path: Path) -> None:
    with shop_of_look_alikes(tmp_path / "shop"):
        kept = sorted((tmp_path / "shop" / "looks").rglob("*.npz"))
    kept[0].write_bytes(b"half")
    kept[1].unlink()

    with with_colour_networks(Shop.open(tmp_path / "shop", wrong_cost=8)) as shop:
        (seen,) = shop.recognise(scene(BLUE)).verdicts

    assert len(kept) == 3
    assert (seen.sku, seen.by) == ("blue", "second_look")
    assert all(path.stat().st_size > 1000 for path in kept)


def test_photos_whose_files_are_gone_leave_the_question_open(tmp_path: Path) -> None:
    with shop_of_look_alikes(tmp_path / "shop") as shop:
        shutil.rmtree(tmp_path / "shop" / "looks")
        shutil.rmtree(tmp_path / "shop" / "photos")

        (seen,) = shop.recognise(scene(BLUE)).verdicts

    assert seen.kind == "unsure"


def test_no_more_than_four_photos_are_looked_at_anew_at_once(tmp_path: Path) -> None:
    with shop_of_look_alikes(tmp_path / "shop") as shop:
        shop.enrol("blue", [encoded(inked(BLUE, turn=turn)) for turn in (20, 40, 60)])
        shutil.rmtree(tmp_path / "shop" / "looks")
        numbers = [photo.id for sku in ("orange", "green", "blue") for photo in shop.photos(sku)]

        counts = [len(shop.looks.of(numbers)) for _ in range(2)]

    assert counts == [4, 6]


def test_the_look_of_a_removed_photo_is_deleted(tmp_path: Path) -> None:
    with shop_of_look_alikes(tmp_path / "shop") as shop:
        shop.remove_photos([shop.photos("blue")[0].id])

        left = list((tmp_path / "shop" / "looks").rglob("*.npz"))

    assert len(left) == 2


def test_a_picture_of_one_pixel_is_looked_at_too(tmp_path: Path) -> None:
    with shop_of_look_alikes(tmp_path / "shop") as shop:
        shop.looks.keep(b"one pixel", Image(np.zeros((1, 1, 3), np.uint8)))

    assert len(list((tmp_path / "shop" / "looks").rglob("*.npz"))) == 4
