"""What can go wrong with tax, rounding and the sharing out of amounts."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError


class AllocationInvalid(ColugoError):
    """An amount cannot be shared out by these weights."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"the amount cannot be shared out: {reason}; give whole weights of 0 or more, "
            "at least one above 0"
        )
        self.reason = reason


class RoundingStepInvalid(ColugoError):
    """A step of cash rounding is not a whole number of 1 or more."""

    def __init__(self, step_minor: object) -> None:
        super().__init__(
            f"expected a cash rounding step of 1 or more minor units, got {step_minor!r}: "
            "5 rounds to 0.05 where the currency has two decimals"
        )
        self.step_minor = step_minor


class TaxRateInvalid(ColugoError):
    """A tax rate or class is not what Colugo can calculate with."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(
            f"tax {code!r} {reason}: expected a code of 1 to 32 characters without spaces and "
            "a rate of 0 to 1000000 parts per million (13 % is 130000)"
        )
        self.code = code
        self.reason = reason


class TaxClassUnknown(ColugoError):
    """A product names a tax class that the tax rules do not have."""

    def __init__(self, code: str, known: Sequence[str]) -> None:
        super().__init__(
            f"tax class {code!r} is not known: give one of {', '.join(sorted(known))}, "
            "or add it to the tax rules"
        )
        self.code = code
        self.known = tuple(known)
