"""What can go wrong with a visit to the counter."""

from collections.abc import Sequence

from colugo.errors.base import ColugoError


class VisitStepWrong(ColugoError):
    """The visit does not take this step now."""

    def __init__(self, step: str, state: str, steps: Sequence[str]) -> None:
        super().__init__(
            f"a visit that is {state} takes no step {step!r} now, but {', '.join(steps)}: read "
            "the visit again, nothing is changed"
        )
        self.step = step
        self.state = state
        self.steps = list(steps)


class VisitChanged(ColugoError):
    """Somebody, or something on the counter, changed the visit meanwhile."""

    def __init__(self, counter_id: str, expected: int, version: int) -> None:
        super().__init__(
            f"the visit at counter {counter_id} is at version {version}, not {expected}: read it "
            "again, nothing is changed"
        )
        self.counter_id = counter_id
        self.expected = expected
        self.version = version


class VisitTotalWrong(ColugoError):
    """What the shopper said yes to is not what the basket comes to."""

    def __init__(self, seen_minor: int, total_minor: int) -> None:
        super().__init__(
            f"the basket comes to {total_minor} minor units, the shopper confirmed {seen_minor}: "
            "show the basket again"
        )
        self.seen_minor = seen_minor
        self.total_minor = total_minor


class FrameInvalid(ColugoError):
    """A frame says of itself what cannot be."""

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what} of the frame {reason}: send it as the manual says")
        self.what = what
        self.reason = reason
