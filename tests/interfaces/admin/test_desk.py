import asyncio
from datetime import UTC, datetime

import pytest

from colugo import Shop
from colugo.checkout.people import People
from colugo.errors import NotAllowed, NotSignedIn, PlaceNotYours
from colugo.interfaces.admin.desk import Desk
from colugo.shop.orders import By
from colugo.shop.people import ACTIONS, PERMISSIONS, Action

from .conftest import token_of


def desk_of(shop: Shop, person: str) -> Desk:
    return Desk.of(shop, token_of(shop, person), "en")


def who(by: By) -> str:
    return by.who


@pytest.mark.parametrize("person", ["ada", "wang", "li", "eng"])
def test_a_role_does_what_the_table_says_and_nothing_else(shop: Shop, person: str) -> None:
    desk = desk_of(shop, person)

    done: dict[Action, bool] = {}
    for action in ACTIONS:
        try:
            done[action] = asyncio.run(desk.do(action, who)) == person
        except NotAllowed:
            done[action] = False

    assert done == {action: desk.principal.role in PERMISSIONS[action] for action in ACTIONS}
    assert done == {action: desk.may(action) for action in ACTIONS}


def test_who_works_in_one_store_acts_in_no_other_and_not_in_all(shop: Shop) -> None:
    desk = desk_of(shop, "east")

    own = asyncio.run(desk.do("read_stock", who, store_id="east"))
    with pytest.raises(PlaceNotYours, match="west"):
        asyncio.run(desk.do("read_stock", who, store_id="west"))
    with pytest.raises(PlaceNotYours, match="all stores"):
        asyncio.run(desk.do("read_reports", who))

    assert own == "east"
    assert [each.id for each in asyncio.run(desk.stores())] == ["east"]


def test_a_page_that_is_open_does_nothing_after_signing_out(shop: Shop) -> None:
    desk = desk_of(shop, "wang")

    before = asyncio.run(desk.do("read_orders", who))
    People(shop.database).sign_out(desk.token)
    with pytest.raises(NotSignedIn):
        asyncio.run(desk.do("read_orders", who))

    assert before == "wang"


def test_an_act_is_of_this_moment(shop: Shop) -> None:
    desk, before = desk_of(shop, "wang"), datetime.now(UTC)

    at = asyncio.run(desk.do("read_orders", lambda by: by.at))

    assert before <= at <= datetime.now(UTC)
