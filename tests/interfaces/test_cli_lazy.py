"""Commands of training are there without being imported before they are asked for."""

import subprocess
import sys

import pytest

from colugo.errors import ExtraMissing
from colugo.interfaces.cli import lazy

from .command_line import CommandLine


def modules_after(*arguments: str) -> str:
    """Names of the modules that a run of `colugo` has imported."""
    code = (
        "import sys; from colugo.interfaces.cli.app import main\n"
        f"try: main({list(arguments)!r})\n"
        "except SystemExit: pass\n"
        "print('MODULES', *sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return ran.stdout.split("MODULES", 1)[1]


def test_another_command_imports_nothing_of_training() -> None:
    assert "colugo.training" not in modules_after("version")


def test_help_and_the_list_of_models_do_not_import_torch() -> None:
    names = modules_after("models", "list").split()

    assert "colugo.training.commands.models" in names
    assert "torch" not in names
    assert "torch" not in modules_after("--help").split()


def test_looking_over_lists_does_not_import_torch() -> None:
    names = modules_after("data", "check", "--list", "none.txt").split()

    assert "colugo.training.recognition.check_data" in names
    assert "torch" not in names


@pytest.mark.parametrize("name", lazy.COMMANDS)
def test_every_command_of_the_table_can_be_run(name: str, colugo: CommandLine) -> None:
    ran = colugo(name, "--help")

    assert ran.code == 0
    assert ran.out.startswith("Usage:")
    assert f" {name} " in ran.out


def test_a_missing_package_is_told_with_the_command_that_installs_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(lazy.COMMANDS, "models", "colugo.training.no_such_module")

    with pytest.raises(ExtraMissing, match=r"pip install 'colugo\[train\]'"):
        lazy.load("models")


def test_a_wrong_name_of_a_model_is_one_sentence(colugo: CommandLine) -> None:
    ran = colugo("models", "pull", "pp-shitu")

    assert ran.refuses("pp-shitu-v1", "pp-shitu-v2")


def test_weights_that_are_none_are_one_sentence(colugo: CommandLine) -> None:
    ran = colugo("models", "import", "none.pdparams")

    assert ran.refuses("none.pdparams", "No such file")
