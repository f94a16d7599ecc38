import json
from pathlib import Path
from typing import Any

import pytest
import typer

from colugo.interfaces.cli.app import app
from colugo.interfaces.cli.lazy import commands_of
from colugo.interfaces.cli.reference import (
    JSON_EXAMPLE,
    PAGES,
    commands_page,
    settings_page,
    write_pages,
)
from colugo.settings import Settings
from tests.checkout.coloured_shop import RED, picture

from .command_line import CommandLine

_MANUAL = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", list(PAGES))
def test_the_manual_says_what_the_code_says(name: str) -> None:
    written = (_MANUAL / name).read_text(encoding="utf-8")

    expected = PAGES[name]()

    assert written == expected, f"docs/{name} is out of date: run `make docs`"


def test_the_pages_are_written_into_a_folder(tmp_path: Path) -> None:
    write_pages(tmp_path / "new")

    assert {path.name for path in (tmp_path / "new").iterdir()} == {"commands.md", "settings.md"}


def test_every_command_and_every_option_is_on_the_page() -> None:
    page = commands_page()

    sections = dict(_commands("colugo", typer.main.get_command(app)))

    assert set(sections) == {
        line.removeprefix("## ") for line in page.splitlines() if line.startswith("## colugo ")
    }
    assert len(sections) >= 20  # it found those in groups too
    for name, command in sections.items():
        section = page.split(f"## {name}\n")[1].split("\n## ")[0]
        for parameter in command.params:
            spelling = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.metavar
            assert spelling in section


def test_every_setting_is_on_the_page_in_both_spellings() -> None:
    page = settings_page()

    for name, field in Settings.model_fields.items():
        assert f"| `{name}` | `COLUGO_{name.upper()}` |" in page
        assert str(field.description) in page


def test_the_json_of_the_page_has_the_names_and_types_of_a_real_one(
    colugo: CommandLine, shop_dir: Path, tmp_path: Path
) -> None:
    (tmp_path / "scene.png").write_bytes(picture((RED, (5, 5, 45, 45))))

    real = colugo("checkout", "scene.png", "--json").facts

    assert _shape(json.loads(JSON_EXAMPLE)) == _shape(real)


def test_every_parameter_says_what_it_is_for() -> None:
    silent = [
        f"{name} {parameter.name}"
        for name, command in _commands("colugo", typer.main.get_command(app))
        for parameter in command.params
        if not parameter.help
    ]

    assert silent == []


def _commands(name: str, command: Any) -> Any:
    if not hasattr(command, "commands"):
        yield name, command
        return
    for part, inner in commands_of(command):
        yield from _commands(f"{name} {part}", inner)


def _shape(value: Any) -> Any:
    """The names and types of a JSON value; of a list, those of its first element."""
    if isinstance(value, dict):
        return {name: _shape(inner) for name, inner in value.items()}
    return [_shape(value[0])] if isinstance(value, list) else type(value)
