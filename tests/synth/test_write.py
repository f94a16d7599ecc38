import csv
import json
from collections import Counter
from pathlib import Path

import cv2
import pytest
from pycocotools.coco import COCO

from colugo.errors import BadSynthRequest, SynthFolderInUse
from colugo.synth import SynthProduct, make_products, write_products, write_scenes
from colugo.synth.levels import Level

from .conftest import files_below
from .marks import needs_fonts

pytestmark = needs_fonts


def test_products_are_a_folder_each_and_a_list_the_shop_can_import(tmp_path: Path) -> None:
    products = make_products(seed=3, count=3)

    write_products(tmp_path, products, 2, size_px=48)

    rows = list(csv.DictReader((tmp_path / "products.csv").open(encoding="utf-8", newline="")))
    assert [row["sku"] for row in rows] == [one.sku for one in products]
    assert [row["price"] for row in rows] == [one.price_text for one in products]
    assert list(rows[0]) == ["sku", "name", "price", "barcode"]
    for product in products:
        photos = sorted((tmp_path / product.sku).iterdir())
        assert len(photos) == 2
        assert all(cv2.imread(str(photo)).shape == (48, 48, 3) for photo in photos)


def test_the_share_of_plain_grounds_is_kept(tmp_path: Path) -> None:
    products = make_products(seed=3, count=4)

    write_products(tmp_path, products, 5, size_px=32, plain_share=1.0)

    names = [path.name for path in tmp_path.rglob("*.jpg")]
    assert Counter(name.split("-")[1] for name in names) == {"plain.jpg": 20}


@pytest.mark.slow
def test_the_number_of_processes_changes_no_byte(
    tmp_path: Path, shop: list[SynthProduct], capsys: pytest.CaptureFixture[str]
) -> None:
    for processes in (1, 2):
        folder = tmp_path / str(processes)
        write_products(folder / "p", shop[:4], 2, seed=1, size_px=40, processes=processes)
        write_scenes(folder / "s", shop, 18, seed=1, size_wh=(80, 80), processes=processes)

    one, two = (files_below(tmp_path / name) for name in ("1", "2"))

    assert one == two
    assert capsys.readouterr().out == ""  # the progress bar goes to stderr


def test_scenes_are_coco_that_pycocotools_reads(tmp_path: Path, shop: list[SynthProduct]) -> None:
    few = Level("few", (2, 5), (0, 1, 2, 3))

    write_scenes(tmp_path, shop[:30], 4, seed=2, size_wh=(120, 96), levels=[few])

    coco = COCO(str(tmp_path / "annotations.json"))
    images = coco.loadImgs(coco.getImgIds())
    categories = coco.loadCats(coco.getCatIds())
    assert [each["name"] for each in categories] == [one.sku for one in shop[:30]]
    assert {image["level"] for image in images} == {"few"}
    assert len({image["source"] for image in images}) == 4
    for image in images:
        assert cv2.imread(str(tmp_path / image["file_name"])).shape == (96, 120, 3)
        for row in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]])):
            x, y, width, height = row["bbox"]
            assert coco.cats[row["category_id"]]["name"] == row["sku"]
            assert 0 < row["area"] <= width * height + 0.01
            assert coco.annToMask(row).sum() == pytest.approx(row["area"], rel=0.25, abs=20)
            assert x + width <= 120.01
            assert y + height <= 96.01
            assert row["iscrowd"] == 0
            assert 0.25 <= row["visible_fraction"] <= 1
            assert row["sku"] in {one.sku for one in shop[:30]}


def test_every_product_of_a_picture_is_annotated_once(
    tmp_path: Path, shop: list[SynthProduct]
) -> None:
    three = Level("three", (3, 3), (0,))

    write_scenes(tmp_path, shop[:30], 3, size_wh=(120, 120), levels=[three])

    table = json.loads((tmp_path / "annotations.json").read_text(encoding="utf-8"))

    counts = Counter(row["image_id"] for row in table["annotations"])
    assert set(counts) == {1, 2, 3}
    assert len({row["id"] for row in table["annotations"]}) == sum(counts.values())


@pytest.mark.parametrize("count", [0, -3])
def test_nothing_to_write_is_refused(tmp_path: Path, shop: list[SynthProduct], count: int) -> None:
    with pytest.raises(BadSynthRequest, match="1 or more"):
        write_scenes(tmp_path / "s", shop, count)
    with pytest.raises(BadSynthRequest, match="1 or more"):
        write_products(tmp_path / "p", shop, count)

    assert not (tmp_path / "s").exists()
    assert not (tmp_path / "p").exists()


def test_scenes_without_products_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadSynthRequest, match="number of products"):
        write_scenes(tmp_path, [], 1)


def test_the_box_of_a_photo_is_around_its_product(tmp_path: Path) -> None:
    write_products(tmp_path, make_products(seed=3, count=2), 3, size_px=96, plain_share=1.0)

    table = json.loads((tmp_path / "annotations.json").read_text(encoding="utf-8"))
    assert len(table["annotations"]) == len(table["images"]) == 6
    for image, row in zip(table["images"], table["annotations"], strict=True):
        grey = cv2.imread(str(tmp_path / image["file_name"]), cv2.IMREAD_GRAYSCALE)
        x, y, width, height = (round(part) for part in row["bbox"])
        inside = grey[y : y + height, x : x + width]
        assert image["file_name"].startswith(row["sku"])
        assert inside.std() > 2 * grey[:4].std()  # the ground is plain, the product is not


def test_scenes_take_the_levels_in_turn(tmp_path: Path, shop: list[SynthProduct]) -> None:
    levels = [Level("one", (1, 1), (0,)), Level("two", (2, 2), (0,))]

    write_scenes(tmp_path, shop[:9], 4, size_wh=(96, 96), levels=levels)

    table = json.loads((tmp_path / "annotations.json").read_text(encoding="utf-8"))
    counts = Counter(row["image_id"] for row in table["annotations"])
    assert [image["level"] for image in table["images"]] == ["one", "two", "one", "two"]
    assert [counts[image["id"]] for image in table["images"]] == [1, 2, 1, 2]


def test_another_request_does_not_touch_a_folder_in_use(
    tmp_path: Path, shop: list[SynthProduct]
) -> None:
    write_scenes(tmp_path / "s", shop[:9], 1, size_wh=(64, 64))
    before = files_below(tmp_path / "s")

    with pytest.raises(SynthFolderInUse, match="asked for otherwise"):
        write_scenes(tmp_path / "s", shop[:8], 1, size_wh=(64, 64))

    assert files_below(tmp_path / "s") == before
