"""Writes the parts of the manual that come from the code: `commands.md` and `settings.md`.

`python -m colugo.interfaces.cli.reference docs`, which `make docs` runs.
"""

import sys
from collections.abc import Iterator
from enum import Enum
from pathlib import Path

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from colugo.field_table import describe_fields, markdown_table
from colugo.interfaces.cli.app import app
from colugo.interfaces.cli.lazy import commands_of
from colugo.settings import ENVIRONMENT_PREFIX, FILE_NAME, Settings

_NOTE = "<!-- Written from the code by `make docs`. Do not edit. -->\n"

_COMMANDS_HEAD = f"""{_NOTE}
# Commands

`colugo COMMAND --help` prints the same on a screen. `--shop SHOP_DIR` may be left out where
the variable `COLUGO_SHOP` names the folder, or where the shop is in the folder you are in.

| exit code | meaning |
| --- | --- |
| 0 | done |
| 1 | `gallery check`, `models check` or `data check` found something wrong |
| 2 | refused: one sentence on stderr says what was wrong and what to do; the shop is as it was |
| 130 | interrupted (Ctrl-C) |

Only `gallery rebuild`, `models pull` and `data lists rpc` keep what they had done when refused or
interrupted.
Tables are as wide as the screen; into a file or a pipe nothing is cut or wrapped.

"""

JSON_EXAMPLE = """{
  "lines": [
    {
      "sku": "6901234567892",
      "name": "莫斯利安",
      "quantity": 2,
      "unit_price_minor": 550,
      "total_minor": 1100
    }
  ],
  "verdicts": [
    {
      "xyxy": [5.0, 5.0, 45.0, 45.0],
      "score": 0.95,
      "verdict": "known",
      "sku": "6901234567892",
      "chance": 0.9871,
      "by": "look",
      "similarity": 0.9123,
      "candidates": [{"sku": "6901234567892", "similarity": 0.9123}]
    }
  ],
  "total_minor": 1100,
  "currency": "CNY"
}"""

_COMMANDS_TAIL = f"""
## The object that `colugo checkout --json` prints

```json
{JSON_EXAMPLE}
```

| name | holds |
| --- | --- |
| `lines` | what is priced: the known products, one line each |
| `unit_price_minor`, `total_minor` | whole minor units of `currency` (550 is ¥5.50) |
| `verdicts` | every box that was found, nothing left out |
| `xyxy` | left, top, right, bottom in pixels of the photo as taken, after its EXIF orientation |
| `score` | how sure the detector is of the box, 0 to 1 |
| `verdict` | `known`, `unsure` or `unknown`, see [concepts](concepts.md) |
| `sku` | of the product where it is known, else `null` |
| `chance` | that the best product is the right one, 0 to 1 |
| `by` | `look`, `second_look` at what differs, or `barcode` where the camera read it |
| `similarity` | to the best product, -1 to 1; `null` where the gallery is empty |
| `candidates` | products that it may be, best first, 3 at most; empty when unknown |
"""

_SETTINGS_HEAD = f"""{_NOTE}
# Settings

A setting is looked for in this order; the first place that has it counts:

1. options in code: `Shop.open("my-shop", threads=2)`;
2. the environment: `{ENVIRONMENT_PREFIX}THREADS=2`;
3. the file `{FILE_NAME}` in the shop folder: `threads = 2`;
4. the default.

A name that is not in this table, or a value out of its limits, is refused when the shop is
opened: a misspelt setting never counts as one that was not set. `COLUGO_SHOP` is not a
setting: it tells the command line which folder the shop is in.

"""

_SETTINGS_TAIL = f"""
A file with two of them:

```toml
# {FILE_NAME}
threads = 2
wrong_share = 0.005
```

Paths in it are relative to the folder that `colugo` is run in. After a change of `precision`
or `embedder_model` the photos are to be embedded again: `colugo gallery rebuild`, see
[models](models.md). A new `wrong_share` counts from the next rebuild on.
"""


def commands_page() -> str:
    """The page that describes every command, as Markdown."""
    root = typer.main.get_command(app)
    return _COMMANDS_HEAD + "\n".join(_sections("colugo", root)) + _COMMANDS_TAIL


def settings_page() -> str:
    """The page that describes every setting, as Markdown."""
    rows = [
        (f"`{row.name}`", f"`{ENVIRONMENT_PREFIX}{row.name.upper()}`", *row[1:])
        for row in describe_fields(Settings)
    ]
    heading = ("setting", "in the environment", "value", "default", "meaning")
    return _SETTINGS_HEAD + markdown_table(heading, rows) + _SETTINGS_TAIL


PAGES = {"commands.md": commands_page, "settings.md": settings_page}


def write_pages(folder: Path) -> None:
    """Write the pages into `folder`, the folder of the manual."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8")


def _sections(name: str, command: object) -> Iterator[str]:
    """One section per command; those of a group after the group's own line."""
    if isinstance(command, TyperGroup):
        for part, inner in commands_of(command):
            yield from _sections(f"{name} {part}", inner)
    elif isinstance(command, TyperCommand):
        yield _section(name, command)


def _section(name: str, command: TyperCommand) -> str:
    arguments = [each for each in command.params if isinstance(each, TyperArgument)]
    options = [each for each in command.params if isinstance(each, TyperOption)]
    usage = " ".join([name, *(["[OPTIONS]"] if options else []), *map(_placed, arguments)])
    parts = [f"## {name}\n", f"{command.help}\n", f"```text\n{usage}\n```\n"]
    if arguments or options:
        rows = [(f"`{_placed(each)}`", _needed(each), each.help or "") for each in arguments]
        rows += [(f"`{_spelling(each)}`", _needed(each), each.help or "") for each in options]
        parts.append(markdown_table(("argument or option", "default", "meaning"), rows))
    return "\n".join(parts)


def _placed(argument: TyperArgument) -> str:
    spelling = (argument.metavar or str(argument.name).upper()) + (
        "..." if argument.nargs == -1 else ""
    )
    return spelling if argument.required else f"[{spelling}]"


def _spelling(option: TyperOption) -> str:
    names = " / ".join([*option.opts, *option.secondary_opts])
    return names if option.is_flag else f"{names} {option.metavar}"


def _needed(parameter: TyperArgument | TyperOption) -> str:
    if parameter.required:
        must = "must be given"
        return f"{must}; else `{parameter.envvar}` names it" if parameter.envvar else must
    default = parameter.default.value if isinstance(parameter.default, Enum) else parameter.default
    return f"`{default}`" if default not in (None, "", False) else ""


if __name__ == "__main__":
    write_pages(Path(sys.argv[1]))
