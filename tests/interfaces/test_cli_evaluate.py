"""`colugo evaluate` on drawn pictures, with the networks that come with Colugo."""

import json
import shutil
from pathlib import Path

import pytest

from colugo.synth.levels import Level
from colugo.synth.product import make_products
from colugo.synth.write import write_products, write_scenes

from .command_line import CommandLine


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four products with three photos each, and two scenes of them."""
    folder = tmp_path_factory.mktemp("drawn")
    products = make_products(77, 4)
    write_products(folder / "photos", products, 3, 1)
    write_scenes(folder / "scenes", products, 2, 1, levels=[Level("easy", (1, 3), (0,))])
    return folder


def facts_of(folder: Path) -> dict[str, object]:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "http" not in page  # it needs nothing from elsewhere
    told: dict[str, object] = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    return told


def test_baskets_are_judged_by_a_new_shop(colugo: CommandLine, drawn: Path, tmp_path: Path) -> None:
    answer = colugo(
        "evaluate", "baskets", drawn / "scenes", "--gallery", drawn / "photos", "--out", "report"
    )

    told = facts_of(tmp_path / "report")
    assert answer.code == 0
    assert "every picture counts" in answer.out
    assert told["mode"] == "fixed"
    assert [level["pictures"] for level in told["levels"]] == [2]
    assert told["table"].startswith("| level |")


def test_photos_are_judged_and_so_are_detectors(
    colugo: CommandLine, drawn: Path, tmp_path: Path
) -> None:
    photos = colugo("evaluate", "recognition", drawn / "photos", "--out", "photos")
    boxes = colugo("evaluate", "detection", drawn / "scenes", "--out", "boxes")

    scores = facts_of(tmp_path / "photos")["models"]["default"]
    assert (photos.code, boxes.code) == (0, 0)
    assert [each["photos"] for each in scores] == [1, 2]
    assert all(0 <= each["recall1"] <= each["recall5"] <= 1 for each in scores)
    assert facts_of(tmp_path / "boxes")["models"]["default"]["ap50"] > 0.5


def test_second_looks_are_judged_on_the_same_queries(
    colugo: CommandLine, drawn: Path, tmp_path: Path
) -> None:
    answer = colugo("evaluate", "recognition", drawn / "photos", "--second-look", "--out", "photos")

    told = facts_of(tmp_path / "photos")
    once, twice = told["models"]["default"], told["second_look"]
    assert answer.code == 0
    assert [each["photos"] for each in twice] == [1, 2]
    assert [each["queries"] for each in twice] == [each["queries"] for each in once]
    assert [each["recall1"] for each in twice] == [each["recall1"] for each in once]
    assert told["second_look_table"].startswith("| photos | queries | doubtful |")


def test_what_cannot_be_judged_is_one_sentence(
    colugo: CommandLine, drawn: Path, tmp_path: Path
) -> None:
    shutil.copytree(drawn / "photos", tmp_path / "few")
    for product in list((tmp_path / "few").iterdir())[:3]:
        shutil.rmtree(product) if product.is_dir() else product.unlink()
    (tmp_path / "empty").mkdir()

    assert colugo("evaluate", "recognition", "empty").refuses("no photo")
    assert colugo("evaluate", "recognition", "few").refuses("3 products or more")
    assert colugo("evaluate", "baskets", "empty", "--gallery", "few").refuses("annotations.json")
    assert colugo("evaluate", "detection", "empty").refuses("annotations.json")
    assert colugo("evaluate", "baskets", "x", "--mode", "best").code == 2
