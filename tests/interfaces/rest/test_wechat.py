"""Signing in by WeChat, against a server that answers as WeChat documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.people import People
from colugo.checkout.wechat_people import MiniProgram
from colugo.errors import ProviderRefused, ProviderUnreachable
from colugo.interfaces.rest import create_app
from colugo.shop.people import Person
from tests.checkout.coloured_shop import stocked_shop
from tests.payments.local_server import Answered, serving

from .conftest import AT_THE_KEYBOARD, signed_in
from .wechat_service import APP_ID, SECRET, wechat

PASSWORD = "a long password"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop with a mini-program, whose WeChat knows four codes of one account."""
    with wechat({f"code-{number}": "oLi" for number in range(4)}) as address:
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_ID", APP_ID)
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_SECRET", SECRET)
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_URL", address)
        with stocked_shop(tmp_path / "shop") as shop:
            yield shop


@pytest.fixture
def li(shop: Shop) -> TestClient:
    """The session of a person who signed in by name."""
    people = People(shop.database)
    people.add(Person("li", "Li Na", "attendant"), PASSWORD, AT_THE_KEYBOARD)
    token = people.sign_in("li", PASSWORD, AT_THE_KEYBOARD.at).token
    assert token
    app = create_app(shop)
    answer = TestClient(app).post("/v1/sessions", json={"person_id": "li", "password": PASSWORD})
    return TestClient(app, headers={"Authorization": f"Bearer {answer.json()['token']}"})


def by_wechat(shop: Shop, code: str) -> tuple[int, dict[str, str]]:
    answer = TestClient(create_app(shop)).post("/v1/sessions/wechat", json={"code": code})
    return answer.status_code, answer.json()


def test_an_account_that_was_linked_signs_its_person_in(shop: Shop, li: TestClient) -> None:
    unknown = by_wechat(shop, "code-0")
    linked = li.put("/v1/me/wechat", json={"code": "code-1"})
    status, session = by_wechat(shop, "code-2")

    me = li.get("/v1/me", headers={"Authorization": f"Bearer {session['token']}"}).json()
    assert (unknown[0], unknown[1]["type"]) == (401, "/problems#we-chat-not-linked")
    assert "colugo person link ID oLi" in unknown[1]["detail"]
    assert (linked.status_code, status) == (204, 201)
    assert (me["who"], me["role"]) == ("li", "attendant")


def test_a_code_is_good_once(shop: Shop, li: TestClient) -> None:
    li.put("/v1/me/wechat", json={"code": "code-0"})
    first, again = by_wechat(shop, "code-1"), by_wechat(shop, "code-1")

    assert first[0] == 201
    assert (again[0], again[1]["type"]) == (401, "/problems#we-chat-code-refused")
    assert SECRET not in str(again)


def test_an_account_that_was_unlinked_or_whose_person_is_out_lets_nobody_in(
    shop: Shop, li: TestClient
) -> None:
    admin = signed_in(shop, "admin")
    li.put("/v1/me/wechat", json={"code": "code-0"})
    admin.patch("/v1/people/li", json={"is_active": False}, headers={"If-Match": "*"})
    out = by_wechat(shop, "code-1")
    admin.patch("/v1/people/li", json={"is_active": True}, headers={"If-Match": "*"})
    unlinked = admin.delete("/v1/people/li/wechat")
    nobody = by_wechat(shop, "code-2")

    assert (out[0], out[1]["type"]) == (401, "/problems#sign-in-failed")
    assert unlinked.status_code == 204
    assert (nobody[0], nobody[1]["type"]) == (401, "/problems#we-chat-not-linked")


def test_a_device_has_no_account_to_link(shop: Shop) -> None:
    answer = signed_in(shop, "device").put("/v1/me/wechat", json={"code": "code-0"})

    assert answer.status_code == 401
    assert "no WeChat account" in answer.json()["detail"]


def test_a_shop_without_a_mini_program_says_what_to_set(tmp_path: Path) -> None:
    with stocked_shop(tmp_path / "plain") as plain:
        status, told = by_wechat(plain, "x")

    assert status == 409
    assert "mini_program_id" in told["detail"]


@pytest.mark.parametrize(
    ("answered", "error"),
    [
        (Answered(0), ProviderUnreachable),
        (Answered(503), ProviderUnreachable),
        (Answered(200, b'{"errcode": -1, "errmsg": "system busy"}'), ProviderUnreachable),
        (Answered(200, b"<html>"), ProviderRefused),
        (Answered(200, b"[]"), ProviderRefused),
        (Answered(200, b'{"session_key": "x"}'), ProviderRefused),
    ],
)
def test_a_wechat_that_fails_is_told_apart_from_a_wrong_code(
    answered: Answered, error: type[Exception]
) -> None:
    with serving(lambda _: answered) as address, pytest.raises(error, match="WeChat sign-in"):
        MiniProgram(APP_ID, SECRET, address).open_id_of("code")
