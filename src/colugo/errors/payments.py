"""What can go wrong with payments and repeated requests."""

from collections.abc import Sequence

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


class CashTooLittle(ColugoError):
    """Less cash was handed over than is due."""

    def __init__(self, due: str, tendered: str) -> None:
        super().__init__(
            f"{due} is due in cash, got {tendered}: take the rest, or pay a part in another way"
        )
        self.due = due
        self.tendered = tendered


class NotPaidInCash(ColugoError):
    """Only of cash something can be handed over, and change be given."""

    def __init__(self, payment_id: str, provider: str) -> None:
        super().__init__(
            f"payment {payment_id} is paid by {provider}, not in cash: confirm it without "
            "what was handed over"
        )
        self.payment_id = payment_id
        self.provider = provider


class ProviderUnknown(ColugoError):
    """No such payment provider is set up."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(
            f"no payment provider {name!r} is set up: take one of {', '.join(known)}, or describe "
            "it in payments.toml"
        )
        self.name = name
        self.known = tuple(known)


class ProviderUnreachable(ColugoError):
    """A payment provider did not answer; nothing is known of what it did."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"the payment provider {name} does not answer ({reason}): try again, a repeat is the "
            "same payment"
        )
        self.name = name
        self.reason = reason


class ProviderRefused(ColugoError):
    """A payment provider refused, or its answer cannot be trusted."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"the payment provider {name} refused ({reason}): take another way to pay, and compare "
            "payments.toml with what the provider asks for"
        )
        self.name = name
        self.reason = reason


class CallbackRefused(ColugoError):
    """A callback is not from the provider, or not for this shop. Nothing is taken from it."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"a callback of {name} {reason}: nothing is taken from it; compare the keys in "
            "payments.toml with those of the provider, and the clock of this machine"
        )
        self.name = name
        self.reason = reason


class NotConfirmedByHand(ColugoError):
    """Only the provider itself can say that this payment came in."""

    def __init__(self, payment_id: str, provider: str) -> None:
        super().__init__(
            f"payment {payment_id} comes in through {provider}, which tells so itself: wait for "
            "it, or ask it now"
        )
        self.payment_id = payment_id
        self.provider = provider


class PaymentsFileInvalid(ColugoError):
    """payments.toml cannot be used."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(
            f"{place}: {reason}; see the manual, page Payments and receipts, for what stands in it"
        )
        self.place = place
        self.reason = reason
