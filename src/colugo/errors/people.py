"""What can go wrong with people and what they may do."""

from collections.abc import Sequence
from datetime import datetime

from colugo.errors.base import ColugoError


class NotAllowed(ColugoError):
    """A role may not do this."""

    def __init__(self, role: str, action: str, allowed: Sequence[str]) -> None:
        super().__init__(
            f"the role {role} may not {action.replace('_', ' ')}: ask one of {', '.join(allowed)}"
        )
        self.role = role
        self.action = action
        self.allowed = tuple(allowed)


class LockedOut(ColugoError):
    """Too many wrong passwords: nobody may try for a while."""

    def __init__(self, until: datetime) -> None:
        super().__init__(
            f"too many wrong passwords, locked until {until.isoformat(timespec='seconds')}: "
            "try again then, or ask an admin"
        )
        self.until = until


class PersonInvalid(ColugoError):
    """A person, store or counter has no usable id or name."""

    def __init__(self, subject: str, reason: str) -> None:
        super().__init__(
            f"{subject} {reason}: expected 1 to 64 printable characters without spaces at the ends"
        )
        self.subject = subject
        self.reason = reason


class CoordinatesInvalid(ColugoError):
    """A store has a latitude or longitude that is nowhere on earth."""

    def __init__(self, what: str, got: object, highest: int) -> None:
        super().__init__(
            f"the {what} {got} is nowhere: expected degrees from -{highest} to {highest}, or "
            "neither latitude nor longitude"
        )
        self.what = what
        self.got = got
        self.highest = highest


class PersonUnknown(ColugoError):
    """There is no such person."""

    def __init__(self, person_id: str) -> None:
        super().__init__(f"there is no person {person_id!r}: see `colugo person list`")
        self.person_id = person_id


class PersonTaken(ColugoError):
    """Another person has the id."""

    def __init__(self, person_id: str) -> None:
        super().__init__(f"there is a person {person_id!r} already: choose another id")
        self.person_id = person_id


class LastAdmin(ColugoError):
    """Without this admin nobody could change people any more."""

    def __init__(self, person_id: str) -> None:
        super().__init__(
            f"{person_id!r} is the last admin who can sign in: make somebody else an admin first"
        )
        self.person_id = person_id


class PasswordUnfit(ColugoError):
    """A password is guessed too easily."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the password {reason}: take 12 letters or more that nobody expects")
        self.reason = reason


class SignInFailed(ColugoError):
    """Name or password is wrong; which of them is not told."""

    def __init__(self) -> None:
        super().__init__("name or password is wrong: try again, or ask an admin for a new password")


class WeChatNotLinked(ColugoError):
    """Nobody of the shop has this WeChat account."""

    def __init__(self, open_id: str) -> None:
        super().__init__(
            f"the WeChat account {open_id} is nobody's here: sign in by name and link it, or let "
            f"an admin run `colugo person link ID {open_id}`"
        )
        self.open_id = open_id


class WeChatCodeRefused(ColugoError):
    """WeChat does not take the code of a sign-in."""

    def __init__(self, code_of_error: int, reason: str) -> None:
        super().__init__(
            f"WeChat does not take the code ({code_of_error}: {reason}): get a new one by "
            "wx.login, each is good once and for five minutes"
        )
        self.code_of_error = code_of_error
        self.reason = reason


class WeChatNotSetUp(ColugoError):
    """The shop has no mini-program to sign in with."""

    def __init__(self) -> None:
        super().__init__(
            "nobody can sign in by WeChat here: set mini_program_id and mini_program_secret"
        )


class PlaceNotYours(ColugoError):
    """A person or device acts in a store or at a counter that is not theirs."""

    def __init__(self, who: str, place: str, allowed: Sequence[str]) -> None:
        super().__init__(
            f"{who} works in {', '.join(allowed)} only, not in {place}: use what belongs there, or "
            "ask an admin"
        )
        self.who = who
        self.place = place
        self.allowed = tuple(allowed)
