"""What can go wrong where baskets, orders, payments and stock are kept."""

from colugo.errors.base import ColugoError


class DocumentDamaged(ColugoError):
    """A document in the database is not what was written there."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(
            f"a kept {kind} cannot be read ({reason}): the database was changed by something else, "
            "or damaged; restore a backup"
        )
        self.kind = kind
        self.reason = reason


class StoreUnknown(ColugoError):
    """There is no such store."""

    def __init__(self, store_id: str) -> None:
        super().__init__(f"there is no store {store_id!r}: see `colugo store list`")
        self.store_id = store_id


class CounterUnknown(ColugoError):
    """There is no such counter, or it is in another store."""

    def __init__(self, counter_id: str, store_id: str | None = None) -> None:
        place = "" if store_id is None else f" in store {store_id!r}"
        super().__init__(f"there is no counter {counter_id!r}{place}: see `colugo store list`")
        self.counter_id = counter_id
        self.store_id = store_id


class PlaceClosed(ColugoError):
    """The store or the counter sells nothing for now."""

    def __init__(self, place: str) -> None:
        super().__init__(f"{place} is closed: open it, or sell at another counter")
        self.place = place


class BarcodeUnknown(ColugoError):
    """No product of the catalogue has this barcode."""

    def __init__(self, barcode: str) -> None:
        super().__init__(
            f"no product has the barcode {barcode!r}: pick the product, or add the barcode to it"
        )
        self.barcode = barcode


class PromotionUnknown(ColugoError):
    """There is no such promotion."""

    def __init__(self, promotion_id: str) -> None:
        super().__init__(f"there is no promotion {promotion_id!r}: list the promotions")
        self.promotion_id = promotion_id


class BasketUnknown(ColugoError):
    """No basket is open under this order id."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"no basket is open for order {order_id}: open one, or read the order")
        self.order_id = order_id


class BasketChanged(ColugoError):
    """Somebody changed the basket meanwhile."""

    def __init__(self, order_id: str, expected: int, got: int) -> None:
        super().__init__(
            f"the basket of order {order_id} is at version {got}, not {expected}: read it again, "
            "nothing is changed"
        )
        self.order_id = order_id
        self.expected = expected
        self.got = got


class OrderUnknown(ColugoError):
    """There is no such order."""

    def __init__(self, order_id: str) -> None:
        super().__init__(f"there is no order {order_id}: check the number on the receipt")
        self.order_id = order_id


class OrderClosed(ColugoError):
    """The basket was closed already; an order never changes."""

    def __init__(self, order_id: str) -> None:
        super().__init__(
            f"order {order_id} is closed and never changes: refund what is wrong, and open a new "
            "basket with a new id"
        )
        self.order_id = order_id


class IdTaken(ColugoError):
    """A client made an id that names something else already."""

    def __init__(self, kind: str, taken_id: str) -> None:
        super().__init__(
            f"{kind} {taken_id} is there already and says something else: make a new id, nothing "
            "is changed"
        )
        self.kind = kind
        self.taken_id = taken_id


class PaymentUnknown(ColugoError):
    """There is no such payment."""

    def __init__(self, payment_id: str) -> None:
        super().__init__(f"there is no payment {payment_id}: read the payments of the order")
        self.payment_id = payment_id


class PaymentTooLarge(ColugoError):
    """More would be paid than is left to pay."""

    def __init__(self, order_id: str, left: str, asked: str) -> None:
        super().__init__(
            f"{left} is left to pay for order {order_id}, got a payment of {asked}: ask for what "
            "is left, or let the open payment expire first"
        )
        self.order_id = order_id
        self.left = left
        self.asked = asked
