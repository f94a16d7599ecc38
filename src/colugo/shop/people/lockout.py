"""When wrong passwords lock somebody out. Pure: knows no password and no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from colugo.errors import LockedOut
from colugo.shop.period import check_moment


@dataclass(frozen=True, slots=True)
class LockoutRule:
    """So many wrong passwords within a window lock for a while after the last of them.

    Source: our choice, stricter than the 100 failures that NIST SP 800-63B, section 5.2.2
    allows, and counted in windows as the OWASP Authentication Cheat Sheet describes.
    """

    most_failures: int = 5
    window_s: int = 900
    lock_s: int = 900

    def locked_until(self, failures: Iterable[datetime], at: datetime) -> datetime | None:
        """Until when nobody may try; None when one may.

        Args:
            failures: moments of wrong passwords since the last right one, in any order.
            at: now.
        """
        check_moment(at)
        past = sorted(moment for moment in failures if moment <= at)
        window, locked = timedelta(seconds=self.window_s), None
        for place, moment in enumerate(past):
            first = place - self.most_failures + 1
            if first >= 0 and moment - past[first] < window:
                locked = moment + timedelta(seconds=self.lock_s)
        return locked if locked is not None and at < locked else None

    def check(self, failures: Iterable[datetime], at: datetime) -> None:
        """Refuse to try a password while locked, without looking at it.

        Raises:
            LockedOut: says until when.
        """
        until = self.locked_until(failures, at)
        if until is not None:
            raise LockedOut(until)
