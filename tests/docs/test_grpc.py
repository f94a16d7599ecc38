from pathlib import Path

import pytest

from colugo.interfaces.grpc.service import Service
from colugo.interfaces.grpc.statuses import CODES
from colugo.v1.colugo_pb2 import DESCRIPTOR
from tests.checkout.coloured_shop import RED, photo_of, picture, stocked_shop
from tests.client.test_contract import running_rpc
from tests.interfaces.rest.conftest import token_of

from .pages import MANUAL, blocks_of, read

_PAGE = read(MANUAL / "grpc.md")


def test_the_example_of_the_page_runs_against_a_service_that_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a1.jpg").write_bytes(photo_of(RED))
    (tmp_path / "counter.jpg").write_bytes(picture((RED, (5, 5, 45, 45))))
    monkeypatch.chdir(tmp_path)

    with stocked_shop(tmp_path / "shop") as shop, running_rpc(shop) as address:
        names = {"ADDRESS": address, "TOKEN": token_of(shop, "manager")}
        exec(compile(blocks_of(_PAGE, "python")[0], "grpc.md", "exec"), names)

    said = capsys.readouterr().out.splitlines()
    assert said[:2] == ["1 莫斯利安 550", "R 1.0"]
    assert said[3] == "550"
    assert said[-1].startswith("404 ")


def test_the_page_names_every_method_and_every_status() -> None:
    methods = [each.name for each in DESCRIPTOR.services_by_name["Colugo"].methods]

    assert all(f"| `{name}` |" in _PAGE for name in methods)
    assert all(hasattr(Service, name) for name in methods)
    assert all(code.name in _PAGE for code in CODES.values())
