"""Every adapter reads a small made copy of its layout, and names what is not as it should be."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from colugo.errors import PictureSetInvalid
from colugo.legacy.data_file import read_data_file
from colugo.legacy.train_config import DatasetSection
from colugo.training.adapters import ADAPTERS, adapt
from colugo.training.adapters.write import Written
from colugo.training.recognition.lists import read_pictures
from tests.training.recognition.small_lists import write_list, write_picture


def ignore(done: int, total: int) -> None:
    """Nobody looks at the bar."""


def text(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def lists(written: Written) -> tuple[list[str], list[str], list[str]]:
    return text(written.train_list), text(written.test_list), text(written.data_file)


def test_products_10k(tmp_path: Path) -> None:
    write_list(tmp_path / "train.csv", "name,class,group", "0.jpg,0,0", "1.jpg,3,0")
    write_list(tmp_path / "test_kaggletest.csv", "name,class,group,Usage", "0.jpg,3,0,Public")
    for place in ("train/0.jpg", "train/1.jpg", "test/0.jpg"):
        write_picture(tmp_path / place, len(place))

    written = adapt("products-10k", tmp_path, tmp_path / "out", ignore)

    assert lists(written) == (
        ["train/0.jpg 0", "train/1.jpg 3"],
        ["test/0.jpg 3 1"],
        ["train/0.jpg\t0", "train/1.jpg\t3"],
    )
    assert "Arch.Head.class_num=4" in written.options


@pytest.mark.parametrize("above", ["", "all"])
def test_rp2k(above: str, tmp_path: Path) -> None:
    root = tmp_path / above
    places = ("train/b/1.jpg", "train/b/2.JPG", "train/a/1.jpg", "test/b/1.jpg", "test/c/1.jpg")
    for number, place in enumerate(places):
        write_picture(root / place, number)
    write_list(root / "train/a/notes.txt", "no picture")

    written = adapt("rp2k", tmp_path, tmp_path / "out", ignore)

    assert lists(written) == (
        ["train/a/1.jpg 0", "train/b/1.jpg 1", "train/b/2.JPG 1"],
        ["test/b/1.jpg 1 1", "test/c/1.jpg 2 2"],
        ["train/a/1.jpg\ta", "train/b/1.jpg\tb", "train/b/2.JPG\tb"],
    )


def test_names_with_spaces_become_numbers_that_every_reader_can_split(tmp_path: Path) -> None:
    first = write_picture(tmp_path / "train/green tea 甲/a 1.JPG", 1).read_bytes()
    second = write_picture(tmp_path / "test/green tea 甲/b.png", 2).read_bytes()

    written = adapt("rp2k", tmp_path, tmp_path / "out", ignore)

    section = DatasetSection(
        name="VeriWild", image_root=str(tmp_path / "out"), cls_label_path=str(written.test_list)
    )
    (tested,) = read_pictures(section)
    (kept,) = read_data_file(written.data_file)
    assert tested.path.read_bytes() == second
    assert (tmp_path / "out" / kept.picture).read_bytes() == first
    assert kept.label == "green tea 甲"
    assert f"DataLoader.Train.dataset.image_root={tmp_path / 'out'}" in written.options


@pytest.mark.parametrize("sign", [" ", "\t"])
def test_aistudio(sign: str, tmp_path: Path) -> None:
    write_list(tmp_path / "train_list.txt", f"train/1.jpg{sign}1", "", f"train/2.jpg{sign}2")
    write_list(tmp_path / "test_list.txt", f"test/1.jpg{sign}1{sign}9", f"test/2.jpg{sign}1{sign}9")
    write_list(tmp_path / "data_file.txt", "gallery/1.jpg\t农夫山泉 饮用水")

    written = adapt("aistudio", tmp_path, tmp_path / "out", ignore)

    assert lists(written) == (
        ["train/1.jpg 1", "train/2.jpg 2"],
        ["test/1.jpg 1 1", "test/2.jpg 1 2"],
        ["gallery/1.jpg\t农夫山泉 饮用水"],
    )


def test_aistudio_without_a_data_file_has_what_is_trained_on_as_gallery(tmp_path: Path) -> None:
    write_list(tmp_path / "train_list.txt", "train/1.jpg 1")
    write_list(tmp_path / "test_list.txt", "test/1.jpg 1")

    written = adapt("aistudio", tmp_path, tmp_path / "out", ignore)

    assert lists(written)[2] == ["train/1.jpg\t1"]


def test_grocery_store(tmp_path: Path) -> None:
    write_list(tmp_path / "train.txt", "train/a.jpg, 0, 0", "train/b.jpg, 5, 1")
    write_list(tmp_path / "val.txt", "val/a.jpg, 5, 1", "val/b.jpg, 5, 1")
    write_list(tmp_path / "classes.csv", "Class Name (str),Class ID (int)", "Granny-Smith,0")

    written = adapt("grocery-store", tmp_path, tmp_path / "out", ignore)

    assert lists(written) == (
        ["train/a.jpg 0", "train/b.jpg 5"],
        ["val/a.jpg 5 1", "val/b.jpg 5 2"],
        ["train/a.jpg\tGranny-Smith", "train/b.jpg\t5"],
    )


def test_the_real_grocery_store_is_read_whole(tmp_path: Path) -> None:
    folder = Path("../shared/data/grocery-store").resolve()
    if not folder.is_dir():
        pytest.skip("the Grocery Store photos are not in ../shared/data")

    written = adapt("grocery-store", folder, tmp_path, ignore)

    assert (written.train, written.test, written.gallery) == (2640, 296, 2640)
    assert "Arch.Head.class_num=81" in written.options
    assert all((folder / line.split(" ")[0]).is_file() for line in text(written.test_list))


def make_rpc(folder: Path, **changes: Any) -> Path:
    """Two scenes to learn from, one to test on; box n is filled with colour 60 n."""
    categories = [{"id": 9, "name": "9_candy"}, {"id": 4, "name": "4_tea"}]
    boxes = [
        {"id": 1, "image_id": 0, "category_id": 9, "bbox": [2, 1, 10, 8]},
        {"id": 2, "image_id": 0, "category_id": 4, "bbox": [20.4, 10, 30, 30]},
        {"id": 3, "image_id": 1, "category_id": 4, "bbox": [0, 0, 8, 8]},
    ]
    boxes[0] |= changes
    for part, pictures in (("train2019", 2), ("test2019", 1)):
        mine = [box for box in boxes if int(str(box["image_id"])) < pictures]
        for number in range(pictures):
            pixels = np.zeros((24, 32, 3), np.uint8)
            for box in (box for box in mine if box["image_id"] == number):
                left, top, width, height = (round(side) for side in box["bbox"])  # type: ignore[attr-defined]
                pixels[top : top + height, left : left + width] = 60 * int(str(box["id"]))
            (folder / part).mkdir(parents=True, exist_ok=True)
            cv2.imwrite(str(folder / part / f"{number}.png"), pixels)
        coco = {
            "images": [{"id": n, "file_name": f"{n}.png"} for n in range(pictures)],
            "annotations": mine, "categories": categories,
        }  # fmt: skip
        (folder / f"instances_{part}.json").write_text(json.dumps(coco), encoding="utf-8")
    return folder


def test_rpc_is_cut_into_its_boxes(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    written = adapt(
        "rpc", make_rpc(tmp_path / "rpc"), tmp_path / "out", lambda *done: told.append(done)
    )

    assert lists(written) == (
        ["crops/train2019/1.jpg 1", "crops/train2019/2.jpg 0", "crops/train2019/3.jpg 0"],
        ["crops/test2019/1.jpg 1 1", "crops/test2019/2.jpg 0 2"],
        ["crops/train2019/1.jpg\t9_candy", "crops/train2019/2.jpg\t4_tea",
         "crops/train2019/3.jpg\t4_tea"],
    )  # fmt: skip
    first, second = (cv2.imread(str(tmp_path / f"out/crops/train2019/{n}.jpg")) for n in (1, 2))
    assert (first.shape, second.shape) == ((8, 10, 3), (14, 12, 3))  # the second is cut at the rim
    assert abs(first.astype(int) - 60).max() <= 2
    assert abs(second.astype(int) - 120).max() <= 2
    assert told == [(1, 3), (2, 3), (3, 3)]


def test_crops_that_are_there_are_kept(tmp_path: Path) -> None:
    make_rpc(tmp_path)
    adapt("rpc", tmp_path, tmp_path / "out", ignore)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out/crops").rglob("*.jpg")}

    adapt("rpc", tmp_path, tmp_path / "out", ignore)

    assert {path: path.stat().st_mtime_ns for path in before} == before
    assert len(before) == 5


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"category_id": 7}, "annotation 1 names a category"),
        ({"id": 2}, "two annotations have the id 2"),
        ({"bbox": [40, 1, 5, 5]}, "annotation 1 has no pixel inside"),
        ({"bbox": [1, 2, 3]}, "annotations.0.bbox"),
        ({"bbox": [float("nan"), 1, 5, 5]}, "annotations.0.bbox"),
    ],
)
def test_wrong_boxes_are_named(changes: dict[str, Any], words: str, tmp_path: Path) -> None:
    make_rpc(tmp_path)
    path = tmp_path / "instances_train2019.json"
    coco = json.loads(path.read_text(encoding="utf-8"))
    coco["annotations"][0] |= changes
    path.write_text(json.dumps(coco), encoding="utf-8")

    with pytest.raises(PictureSetInvalid, match=words):
        adapt("rpc", tmp_path, tmp_path / "out", ignore)

    assert not (tmp_path / "out/train_list.txt").exists()


@pytest.mark.parametrize("content", ["{", "[]", '{"images": 3}'])
def test_json_of_another_kind_is_refused(content: str, tmp_path: Path) -> None:
    make_rpc(tmp_path)
    (tmp_path / "instances_train2019.json").write_text(content, encoding="utf-8")

    with pytest.raises(PictureSetInvalid, match=r"instances_train2019\.json: is no"):
        adapt("rpc", tmp_path, tmp_path / "out", ignore)


@pytest.mark.parametrize("kind", ADAPTERS)
def test_another_layout_is_refused_and_nothing_written(kind: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()

    for folder, words in ((tmp_path / "none", "no such folder"), (tmp_path / "in", "expected")):
        with pytest.raises(PictureSetInvalid, match=words):
            adapt(kind, folder, tmp_path / "out", ignore)

    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("kind", "name", "line", "words"),
    [
        ("products-10k", "train.csv", "0.jpg,tea,1", "line 2 needs"),
        ("products-10k", "train.csv", "0.jpg", "line 2 needs"),
        ("aistudio", "train_list.txt", "0.jpg", "line 2 needs"),
        ("aistudio", "train_list.txt", "0.jpg -1", "line 2 needs"),
        ("grocery-store", "train.txt", "0.jpg, 1", "line 2 is not"),
    ],
)
def test_a_wrong_line_is_named(kind: str, name: str, line: str, words: str, tmp_path: Path) -> None:
    heads = {"products-10k": "name,class,group", "aistudio": "a.jpg 1", "grocery-store": "a, 0, 0"}
    others = ("test_kaggletest.csv", "test_list.txt", "val.txt")
    for each in (name, *others):
        write_list(tmp_path / each, heads[kind])
    for part in ("train", "test"):
        (tmp_path / part).mkdir()
    write_list(tmp_path / name, heads[kind], line)

    with pytest.raises(PictureSetInvalid, match=words):
        adapt(kind, tmp_path, tmp_path / "out", ignore)


def test_columns_of_another_csv_are_named(tmp_path: Path) -> None:
    for name in ("train.csv", "test_kaggletest.csv"):
        write_list(tmp_path / name, "id,label", "0.jpg,1")
    (tmp_path / "train").mkdir()
    (tmp_path / "test").mkdir()

    with pytest.raises(PictureSetInvalid, match="expected columns name and class"):
        adapt("products-10k", tmp_path, tmp_path / "out", ignore)


def test_a_file_in_the_place_of_the_folder_is_one_sentence(tmp_path: Path) -> None:
    make_rpc(tmp_path)
    (tmp_path / "out").write_text("taken", encoding="utf-8")

    with pytest.raises(PictureSetInvalid, match="out"):
        adapt("rpc", tmp_path, tmp_path / "out", ignore)
