from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from colugo import Shop
from colugo.checkout.access import Access
from colugo.checkout.people import People
from colugo.errors import NotSignedIn
from colugo.interfaces.admin.pages.settings import rows_of
from colugo.settings import Settings

from .conftest import ADA

Open = Callable[..., Any]


def test_an_admin_adds_somebody_whose_password_is_shown_once_and_works(
    signed_in: Open, shop: Shop
) -> None:
    page = signed_in("ada", "/people")

    page.get_by_role("button", name="Add person").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Person", exact=True).fill("zhao")
    dialog.get_by_label("Name", exact=True).fill("Zhao")
    dialog.get_by_role("button", name="Save").click()
    page.locator("#secret").wait_for()
    password = page.locator("#secret").inner_text()
    page.get_by_role("button", name="It is written down").click()
    page.get_by_role("row", name="zhao").wait_for()
    page.locator("#secret").wait_for(state="detached")

    opened = People(shop.database).sign_in("zhao", password, datetime.now(UTC))
    assert opened.person.role == "attendant"


def test_somebody_is_disabled_and_the_last_admin_is_not(signed_in: Open, shop: Shop) -> None:
    page = signed_in("ada", "/people")

    for person, told in (("eng", None), ("ada", "last admin")):
        page.get_by_role("row", name=person).get_by_role("button").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_role("switch", name="May sign in").click()
        dialog.get_by_role("button", name="Save").click()
        if told:
            page.get_by_role("alert").filter(has_text=told).wait_for()
        else:
            dialog.wait_for(state="detached")
    kept = {each.person.id: each for each in People(shop.database).all()}

    assert not kept["eng"].person.is_active
    assert kept["ada"].person.is_active
    People(shop.database).edit("eng", ADA, version=kept["eng"].version, is_active=True)


def test_a_token_is_shown_once_lets_in_and_is_taken_back(signed_in: Open, shop: Shop) -> None:
    page = signed_in("ada", "/people")

    page.get_by_role("button", name="Give out a token").click()
    page.get_by_label("For which device").fill("till 7")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    token = page.locator("#secret").inner_text()
    principal = Access(shop.database).authenticate(token, datetime.now(UTC))
    page.get_by_role("button", name="It is written down").click()
    page.get_by_role("button", name="Revoke the token of till 7").click()
    page.get_by_role("button", name="Yes, go ahead").click()
    page.get_by_role("row", name="till 7").get_by_text("revoked").wait_for()

    assert (principal.who, principal.role) == ("till 7", "device")
    with pytest.raises(NotSignedIn):
        Access(shop.database).authenticate(token, datetime.now(UTC))


def test_the_audit_log_names_what_was_done_and_its_chain_is_whole(signed_in: Open) -> None:
    page = signed_in("ada", "/audit")

    page.get_by_role("row", name="sign_in").first.wait_for()
    page.get_by_role("button", name="Check the chain").click()
    page.get_by_text("The chain is whole").wait_for()


def test_settings_are_shown_without_their_secrets(signed_in: Open) -> None:
    page = signed_in("eng", "/settings")
    page.get_by_role("row", name="colour-embedder").get_by_text("well").wait_for()

    rows = rows_of(Settings(database_url=SecretStr("postgresql://me:hush@host/shop")))

    shown = {row["name"]: row["value"] for row in rows}
    assert "hush" not in str(rows)
    assert shown["database_url"] == "••••••"
    assert shown["mini_program_secret"] == ""
    assert shown["wrong_cost"] == "20.0"


def test_the_gallery_says_what_to_do(signed_in: Open, shop: Shop) -> None:
    shop.add_product(sku="ONE", name="Only one", price="1.00")
    shop.enrol("ONE", [shop.photo_file(shop.photos("G")[0].id)[1]])
    page = signed_in("li", "/gallery")

    page.get_by_text("Only one").first.wait_for()

    shop.remove_product("ONE")
