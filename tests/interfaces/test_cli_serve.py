import base64
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import grpc
import httpx
import pytest

from colugo.interfaces.paddle.pipeline_service_pb2 import Request
from colugo.v1.colugo_pb2 import SearchRequest
from colugo.v1.colugo_pb2_grpc import ColugoStub
from tests.checkout.coloured_shop import RED, picture
from tests.interfaces.command_line import CommandLine
from tests.interfaces.grpc.conftest import refusal
from tests.interfaces.grpc.test_server import pair
from tests.interfaces.paddle.conftest import inference


def test_one_command_serves_the_shop_and_shows_the_first_password_once(shop_dir: Path) -> None:
    first = _served(shop_dir)
    second = _served(shop_dir)

    assert first["password"] is not None
    assert first["status"] == 200
    assert second["password"] is None
    assert second["status"] == 401


def test_clients_of_paddle_serving_are_answered_beside_the_rest(shop_dir: Path) -> None:
    with _serving(shop_dir, "--paddle-port", "0", "--paddle-grpc-port", "0") as (process, lines):
        pipeline, rest = (re.findall(r"http://[\d.:]+", lines[row])[0] for row in (0, 2))
        place = re.findall(r"[\d.]+:\d+", lines[1])[0]
        live = httpx.get(f"{rest}/livez", timeout=30)
        answer = httpx.post(f"{pipeline}/recognition/prediction", content=b'{"key": []}')
        with grpc.insecure_channel(place) as channel:
            told = inference(channel)(Request(key=["image"]), timeout=30)
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)

    assert live.status_code == 200
    assert (answer.json()["err_no"], told.err_no) == (9, 9)
    assert process.returncode == 130  # as whatever the keyboard interrupts


def test_what_the_system_ends_ends_well_and_finishes_what_runs(shop_dir: Path) -> None:
    with _serving(shop_dir, "--paddle-grpc-port", "0") as (process, lines):
        place = re.findall(r"[\d.]+:\d+", lines[0])[0]
        with grpc.insecure_channel(place) as channel:
            value = base64.b64encode(picture((RED, (5, 5, 45, 45)))).decode()
            waiting = inference(channel).future(Request(key=["image"], value=[value]))
            inference(channel)(Request())  # the one before it has come
            process.send_signal(signal.SIGTERM)
            told = waiting.result(timeout=60)
        process.wait(timeout=60)

    assert told.err_no == 8  # the gallery is of networks that see colours
    assert process.returncode == 0


def test_grpc_and_rest_are_served_with_one_certificate(shop_dir: Path, tmp_path: Path) -> None:
    tls = pair(tmp_path)
    options = ("--tls-certificate", str(tls.certificate), "--tls-key", str(tls.key))
    trusted = grpc.ssl_channel_credentials(tls.certificate.read_bytes())

    with _serving(shop_dir, "--grpc-port", "0", *options) as (process, lines):
        port = re.findall(r"with TLS on [\d.]+:(\d+)", lines[0])[0]
        rest = re.findall(r"https://[\d.]+:\d+", lines[1])[0].replace("127.0.0.1", "localhost")
        live = httpx.get(f"{rest}/livez", verify=ssl.create_default_context(cafile=tls.certificate))
        with grpc.secure_channel(f"localhost:{port}", trusted) as channel:
            code, _ = refusal(lambda: ColugoStub(channel).Search(SearchRequest(name="a")))
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)

    assert live.status_code == 200
    assert code is grpc.StatusCode.UNAUTHENTICATED
    assert process.returncode == 0


def test_a_config_of_paddle_serving_gives_ports_and_what_it_says_else_is_named(
    shop_dir: Path, tmp_path: Path
) -> None:
    config = tmp_path / "config.yml"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config.write_text(f"rpc_port: {port}\nworker_num: 2\nfoo: 1\ndag: {{retry: 1}}\n")

    options = ("--paddle-config", str(config), "--rules", "paddle")
    with (
        _serving(shop_dir, *options, stderr=subprocess.PIPE) as (process, lines),
        grpc.insecure_channel(f"127.0.0.1:{port}") as channel,
    ):
        told = inference(channel)(Request())
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)

    assert told.err_no == 9
    assert len(lines) == 2
    assert f"{config}: foo is not known; passed over" in said
    assert f"{config}: without meaning here: dag.retry" in said


def test_a_config_that_names_a_model_that_is_not_there_stops_the_service(
    shop_dir: Path, tmp_path: Path, colugo: CommandLine
) -> None:
    config = tmp_path / "config.yml"
    config.write_text("op: {rec: {local_service_conf: {model_config: ../nowhere_serving}}}")

    answer = colugo("serve", "--port", 0, "--paddle-config", config)

    assert answer.refuses("op.rec.local_service_conf.model_config", "nowhere_serving")


def test_an_address_that_is_taken_is_said_in_words(shop_dir: Path, colugo: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        answer = colugo("serve", "--port", port)

    assert answer.refuses(f"127.0.0.1:{port}", "--port")


def test_tokens_are_made_listed_and_revoked(shop_dir: Path, colugo: CommandLine) -> None:
    made = colugo("token", "add", "till 1", "--role", "device")
    token = made.out.splitlines()[-1]
    revoked = colugo("token", "revoke", 1)
    listed = colugo("token", "list")

    assert re.fullmatch(r"colugo_[\w-]{43}", token)
    assert "till 1" in revoked.out
    assert "device" in listed.out
    assert token not in listed.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "till", "--role", "king"), ("king", "manager")),
        (("add", " "), ("name",)),
        (("revoke", 7), ("7", "colugo token list")),
    ],
)
def test_a_token_that_cannot_be_is_refused(
    shop_dir: Path, colugo: CommandLine, arguments: tuple[object, ...], words: tuple[str, ...]
) -> None:
    assert colugo("token", *arguments).refuses(*words)


@contextmanager
def _serving(
    shop_dir: Path, *options: str, stderr: int | None = None
) -> Iterator[tuple["subprocess.Popen[str]", Sequence[str]]]:
    """Serve in a process of its own; gives it and the lines that it prints at first."""
    command = [sys.executable, "-m", "colugo", "serve", "--port", "0", *options]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "--shop", str(shop_dir)], stdout=subprocess.PIPE, stderr=stderr, text=True,
        env=environment,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline()]
            while "/v1, routes" not in lines[-1]:
                lines.append(process.stdout.readline())
            yield process, lines
        finally:
            process.kill()


def _served(shop_dir: Path) -> dict[str, object]:
    """Serve in a process of its own, ask for the products, stop it as the keyboard does."""
    with _serving(shop_dir) as (process, lines):
        address = re.findall(r"http://[\d.:]+", lines[0])[0]
        client = httpx.Client(base_url=address, timeout=30)
        told = re.search(r"first admin: admin, password, shown this once: (\S+)", _rest(process))
        asked = {"person_id": "admin", "password": told[1] if told else "no password"}
        session = client.post("/v1/sessions", json=asked).json()
        token = session.get("token", "none")
        products = client.get("/v1/products", headers={"Authorization": f"Bearer {token}"})
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)
    return {"password": told[1] if told else None, "status": products.status_code}


def _rest(process: "subprocess.Popen[str]") -> str:
    """What is there to read, without waiting for more."""
    assert process.stdout is not None
    os.set_blocking(process.stdout.fileno(), False)
    return process.stdout.readline() or ""


def test_prometheus_is_answered_and_the_log_is_json(shop_dir: Path) -> None:
    (shop_dir / "colugo.toml").write_text('log_format = "json"\nlog_level = "info"\n')
    options = ("--metrics-port", "0")

    with _serving(shop_dir, *options, stderr=subprocess.PIPE) as (process, lines):
        rest, figures = (
            next(re.findall(r"http://[\d.:]+", line)[0] for line in lines if what in line)
            for what in ("/v1", "Prometheus")
        )
        httpx.get(f"{rest}/livez", headers={"X-Request-Id": "till-7"}, timeout=30)
        shown = httpx.get(f"{figures}/metrics", timeout=30).text
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        written = [json.loads(line) for line in process.stderr]

    assert 'route="/livez",status="200"} 1.0' in shown
    assert "till-7" in {line.get("request_id") for line in written}
