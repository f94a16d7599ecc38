import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from colugo.interfaces.observing.logs import AccessLog, JsonLines, write_logs
from colugo.interfaces.rest import create_app
from tests.checkout.coloured_shop import stocked_shop


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """What the process logs as JSON, down to info."""
    kept = io.StringIO()
    handler = logging.StreamHandler(kept)
    handler.setFormatter(JsonLines())
    logger = logging.getLogger("colugo.access")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    yield kept
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)


def test_a_request_is_one_line_of_json_with_its_id(tmp_path: Path, lines: io.StringIO) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        client = TestClient(create_app(shop, observers=[AccessLog()]))

        answer = client.get("/livez", headers={"X-Request-Id": "till-7"})

    line = json.loads(lines.getvalue())
    assert answer.headers["X-Request-Id"] == "till-7"
    assert line["request_id"] == "till-7"
    assert (line["method"], line["route"], line["status"]) == ("GET", "/livez", 200)
    assert line["level"] == "info"
    assert line["took_ms"] >= 0


def test_no_path_query_or_token_is_written(tmp_path: Path, lines: io.StringIO) -> None:
    with stocked_shop(tmp_path / "shop") as shop:
        client = TestClient(create_app(shop, observers=[AccessLog()]))

        client.get("/v1/products/hush?q=hush", headers={"Authorization": "Bearer hush"})

    assert "/v1/products/{sku}" in lines.getvalue()
    assert "hush" not in lines.getvalue()


def test_an_exception_stays_in_its_line() -> None:
    try:
        raise ValueError("two\nlines")
    except ValueError as error:
        record = logging.LogRecord(
            "colugo", logging.ERROR, "", 0, "it %s", ("broke",), (ValueError, error, None)
        )

    text = JsonLines().format(record)

    assert "\n" not in text
    assert json.loads(text)["message"] == "it broke"
    assert "ValueError: two\nlines" in json.loads(text)["exception"]


def test_what_is_less_than_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        write_logs("json", "warning")
        logging.getLogger("colugo.test").info("quiet")
        logging.getLogger("colugo.test").warning("loud")
    finally:
        logging.getLogger().handlers[:] = before[0]
        logging.getLogger().setLevel(before[1])

    said = capsys.readouterr().err
    assert json.loads(said)["message"] == "loud"
