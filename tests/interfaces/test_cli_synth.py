"""`colugo synth` as a person types it."""

import json
from pathlib import Path

import pytest

from colugo.errors import NoChineseFont
from colugo.synth import fonts
from tests.synth.marks import needs_fonts

from .command_line import CommandLine

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


@needs_fonts
@pytest.mark.slow
def test_both_sheets_are_small_enough_for_a_front_page(colugo: CommandLine, tmp_path: Path) -> None:
    answer = colugo("synth", "sheet", "sheets")

    paths = sorted((tmp_path / "sheets").iterdir())
    assert answer.code == 0
    assert [path.name for path in paths] == ["synthetic-products.jpg", "synthetic-scenes.jpg"]
    assert all(path.stat().st_size < 600_000 for path in paths)
