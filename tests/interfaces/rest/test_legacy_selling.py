"""Old clients that sign in by WeChat, sell a list and show pictures."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from colugo import Shop
from colugo.checkout.people import People
from colugo.checkout.sales import Closing, Paying, Stockroom
from colugo.checkout.wechat_people import WeChatPeople
from colugo.interfaces.rest import create_app
from colugo.shop.people import Counter, Person, Store
from tests.checkout.coloured_shop import stocked_shop

from .conftest import AT_THE_KEYBOARD
from .wechat_service import APP_ID, SECRET, wechat


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shop]:
    """A shop of one store with a counter, ten pieces of R, and Li who is known to WeChat."""
    with wechat({"c1": "oLi", "c2": "oNobody"}) as address:
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_ID", APP_ID)
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_SECRET", SECRET)
        monkeypatch.setenv("COLUGO_MINI_PROGRAM_URL", address)
        with stocked_shop(tmp_path / "shop") as shop:
            with shop.database.transaction() as work:
                work.stores.save(Store("main", "Main", shop.currency))
                work.stores.save_counter(Counter("c1", "main", "Counter 1"))
            Stockroom(shop.database).receive(UUID(int=9), "main", {"R": 10}, AT_THE_KEYBOARD)
            li = Person("li", "Li Na", "manager")
            People(shop.database).add(li, "a long password", AT_THE_KEYBOARD)
            WeChatPeople(shop.database).link("oLi", "li", AT_THE_KEYBOARD)
            yield shop


@pytest.fixture
def old(shop: Shop) -> TestClient:
    """An old client; it knows no header."""
    return TestClient(create_app(shop, has_legacy=True))


@pytest.fixture
def session(old: TestClient) -> str:
    answer = old.post("/login_in/", data={"code": '"c1"', "userinfo": '{"nickName": "Li"}'})
    assert answer.json()["state"] == "true"
    return str(answer.json()["sessionID"])


def test_the_session_of_a_sign_in_lets_in_as_a_field_of_the_form(
    old: TestClient, session: str
) -> None:
    known = old.post("/search/", data={"sessionID": session})
    guessed = old.post("/search/", data={"sessionID": session + "x"})

    assert known.json()["state"] == "true"
    assert {row[0] for row in known.json()["container_all"]} >= {"R"}
    assert guessed.status_code == 401


def test_who_is_not_linked_or_made_a_code_up_is_told_so(old: TestClient) -> None:
    nobody = old.post("/login_in/", data={"code": "c2"}).json()
    made_up = old.post("/login_in/", data={"code": "c9"}).json()

    assert (nobody["state"], made_up["state"]) == ("false", "false")
    assert "colugo person link ID oNobody" in nobody["detail"]
    assert "wx.login" in made_up["detail"]


def test_a_list_is_sold_as_an_order_that_an_attendant_takes_the_money_of(
    shop: Shop, old: TestClient, session: str
) -> None:
    asked = {"sessionID": session, "numberlist": "R,R"}

    sold = old.post("/stockSale/", data=asked).json()

    order = Closing(shop.database).get(UUID(sold["order"]))
    payments = Paying(shop.database).of_order(order.id)
    assert (sold["state"], sold["price_all"]) == ("true", 11.0)
    assert [(line.sku, line.quantity) for line in order.lines] == [("R", 2)]
    assert (order.store_id, order.counter_id, order.closed_by) == ("main", "c1", "li")
    assert Stockroom(shop.database).on_hand("main")["R"] == 8
    assert [(each.provider, each.state, each.amount.minor) for each in payments] == [
        ("counter", "created", 1100)
    ]


def test_a_list_with_an_id_is_sold_once(shop: Shop, old: TestClient, session: str) -> None:
    asked = {"sessionID": session, "numberlist": "R", "order_id": str(UUID(int=5))}

    first, again = (old.post("/stockSale/", data=asked).json() for _ in range(2))
    other = old.post("/stockSale/", data=asked | {"numberlist": "R,R"}).json()

    assert first == again
    assert other["state"] == "false"
    assert Stockroom(shop.database).on_hand("main")["R"] == 9


@pytest.mark.parametrize("numbers", ["", "R,,R", "77", "R,77"])
def test_a_list_that_cannot_be_sold_sells_nothing_of_it(
    shop: Shop, old: TestClient, session: str, numbers: str
) -> None:
    answer = old.post("/stockSale/", data={"sessionID": session, "numberlist": numbers})

    refused = answer.status_code == 422 or answer.json()["state"] == "false"
    assert refused
    assert Stockroom(shop.database).on_hand("main")["R"] == 10
    with shop.database.reading() as work:
        assert work.baskets.open_at("c1") == ()


def test_what_is_sold_by_weight_is_not_sold_by_pieces(
    shop: Shop, old: TestClient, session: str
) -> None:
    shop.add_product(sku="8", name="苹果", price="9.90", unit="weight")

    answer = old.post("/stockSale/", data={"sessionID": session, "numberlist": "8"}).json()

    assert answer["state"] == "false"
    assert "by weight" in answer["detail"]


def test_a_picture_is_shown_by_its_name_which_nobody_can_make_up(
    old: TestClient, session: str
) -> None:
    rows = old.post("/search/", data={"sessionID": session}).json()["container_all"]
    address = next(row[3] for row in rows if row[0] == "R")

    shown = old.get(f"/{address}")
    guessed = old.get(f"/{address.split('-')[0]}-{'0' * 32}.jpg")
    odd = [old.get(f"/gallery/{name}") for name in ("x.jpg", "1.jpg", "-.jpg", "9" * 60)]

    assert shown.status_code == 200
    assert shown.headers["content-type"].startswith("image/")
    assert {answer.status_code for answer in (guessed, *odd)} == {404}
