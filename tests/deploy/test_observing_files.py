"""The files for Prometheus and Grafana ask for what the service shows, in words it knows."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import promql_parser
import pytest
import yaml
from prometheus_client import generate_latest

from colugo.interfaces.observing.metrics import Metrics
from tests.checkout.coloured_shop import stocked_shop
from tests.interfaces.rest.conftest import signed_in
from tests.interfaces.rest.visiting import Screen, furnish

DEPLOY = Path(__file__).parents[2] / "deploy"
RULES = yaml.safe_load((DEPLOY / "prometheus/alerts.yml").read_text("utf-8"))["groups"][0]["rules"]
PANELS = json.loads((DEPLOY / "grafana/colugo.json").read_text("utf-8"))["panels"]
ASKED = [rule["expr"] for rule in RULES] + [
    target["expr"] for panel in PANELS for target in panel["targets"]
]
OF_PROMETHEUS = {"up"}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[set[str]]:
    """Names of the series that a service shows after a scene."""
    with stocked_shop(tmp_path_factory.mktemp("shop") / "shop") as shop:
        shop.gallery.refresh()
        _ = shop.detector
        furnish(shop)
        Screen(signed_in(shop, "device")).frame()
        metrics = Metrics(shop)
        text = generate_latest(metrics.registry).decode()
        kinds = dict(re.findall(r"^# TYPE (\S+) (\w+)", text, re.MULTILINE))
        series = set(kinds) | set(re.findall(r"^([a-z_]+)[{ ]", text, re.MULTILINE))
        for name, kind in kinds.items():
            if kind == "histogram":
                series |= {f"{name}_bucket", f"{name}_count", f"{name}_sum"}
        yield series


@pytest.mark.parametrize("expression", ASKED)
def test_every_question_is_promql_about_series_that_are_shown(
    expression: str, shown: set[str]
) -> None:
    promql_parser.parse(expression)

    named = set(re.findall(r"\b((?:colugo|process)_\w+|up)\b", expression))

    assert named
    assert named <= shown | OF_PROMETHEUS


def test_every_alert_says_who_is_called_and_what_to_do() -> None:
    names = [rule["alert"] for rule in RULES]

    assert len(names) == len(set(names))
    for rule in RULES:
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert rule["annotations"]["summary"]
        assert rule["annotations"]["description"]


def test_the_panels_do_not_lie_on_each_other() -> None:
    taken: set[tuple[int, int]] = set()

    for panel in PANELS:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert max(x for x, _ in cells) < 24  # columns of a dashboard
        taken |= cells


def test_the_manual_names_every_metric_of_ours(shown: set[str]) -> None:
    page = (DEPLOY.parent / "docs/observing.md").read_text("utf-8")

    ours = {name for name in shown if name.startswith("colugo_")}

    for name in ours:
        base = re.sub(r"_(bucket|count|sum|created|total)$", "", name)
        assert base in page, name
