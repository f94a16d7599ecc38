"""What can go wrong with the audit log."""

from colugo.errors.base import ColugoError


class AuditBroken(ColugoError):
    """The audit log was changed, or a part of it is missing."""

    def __init__(self, number: int, reason: str) -> None:
        super().__init__(
            f"entry {number} of the audit log {reason}: the log was changed after it was "
            "written; keep the database as it is and compare it with a backup"
        )
        self.number = number
        self.reason = reason


class AuditEntryInvalid(ColugoError):
    """An audit entry does not say who did what to what."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"the audit entry {reason}: say who did what to what, in whole numbers")
        self.reason = reason
