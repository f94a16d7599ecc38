"""What can go wrong with payments and repeated requests."""

from colugo.errors.base import ColugoError


class PaymentMismatch(ColugoError):
    """A message of a provider does not go with the payment it names."""

    def __init__(self, payment_id: str, field: str, expected: object, got: object) -> None:
        super().__init__(
            f"payment {payment_id} expected the {field} {expected}, got {got}: the message was "
            "not taken; compare the payment with the provider's records"
        )
        self.payment_id = payment_id
        self.field = field
        self.expected = expected
        self.got = got


class PaymentNotPossible(ColugoError):
    """The payment is in a state in which this cannot be done."""

    def __init__(self, payment_id: str, state: str, wanted: str) -> None:
        super().__init__(
            f"payment {payment_id} is {state}, so it cannot be {wanted}: read the payment again, "
            "or start a new one"
        )
        self.payment_id = payment_id
        self.state = state
        self.wanted = wanted


class RefundTooLarge(ColugoError):
    """More was to be given back than was paid."""

    def __init__(self, payment_id: str, left: str, wanted: str) -> None:
        super().__init__(
            f"payment {payment_id} has {left} left to give back, got {wanted}: give an amount "
            f"above 0 and up to {left}"
        )
        self.payment_id = payment_id
        self.left = left
        self.wanted = wanted


class IdempotencyKeyInvalid(ColugoError):
    """A key of a request cannot be used."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"idempotency key {key[:40]!r} cannot be used: give 1 to 255 printable ASCII "
            "characters, best a random UUID per request"
        )
        self.key = key


class IdempotencyKeyReused(ColugoError):
    """A key came again with another request."""

    def __init__(self, key: str) -> None:
        super().__init__(
            f"idempotency key {key!r} was used for another request: "
            "make a new key for a new request"
        )
        self.key = key
