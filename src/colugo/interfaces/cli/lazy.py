"""The commands of `colugo.training` and `colugo.synth`, found by name when they are asked for.

So a shop without the extra `train` has every other command, and none starts slower. A module in
the table has `app` and imports torch inside its functions only: `colugo --help` loads it.
"""

import importlib
from collections.abc import Iterator
from typing import Any

import typer
from typer.core import TyperGroup

from colugo.errors import ExtraMissing

COMMANDS = {
    "synth": "colugo.interfaces.cli.synth",
    "train": "colugo.training.commands.train",
    "eval": "colugo.training.commands.evaluate",
    "export": "colugo.training.commands.export",
    "data": "colugo.training.commands.data",
    "models": "colugo.training.commands.models",
}


class WithTraining(TyperGroup):
    """A group that has the commands of the table beside its own."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Name its own commands, then those of the table."""
        return [*super().list_commands(ctx), *COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Give a command by its name, None where there is none."""
        return load(cmd_name) if cmd_name in COMMANDS else super().get_command(ctx, cmd_name)


def load(name: str) -> Any:
    """Import the command `name` of the table.

    Raises:
        ExtraMissing: a package of the extra `train` is not installed.
    """
    try:
        module = importlib.import_module(COMMANDS[name])
    except ModuleNotFoundError as error:
        raise ExtraMissing(f"`colugo {name}`", error.name or "a package", "train") from error
    command = typer.main.get_command(module.app)
    command.name = name
    return command


def commands_of(group: TyperGroup) -> Iterator[tuple[str, Any]]:
    """Yield every command of a group with its name, those of the table too."""
    yield from group.commands.items()
    if isinstance(group, WithTraining):
        yield from ((name, load(name)) for name in COMMANDS)
