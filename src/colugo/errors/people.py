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
