import csv
import json
from collections import Counter
from pathlib import Path

import cv2
import pytest
from pycocotools.coco import COCO
from typer.testing import CliRunner

from colugo.errors import BadSynthRequest
from colugo.synth import SynthProduct, make_products, write_products, write_scenes
from colugo.synth.__main__ import app

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
    write_scenes(tmp_path, shop[:30], 4, seed=2, size_wh=(120, 96), products_per_scene=(2, 5))

    coco = COCO(str(tmp_path / "annotations.json"))
    images = coco.loadImgs(coco.getImgIds())
    assert [category["name"] for category in coco.loadCats(coco.getCatIds())] == ["product"]
    assert len({image["source"] for image in images}) == 4
    for image in images:
        assert cv2.imread(str(tmp_path / image["file_name"])).shape == (96, 120, 3)
        for row in coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]])):
            x, y, width, height = row["bbox"]
            assert row["area"] == pytest.approx(width * height, abs=0.01)
            assert x + width <= 120.01
            assert y + height <= 96.01
            assert row["iscrowd"] == 0
            assert 0.25 <= row["visible_fraction"] <= 1
            assert row["sku"] in {one.sku for one in shop[:30]}


def test_every_product_of_a_picture_is_annotated_once(
    tmp_path: Path, shop: list[SynthProduct]
) -> None:
    write_scenes(tmp_path, shop[:30], 3, size_wh=(120, 120), levels=(0,), products_per_scene=(3, 3))

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


def test_the_command_writes_products_and_scenes(tmp_path: Path) -> None:
    small = ["--seed", "2", "--processes", "1"]

    first = CliRunner().invoke(
        app,
        [
            "products",
            str(tmp_path / "p"),
            "--count",
            "2",
            "--views",
            "1",
            "--size-px",
            "32",
            *small,
        ],
    )
    size = ["--width-px", "80", "--height-px", "64"]
    second = CliRunner().invoke(app, ["scenes", str(tmp_path / "s"), "--count", "1", *size, *small])

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert len(list((tmp_path / "p").rglob("*.jpg"))) == 2
    assert len(list((tmp_path / "s").rglob("*.jpg"))) == 1
