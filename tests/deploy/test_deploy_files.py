"""The files to deploy by, read by what reads them in earnest, without an engine."""

import configparser
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import compose_spec
import crossplane
import kubernetes_validate
import pytest
import yaml

from colugo.settings import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = sorted(each for each in DEPLOY.rglob("*") if each.is_file())
COMPOSE = sorted(DEPLOY.glob("compose*.yml"))
COMMANDS = {
    "deploy/Dockerfile": r'CMD (\["serve".*\])',
    "deploy/kubernetes/colugo.yml": r'args: (\["serve".*\])',
    "deploy/systemd/colugo.service": r"ExecStart=/opt/colugo/bin/colugo (serve .*)",
}


def test_the_dockerfile_has_nothing_that_a_linter_warns_of() -> None:
    linter = shutil.which("hadolint", path=str(Path(sys.executable).parent))
    assert linter is not None

    told = subprocess.run([linter, str(DEPLOY / "Dockerfile")], capture_output=True, text=True)

    assert (told.returncode, told.stdout) == (0, "")


def test_the_image_installs_extras_that_there_are_and_copies_what_there_is() -> None:
    text = (DEPLOY / "Dockerfile").read_text("utf-8")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    kept = (ROOT / ".dockerignore").read_text("utf-8")

    asked = [set(each.split(",")) for each in re.findall(r"\[([a-z,]+)\]\"", text)]
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE)

    assert len(asked) == 2
    assert asked[0] == asked[1]
    assert asked[0] <= set(extras["optional-dependencies"])
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
        assert f"!{name}\n" in kept


@pytest.mark.parametrize("file", COMPOSE, ids=lambda file: file.name)
def test_compose_files_are_by_their_specification(file: Path) -> None:
    text = file.read_text("utf-8")

    compose_spec.PyCompose.from_yaml(re.sub(r"\$\{[^}]+\}", "x", text))

    told = yaml.safe_load(text)
    for service in told["services"].values():
        for other in service.get("depends_on", ()):
            assert other in told["services"]
        for volume in service.get("volumes", ()):
            name = volume.split(":")[0]
            assert name in told["volumes"] or (DEPLOY / name).is_file()


def test_kubernetes_manifests_are_by_their_schemas() -> None:
    documents = yaml.safe_load_all((DEPLOY / "kubernetes/colugo.yml").read_text("utf-8"))

    kinds = []
    for document in documents:
        kubernetes_validate.validate(document, "1.30", strict=True)
        kinds.append(document["kind"])

    assert kinds == [
        "PersistentVolumeClaim", "Job", "Deployment", "Service", "PodDisruptionBudget",
    ]  # fmt: skip


def test_the_proxy_knows_the_services_of_the_compose_file() -> None:
    services = yaml.safe_load((DEPLOY / "compose.postgres.yml").read_text("utf-8"))["services"]
    parsed = crossplane.parse(str(DEPLOY / "nginx.conf"))
    scraped = (DEPLOY / "prometheus/compose.yml").read_text("utf-8")

    http = next(each for each in parsed["config"][0]["parsed"] if each["directive"] == "http")
    upstream = next(each for each in http["block"] if each["directive"] == "upstream")
    behind = [each["args"][0] for each in upstream["block"] if each["directive"] == "server"]

    assert parsed["status"] == "ok"
    assert behind == ["colugo-1:8000", "colugo-2:8000"]
    for address in behind:
        name = address.split(":")[0]
        assert name in services
        assert f"{name}:9091" in scraped


def test_the_unit_of_systemd_has_its_parts() -> None:
    unit = configparser.ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment,method-assign]

    unit.read(DEPLOY / "systemd/colugo.service", encoding="utf-8")

    assert unit.sections() == ["Unit", "Service", "Install"]
    assert unit["Service"]["Restart"] == "always"
    assert unit["Service"]["User"] != "root"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_options_that_serve_knows(name: str) -> None:
    found = re.search(COMMANDS[name], (ROOT / name).read_text("utf-8"))
    assert found is not None
    page = (ROOT / "docs/commands.md").read_text("utf-8")

    part = page[page.index("colugo serve") :]
    words = re.findall(r"--[a-z-]+", found[1])

    assert words
    for option in words:
        assert f"`{option}" in part


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_in_the_environment_is_one(file: Path) -> None:
    named = set(re.findall(r"COLUGO_([A-Z_]+)", file.read_text("utf-8"))) - {"SHOP"}

    for name in named:
        assert name.lower() in Settings.model_fields
