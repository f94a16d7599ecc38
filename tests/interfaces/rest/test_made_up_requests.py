"""Requests made up from the OpenAPI itself: no 500, no status that is not documented."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from colugo.checkout.access import Access
from colugo.interfaces.rest import create_app
from colugo.interfaces.rest.route import Route
from colugo.interfaces.rest.routes import ROUTES
from tests.checkout.coloured_shop import stocked_shop

from .conftest import AT_THE_KEYBOARD

schemathesis = pytest.importorskip("schemathesis")
documented = pytest.importorskip("schemathesis.specs.openapi.checks")
_EXAMPLES = 12
# the page of a counter is files, not an interface that is described
_DESCRIBED = [route for route in ROUTES if not route.path.startswith("/kiosk")]


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, dict[str, str]]]:
    """The routes as their description tells of them, and the headers of an admin."""
    with stocked_shop(tmp_path_factory.mktemp("made-up") / "shop") as shop:
        token = Access(shop.database).add("made up", "admin", AT_THE_KEYBOARD)[1]
        schema = schemathesis.openapi.from_asgi("/openapi.json", create_app(shop))
        yield schema, {"Authorization": f"Bearer {token}"}


@pytest.mark.parametrize("route", _DESCRIBED, ids=lambda route: f"{route.method} {route.path}")
def test_no_request_that_can_be_made_up_breaks_a_route(
    api: tuple[Any, dict[str, str]], route: Route
) -> None:
    schema, headers = api
    made_up = schema[route.path][route.method].as_strategy()
    checks = [
        schemathesis.checks.not_a_server_error,
        documented.status_code_conformance,
        documented.content_type_conformance,
        documented.response_schema_conformance,
    ]

    @settings(max_examples=_EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=made_up)
    def each_is_answered_as_documented(case: Any) -> None:
        case.call_and_validate(checks=checks, headers=headers)

    each_is_answered_as_documented()
