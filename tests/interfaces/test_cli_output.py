"""What is printed is what was meant: on narrow screens, in pipes, with odd names."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from rich.console import Console
from rich.table import Table

from colugo.interfaces.cli import context
from tests.checkout.coloured_shop import RED, picture

from .command_line import CommandLine

_NAMES = ["[red]Cola[/red]", "[/]", ":apple: juice", "[bold", "100%\\[x]", "Tea [link=x]y[/link]"]


@pytest.mark.parametrize("name", _NAMES)
def test_a_name_that_looks_like_markup_is_printed_as_it_is(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, name: str
) -> None:
    (tmp_path / "scene.png").write_bytes(picture((RED, (5, 5, 45, 45))))

    answers = [
        colugo("product", "update", "R", "--name", name),
        colugo("product", "show", "R"),
        colugo("product", "list"),
        colugo("checkout", "scene.png"),
        colugo("checkout", "scene.png", "--json"),
    ]

    assert all(answer.code == 0 for answer in answers)
    assert all(name in answer.out for answer in answers[:4])
    assert answers[4].facts["lines"][0]["name"] == name


def test_a_sku_and_a_path_that_look_like_markup_are_printed_as_they_are(
    colugo: CommandLine, shop_dir: Path
) -> None:
    colugo("product", "add", "--sku", "[red]", "--name", "x", "--price", "1")

    removed = colugo("product", "remove", "[red]")
    missing = colugo("checkout", "[bold]nowhere[/bold].jpg")

    assert removed.out == "removed [red] with its photos\n"
    assert missing.refuses("[bold]nowhere[/bold].jpg")


def test_in_a_pipe_no_name_is_cut_or_wrapped(
    colugo: CommandLine, shop_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    long_name = "很长的名字 and " * 12 + "end"
    colugo("product", "update", "R", "--name", long_name)

    answer = colugo("product", "list")

    assert long_name in answer.out
    assert "\x1b" not in answer.out


def test_in_a_pipe_the_json_is_one_line_however_narrow_the_screen(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setenv("FORCE_COLOR", "1")
    (tmp_path / "scene.png").write_bytes(
        picture(*((RED, (left, 5, left + 10, 15)) for left in range(0, 180, 20)))
    )

    answer = colugo("checkout", "scene.png", "--json")

    assert answer.out.count("\n") == 1
    assert answer.facts["lines"][0]["quantity"] == 9


def test_on_a_narrow_screen_long_cells_are_folded_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen = io.StringIO()
    monkeypatch.setattr(
        context, "out", Console(file=screen, force_terminal=True, color_system=None, width=30)
    )
    table = Table("SKU", "name")
    table.add_row("6901234567892", "averyverylongnamewithoutaspace")

    context.print_table(table)

    lines = screen.getvalue().splitlines()
    cells = [line.split("│")[1:3] for line in lines if "│" in line]
    assert max(map(len, lines)) <= 30
    assert "".join(cell[0].strip() for cell in cells) == "6901234567892"
    assert "".join(cell[1].strip() for cell in cells) == "averyverylongnamewithoutaspace"


def test_an_error_of_many_words_is_one_line(colugo: CommandLine, shop_dir: Path) -> None:
    answer = colugo("checkout", "a-very-long-name" * 12 + ".jpg")

    assert answer.refuses("a-very-long-name" * 12)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gb18030", "utf-8"])
def test_an_output_of_few_letters_stops_nothing(
    colugo: CommandLine, shop_dir: Path, encoding: str
) -> None:
    listed = _colugo_process(["product", "list"], encoding)

    assert listed.returncode == 0
    assert b"Green tea" in listed.stdout


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "gb18030", "utf-8"])
def test_the_json_is_valid_in_every_encoding(
    encoding: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bytes_out = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(bytes_out, encoding=encoding))

    context.print_json({"name": "莫斯利安 🥛 é"})

    assert json.loads(bytes_out.getvalue().decode(encoding)) == {"name": "莫斯利安 🥛 é"}


def _colugo_process(arguments: Sequence[str], encoding: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "colugo.interfaces.cli.app", *arguments]
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    return subprocess.run(command, env=environment, capture_output=True, check=False)
