from collections.abc import Iterator
from pathlib import Path

import pytest

from colugo.errors import ColugoError, NoChineseFont
from colugo.synth import fonts

from .marks import needs_fonts


@pytest.fixture
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    caches = (fonts._installed, fonts.chinese_faces, fonts.heavy_chinese_faces, fonts.latin_faces)
    monkeypatch.setattr(fonts, "_FOLDERS", (str(tmp_path),))
    for cache in caches:
        cache.cache_clear()
    yield tmp_path
    for cache in caches:
        cache.cache_clear()


def test_without_a_chinese_font_the_error_names_the_packages(empty_folder: Path) -> None:
    with pytest.raises(NoChineseFont, match="apt-get install fonts-noto-cjk") as caught:
        fonts.chinese_faces()

    assert isinstance(caught.value, ColugoError)
    assert caught.value.folders == (str(empty_folder),)


def test_a_folder_that_is_not_there_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_FOLDERS", ("/nowhere/at/all",))
    fonts._installed.cache_clear()

    installed = fonts._installed()
    fonts._installed.cache_clear()

    assert installed == {}


@needs_fonts
def test_a_face_writes_chinese_letters() -> None:
    face = fonts.heavy_chinese_faces()[0]

    first, second = (fonts.load(face, 40).getmask(letter) for letter in "茶奶")

    assert bytes(first) != bytes(second)  # two boxes for letters it lacks would be alike
    assert sum(bytes(first)) > 0


@needs_fonts
def test_faces_come_in_a_fixed_order_and_are_kept() -> None:
    faces = fonts.latin_faces()

    again = fonts.latin_faces()

    assert faces is again
    assert len(set(faces)) == len(faces)
    assert fonts.load(faces[0], 20) is fonts.load(faces[0], 20)
