"""A payment that has not come in ends, so that the order is paid another way; on both databases."""

import pytest

from colugo.checkout.sales import Collecting, Paying
from colugo.errors import PaymentNotPossible, ProviderRefused, ProviderUnreachable
from colugo.persistence import Database
from colugo.shop.orders import Order
from tests.payments.qr_service import QrService

from .selling_shop import database as database
from .test_collecting import ORDER, OTHER, PAYMENT, by
from .test_collecting import collecting as collecting
from .test_collecting import order as order
from .test_collecting import service as service


def test_a_shopper_who_thinks_again_pays_another_way(
    database: Database, service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    for _ in range(2):
        assert collecting.cancel(PAYMENT, by()).payment.state == "expired"
    collecting.start(OTHER, ORDER, "cash", None, by())
    collecting.confirm(OTHER, by())

    assert service.payments[str(PAYMENT)]["kind"] == "expired"
    assert Paying(database).left_to_pay(ORDER).minor == 0
    with pytest.raises(PaymentNotPossible, match="cancelled"):
        collecting.cancel(OTHER, by())


def test_a_payment_that_came_in_unheard_is_not_cancelled_but_found(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    service.pay(str(PAYMENT))

    with pytest.raises(PaymentNotPossible):
        collecting.cancel(PAYMENT, by())

    assert collecting.get(PAYMENT).payment.state == "paid"


def test_a_service_that_is_away_holds_nobody_up_and_what_it_took_is_given_back(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    collecting.start(PAYMENT, ORDER, "qr", None, by())
    service.down = 1
    collecting.cancel(PAYMENT, by())
    collecting.start(OTHER, ORDER, "cash", None, by())
    collecting.confirm(OTHER, by())
    service.pay(str(PAYMENT))  # its callback is lost

    asked = collecting.refresh(PAYMENT, by())

    assert asked.payment.state == "refunded"
    assert [each["amount_minor"] for each in service.refunds.values()] == [order.total.minor]


def test_one_that_was_never_started_is_cancelled_and_may_be_asked_for(
    service: QrService, collecting: Collecting, order: Order
) -> None:
    service.down = 1
    with pytest.raises(ProviderUnreachable):
        collecting.start(PAYMENT, ORDER, "qr", None, by())

    states = [collecting.refresh(PAYMENT, by()).payment.state]
    states.append(collecting.cancel(PAYMENT, by()).payment.state)
    states.append(collecting.refresh(PAYMENT, by()).payment.state)

    assert states == ["created", "expired", "expired"]


def test_a_refused_payment_has_failed_and_leaves_the_order_to_another_way(
    database: Database, service: QrService, collecting: Collecting, order: Order
) -> None:
    service.refuses = True

    with pytest.raises(ProviderRefused, match="another way"):
        collecting.start(PAYMENT, ORDER, "qr", None, by())

    assert collecting.get(PAYMENT).payment.state == "failed"
    assert Paying(database).left_to_pay(ORDER) == order.total
