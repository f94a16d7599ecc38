import pytest

from colugo.errors import NotAllowed
from colugo.shop.people import ACTIONS, PERMISSIONS, ROLES, Action, check_allowed, is_allowed

# Written out once more, so that nobody widens the table by accident.
DEVICE = {
    "read_catalogue",
    "recognise",
    "use_basket",
    "close_basket",
    "correct_recognition",
    "start_payment",
    "read_stores",
    "read_health",
    "sign_in",
}
MONEY = ("close_basket", "start_payment", "confirm_payment", "void_order", "refund_order")


def test_every_action_has_its_line_in_the_table_and_somebody_who_may() -> None:
    assert set(PERMISSIONS) == set(ACTIONS)
    assert all(roles and roles <= set(ROLES) for roles in PERMISSIONS.values())


def test_the_device_of_a_shopper_does_what_one_customer_does_and_nothing_else() -> None:
    assert {action for action in ACTIONS if is_allowed("device", action)} == DEVICE


@pytest.mark.parametrize("action", MONEY)
def test_an_engineer_touches_no_money(action: Action) -> None:
    assert not is_allowed("engineer", action)


@pytest.mark.parametrize("action", ["edit_people", "edit_tokens", "edit_stores"])
def test_only_an_admin_lets_people_in(action: Action) -> None:
    assert PERMISSIONS[action] == {"admin"}


def test_an_admin_may_do_everything() -> None:
    assert [action for action in ACTIONS if not is_allowed("admin", action)] == []


def test_who_may_not_is_told_whom_to_ask() -> None:
    check_allowed("manager", "refund_order")

    with pytest.raises(NotAllowed, match="not refund order: ask one of manager, admin"):
        check_allowed("attendant", "refund_order")
