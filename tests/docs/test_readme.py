import os
import re
from pathlib import Path

import pytest

from tests.checkout.coloured_shop import RED, photo_of, picture
from tests.interfaces.command_line import CommandLine

from .pages import REPOSITORY, blocks, blocks_of, commands, heading_levels, links, read

_README = read(REPOSITORY / "README.md")
_TWIN = read(REPOSITORY / "README.zh-CN.md")
_FIVE_LINES = blocks_of(_README, "python")[0]

_PACKAGE = REPOSITORY / "src" / "colugo"
_SHIPPED = [_PACKAGE / "models" / f"{kind}.onnx" for kind in ("detector", "embedder")]
_SHIPPED.append(_PACKAGE / "demo" / "scene.jpg")


def test_the_first_result_takes_five_lines(
    colugo: CommandLine, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a1.jpg").write_bytes(photo_of(RED))
    (tmp_path / "a2.jpg").write_bytes(photo_of(RED, shade=6))
    scene = picture((RED, (5, 5, 45, 45)), (RED, (60, 5, 100, 45)))
    (tmp_path / "counter.jpg").write_bytes(scene)

    exec(compile(_FIVE_LINES, "README.md", "exec"), {})

    assert len(_FIVE_LINES.splitlines()) == 5
    assert capsys.readouterr().out == "11.00 CNY\n"


@pytest.mark.skipif(
    not all(path.is_file() for path in _SHIPPED), reason="the default models are not here"
)
def test_the_five_lines_run_with_the_default_models(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in [name for name in os.environ if name.startswith("COLUGO_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    first, second, *_ = sorted((_PACKAGE / "demo" / "photos").glob("*/*.jpg"))
    for source, name in ((first, "a1.jpg"), (second, "a2.jpg"), (_SHIPPED[2], "counter.jpg")):
        (tmp_path / name).write_bytes(source.read_bytes())

    exec(compile(_FIVE_LINES, "README.md", "exec"), {})

    assert re.fullmatch(r"\d+\.\d\d CNY\n", capsys.readouterr().out)


def test_the_readme_is_short_and_holds_its_parts_in_order() -> None:
    parts = [line[3:] for line in _README.splitlines() if line.startswith("## ")]

    assert len(_README.splitlines()) <= 150
    assert parts == [
        "Install",
        "First result",
        "What it does not do",
        "How it is built",
        "Measured",
        "Check a change",
        "Licence",
    ]


def test_the_twin_has_the_same_headings() -> None:
    assert heading_levels(_TWIN) == heading_levels(_README)


def test_the_twin_has_the_same_code_and_commands() -> None:
    def without_comments(page: str) -> list[tuple[str, list[str]]]:
        return [(language, commands(text)) for language, text in blocks(page)]

    assert without_comments(_TWIN) == without_comments(_README)


def test_the_twin_has_the_same_links_but_to_its_twin() -> None:
    ours = [link for link in links(_README) if link != "README.zh-CN.md"]
    theirs = [link for link in links(_TWIN) if link != "README.md"]

    assert theirs == ours


def test_the_twin_has_the_same_rows_of_tables_and_as_many_points() -> None:
    def first_cells(page: str) -> list[str]:
        return re.findall(r"^\| (`[^`]+`) \|", page, re.MULTILINE)

    assert first_cells(_TWIN) == first_cells(_README)
    assert _TWIN.count("\n- ") == _README.count("\n- ")


def test_every_folder_of_the_package_is_in_the_table() -> None:
    folders = {path.parent.name for path in _PACKAGE.glob("*/__init__.py") if path.stat().st_size}

    missing = {name for name in folders - {"errors"} if f"`src/colugo/{name}/`" not in _README}

    assert missing == set()
