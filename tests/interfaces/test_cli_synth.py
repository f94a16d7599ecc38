"""`colugo synth` as a person types it."""

import json
from pathlib import Path

import numpy as np
import pytest

from colugo.errors import NoChineseFont
from colugo.synth import fonts
from colugo.vision import Image, write_picture
from tests.synth.marks import needs_fonts
from tests.synth.studio.drawn import photo

from .command_line import Answer, CommandLine

SMALL = ["--seed", "2", "--processes", "1"]


@needs_fonts
def test_products_and_scenes_are_written_at_a_stated_rate(
    colugo: CommandLine, tmp_path: Path
) -> None:
    photos = colugo("synth", "products", "p", "--count", 2, "--views", 1, "--size-px", 32, *SMALL)
    size = ["--width-px", "80", "--height-px", "64", "--level", "easy", "--products", "6"]
    drawn = colugo("synth", "scenes", "s", "--count", 1, *size, *SMALL)

    (image,) = json.loads((tmp_path / "s" / "annotations.json").read_text())["images"]
    assert (photos.code, drawn.code) == (0, 0)
    assert "2 pictures drawn at" in photos.out
    assert "pictures/s" in photos.out
    assert (image["level"], image["width"], image["height"]) == ("easy", 80, 64)
    assert len(list((tmp_path / "p").rglob("*.jpg"))) == 2
    assert colugo("synth", "crops", "s", "c").code == 0


@needs_fonts
def test_families_of_look_alikes_are_written(colugo: CommandLine, tmp_path: Path) -> None:
    alike = ["--families", "2", "--members", "3", "--views", "1", "--size-px", "24"]

    answer = colugo("synth", "products", "p", *alike)

    rows = (tmp_path / "p" / "products.csv").read_text(encoding="utf-8").splitlines()
    assert answer.code == 0
    assert len(rows) == 1 + 6
    assert colugo("synth", "products", "q", "--families", 1, "--members", 13).refuses("2 to 12")


@needs_fonts
def test_a_command_that_is_repeated_draws_nothing_again(colugo: CommandLine) -> None:
    command = ["synth", "products", "p", "--count", "1", "--views", "2", "--size-px", "24"]
    colugo(*command)

    again = colugo(*command)

    assert again.code == 0
    assert "0 pictures drawn, 2 were there before" in again.out


def test_what_cannot_be_drawn_is_one_sentence(colugo: CommandLine, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "notes.txt").write_text("mine")

    assert colugo("synth", "products", "full", "--count", 1).refuses("not empty")
    assert colugo("synth", "scenes", "s", "--level", "mean").refuses("easy, medium, hard, any")
    assert colugo("synth", "scenes", "s", "--width-px", 9).refuses("64 to 4096")
    assert colugo("synth", "products", "p", "--size-px", 9).refuses("16 to 2048")
    assert colugo("synth", "products", "p", "--count", 0).code == 2
    assert colugo("synth", "crops", "full", "c").refuses("that `scenes` wrote")
    assert not (tmp_path / "p").exists()


def test_without_a_font_the_message_says_what_to_install(
    colugo: CommandLine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def none() -> None:
        raise NoChineseFont(("/usr/share/fonts",), fonts.DEBIAN_PACKAGES)

    monkeypatch.setattr("colugo.synth.write.chinese_faces", none)

    assert colugo("synth", "products", "p", "--count", 1).refuses("apt-get install")
    assert not (tmp_path / "p").exists()


def shop_of_photos(tmp_path: Path, colugo: CommandLine) -> None:
    """A shop of two products in `shop`, and their photos in `photos`, a folder each."""
    colugo("init", "shop")
    for sku, colour in (("red", (200, 30, 40)), ("green", (20, 160, 60))):
        place = tmp_path / "photos" / sku
        place.mkdir(parents=True)
        write_picture(Image(photo(colour=colour)), place / "1.png")
        write_picture(Image(photo((40, 80, 170, 130), colour)), place / "2.png")
        said = ["--sku", sku, "--name", f"a {sku} one", "--price", "1.00"]
        assert colugo("product", "add", "--shop", "shop", *said).code == 0
        assert colugo("enrol", "--shop", "shop", sku, *sorted(place.iterdir())).code == 0


def photos_and_titles(folder: Path) -> tuple[list[str], dict[str, str]]:
    told = json.loads((folder / "cutouts.json").read_text(encoding="utf-8"))
    answers = json.loads((folder / "annotations.json").read_text(encoding="utf-8"))
    titles = {each["name"]: each["title"] for each in answers["categories"]}
    return [each["photo"] for each in told["kept"]], titles


@needs_fonts
def test_scenes_show_what_a_shop_or_photos_show(colugo: CommandLine, tmp_path: Path) -> None:
    shop_of_photos(tmp_path, colugo)
    (tmp_path / "list.txt").write_text("photos/red/1.png\tred\nphotos/green/2.png\tgreen\n")
    few = ["--count", "3", "--width-px", "96", "--height-px", "96", "--level", "easy"]

    by_shop = colugo("synth", "scenes", "s", "--from-shop", "shop", *few)
    by_folder = colugo("synth", "scenes", "f", "--from-photos", "photos", "--skip", 1, *few)
    by_list = colugo("synth", "scenes", "l", "--from-photos", "list.txt", *few)

    assert (by_shop.code, by_folder.code, by_list.code) == (0, 0, 0)
    assert "4 of 4 photos give a cut-out" in by_shop.out
    assert photos_and_titles(tmp_path / "s")[1] == {"green": "a green one", "red": "a red one"}
    assert photos_and_titles(tmp_path / "f")[0] == ["green/2.png", "red/2.png"]
    assert photos_and_titles(tmp_path / "l")[0] == ["green/2.png", "red/1.png"]


def test_photos_that_cannot_be_laid_down_are_one_sentence(
    colugo: CommandLine, tmp_path: Path
) -> None:
    shop_of_photos(tmp_path, colugo)
    (tmp_path / "gone.txt").write_text("photos/red/9.png, red\n")
    (tmp_path / "grey" / "a").mkdir(parents=True)
    write_picture(Image(np.full((64, 64, 3), 128, np.uint8)), tmp_path / "grey" / "a" / "1.png")

    def refused(*arguments: object) -> Answer:
        return colugo("synth", "scenes", "out", "--count", 1, *arguments)

    assert refused("--from-photos", "gone.txt").refuses("no file at")
    assert refused("--from-photos", "nothing").refuses("No such file")
    assert refused("--from-photos", "photos", "--backgrounds", "grey").refuses("COCO JSON")
    assert refused("--from-photos", "photos", "--empty", 2).refuses("empty counters")
    assert refused("--from-photos", "photos", "--skip", 2).refuses("there are no photos")
    assert refused("--from-photos", "grey").refuses("1 too small")
    assert refused("--from-photos", "photos", "--from-shop", "shop").code == 2
    assert refused("--skip", 1).code == 2


@needs_fonts
@pytest.mark.slow
def test_both_sheets_are_small_enough_for_a_front_page(colugo: CommandLine, tmp_path: Path) -> None:
    answer = colugo("synth", "sheet", "sheets")

    paths = sorted((tmp_path / "sheets").iterdir())
    assert answer.code == 0
    assert [path.name for path in paths] == ["synthetic-products.jpg", "synthetic-scenes.jpg"]
    assert all(path.stat().st_size < 600_000 for path in paths)
