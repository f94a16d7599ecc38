import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from tests.interfaces.command_line import CommandLine


def test_one_command_serves_the_shop_and_shows_the_first_password_once(shop_dir: Path) -> None:
    first = _served(shop_dir)
    second = _served(shop_dir)

    assert first["password"] is not None
    assert first["status"] == 200
    assert second["password"] is None
    assert second["status"] == 401


def test_clients_of_paddle_serving_are_answered_beside_the_rest(shop_dir: Path) -> None:
    command = [sys.executable, "-m", "colugo", "serve", "--port", "0", "--paddle-port", "0"]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*command, "--shop", str(shop_dir)], stdout=subprocess.PIPE, text=True, env=environment
    ) as process:
        assert process.stdout is not None
        try:
            lines = [process.stdout.readline() for _ in range(2)]
            pipeline, rest = (re.findall(r"http://[\d.:]+", line)[0] for line in lines)
            client = httpx.Client(transport=httpx.HTTPTransport(retries=5), timeout=30)
            # both run before the keyboard stops them: one that starts may miss it
            assert client.get(f"{rest}/livez").status_code == 200
            answer = client.post(f"{pipeline}/recognition/prediction", content=b'{"key": []}')
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)
        finally:
            process.kill()

    assert answer.json()["err_no"] == 9
    assert process.returncode == 130  # as whatever the keyboard interrupts


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


def _served(shop_dir: Path) -> dict[str, object]:
    """Serve in a process of its own, ask for the products, stop it as the keyboard does."""
    command = [sys.executable, "-m", "colugo", "serve", "--port", "0", "--shop", str(shop_dir)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        address = re.search(r"http://[\d.:]+", process.stdout.readline())
        assert address is not None
        client = httpx.Client(base_url=address[0], transport=httpx.HTTPTransport(retries=5))
        assert client.get("/livez", timeout=30).status_code == 200
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
