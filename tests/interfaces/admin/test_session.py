import logging
from datetime import UTC, datetime

import httpx
import pytest

from colugo import Shop
from colugo.checkout.people import People
from colugo.errors import NotSignedIn
from colugo.interfaces.admin.frame import is_fault
from colugo.shop.people import Person

from .conftest import ADA, PASSWORD, token_of


def sign_in(
    http: httpx.Client, address: str, person: str, password: str = PASSWORD, wanted: str = "",
    **headers: str,
) -> httpx.Response:  # fmt: skip
    form = {"person": person, "password": password, "next": wanted}
    return http.post(f"{address}/sign-in", data=form, headers=headers)


def shown(token: str) -> dict[str, str]:
    return {"cookie": f"colugo_admin={token}"}


def test_who_is_not_signed_in_is_shown_the_way_and_comes_back(
    http: httpx.Client, address: str
) -> None:
    refused = http.get(f"{address}/products?x=1")
    form = http.get(httpx.URL(address).join(refused.headers["location"]))

    assert refused.status_code == 303
    assert form.status_code == 200
    assert 'name="next" value="/admin/products?x=1"' in form.text


def test_name_and_password_give_a_cookie_that_only_the_admin_gets(
    http: httpx.Client, address: str
) -> None:
    answer = sign_in(http, address, "ada", wanted="/admin/products")
    cookie = answer.headers["set-cookie"].lower()
    there = http.get(f"{address}/products", headers=shown(answer.cookies["colugo_admin"]))

    assert answer.status_code == 303
    assert answer.headers["location"] == "/admin/products"
    assert all(part in cookie for part in ("httponly", "secure", "samesite=strict", "path=/admin"))
    assert there.status_code == 200


def test_a_wrong_password_gives_nothing_and_says_so_in_both_languages(
    http: httpx.Client, address: str
) -> None:
    english = sign_in(http, address, "ada", "wrong", **{"accept-language": "en"})
    chinese = sign_in(http, address, "nobody", "wrong", **{"accept-language": "zh-CN"})
    sign_in(http, address, "ada")  # so that ada is not locked for the tests that follow

    assert (english.status_code, chinese.status_code) == (401, 401)
    assert "Name or password is wrong." in english.text
    assert "用户名或密码不正确" in chinese.text
    assert "set-cookie" not in english.headers


def test_too_many_wrong_passwords_lock_and_the_page_says_for_how_long(
    http: httpx.Client, address: str, shop: Shop
) -> None:
    People(shop.database).add(Person("locked", "Locked", "attendant"), PASSWORD, ADA)
    for _ in range(5):
        sign_in(http, address, "locked", "wrong")

    answer = sign_in(http, address, "locked", **{"accept-language": "en"})

    assert answer.status_code == 429
    assert "Try again in 15 minutes" in answer.text


@pytest.mark.parametrize(
    "headers",
    [{"sec-fetch-site": "cross-site"}, {"origin": "https://elsewhere.example"}],
)
def test_a_form_of_another_site_signs_nobody_in_or_out(
    http: httpx.Client, address: str, shop: Shop, headers: dict[str, str]
) -> None:
    token = token_of(shop, "wang")

    came_in = sign_in(http, address, "ada", **headers)
    http.post(f"{address}/sign-out", headers={**headers, **shown(token)})
    still = http.get(f"{address}/products", headers=shown(token))

    assert came_in.status_code == 403
    assert "set-cookie" not in came_in.headers
    assert still.status_code == 200


def test_signing_out_ends_the_session(http: httpx.Client, address: str, shop: Shop) -> None:
    token = token_of(shop, "wang")

    answer = http.post(f"{address}/sign-out", headers=shown(token))
    after = http.get(f"{address}/products", headers=shown(token))

    assert answer.headers["location"] == "/admin/sign-in"
    assert after.status_code == 303


@pytest.mark.parametrize(
    "wanted", ["https://elsewhere.example/", "//elsewhere.example", "/admin//elsewhere", "/docs"]
)
def test_signing_in_leads_nowhere_else(http: httpx.Client, address: str, wanted: str) -> None:
    answer = sign_in(http, address, "ada", wanted=wanted)

    assert answer.headers["location"] == "/admin/"


def test_the_page_warns_where_others_can_listen(http: httpx.Client, address: str) -> None:
    english = {"accept-language": "en"}

    here = http.get(f"{address}/sign-in", headers=english)
    there = http.get(f"{address}/sign-in", headers={**english, "host": "shop.example"})

    assert "not encrypted" not in here.text
    assert "not encrypted" in there.text


def test_what_people_typed_is_no_html(http: httpx.Client, address: str) -> None:
    answer = sign_in(http, address, '"><script>alert(1)</script>', "wrong")

    assert "<script>" not in answer.text


def test_no_answer_may_be_framed_or_load_from_elsewhere(http: httpx.Client, address: str) -> None:
    policy = http.get(f"{address}/sign-in").headers["content-security-policy"]

    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy


def test_pictures_are_for_who_is_signed_in(http: httpx.Client, address: str, shop: Shop) -> None:
    token = shown(token_of(shop, "li"))
    photo = shop.photos("R")[0].id

    stranger = http.get(f"{address}/photos/{photo}")
    small = http.get(f"{address}/photos/{photo}?side=16", headers=token)
    missing = http.get(f"{address}/photos/999999", headers=token)

    assert stranger.status_code == 403
    assert (small.status_code, small.headers["content-type"]) == (200, "image/jpeg")
    assert missing.status_code == 404


def test_a_session_that_ended_lets_nobody_go_on(
    shop: Shop, http: httpx.Client, address: str
) -> None:
    token = token_of(shop, "eng")
    People(shop.database).set_password("eng", PASSWORD, ADA)  # ends every session

    answer = http.get(f"{address}/products", headers=shown(token))

    assert datetime.now(UTC) > ADA.at
    assert answer.status_code == 303


def test_what_people_are_told_in_words_is_no_fault_for_the_log() -> None:
    told = logging.LogRecord("nicegui", logging.ERROR, "", 0, NotSignedIn("told"), None, None)
    fault = logging.LogRecord("nicegui", logging.ERROR, "", 0, ValueError("ours"), None, None)

    assert not is_fault(told)
    assert is_fault(fault)
