"""What can go wrong with an open basket, an order and its refunds."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError


class ReasonMissing(ColugoError):
    """A change needs who made it and why."""

    def __init__(self, change: str) -> None:
        super().__init__(f"{change} needs who does it and why: give both, in a few words")
        self.change = change


class EntryUnknown(ColugoError):
    """The basket has no entry or question of this number."""

    def __init__(self, number: object) -> None:
        super().__init__(f"the basket has no entry or question {number!r}: read the basket again")
        self.number = number


class EntryInvalid(ColugoError):
    """An entry cannot stand in the basket."""

    def __init__(self, sku: str, reason: str) -> None:
        super().__init__(
            f"SKU {sku!r} {reason}: expected a product that is sold now, in a whole quantity of "
            "1 or more, at a price of 0 or more in the currency of the basket"
        )
        self.sku = sku
        self.reason = reason


class BasketNotSettled(ColugoError):
    """Something on the counter is still unsure, unknown or not weighed."""

    def __init__(self, questions: Sequence[str]) -> None:
        super().__init__(
            f"the basket cannot be closed, {len(questions)} on the counter is open "
            f"({', '.join(questions)}): answer each, or take it off the counter"
        )
        self.questions = tuple(questions)


class BasketEmpty(ColugoError):
    """There is nothing to sell."""

    def __init__(self) -> None:
        super().__init__("the basket is empty: add a product before closing it")


class AgeApprovalMissing(ColugoError):
    """A product with an age limit waits for an attendant."""

    def __init__(self, skus: Sequence[str], min_age_years: int) -> None:
        super().__init__(
            f"{', '.join(skus)} needs a buyer of {min_age_years} years: an attendant must see "
            "the buyer and approve, or take it out of the basket"
        )
        self.skus = tuple(skus)
        self.min_age_years = min_age_years


class ReversalTooLarge(ColugoError):
    """More was to be refunded than is left of what was sold."""

    def __init__(self, line: int, left: int, wanted: object) -> None:
        super().__init__(
            f"line {line} of the order has {left} left to refund or void, got {wanted!r}: "
            f"give 1 to {left}, or leave the line out"
        )
        self.line = line
        self.left = left
        self.wanted = wanted


class ReversalInvalid(ColugoError):
    """A refund or void does not go with the order."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the refund or void was not made: {reason}")
        self.reason = reason
