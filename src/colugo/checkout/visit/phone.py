"""The key by which a phone may look at one visit, and at nothing else. Knows no HTTP."""

import hashlib
import hmac
from typing import Final
from uuid import UUID

from colugo.errors import ViewUnknown
from colugo.persistence import Database

_DIGITS: Final = 32  # 128 bits: nobody finds one by trying
_BETWEEN: Final = "."


def phone_key(database: Database, counter_id: str, visit_id: UUID) -> str:
    """The key of a visit: its counter, itself, and digits that only this shop can make."""
    with database.reading() as work:
        return _key(counter_id, str(visit_id), work.receipt_keys.get())


def counter_of_key(database: Database, key: str) -> str:
    """The counter whose visit a key is of, as long as that visit lasts.

    Raises:
        ViewUnknown: it is no key of this shop, or its visit is over: which, is not told.
    """
    counter_id, visit_id = (*key.rsplit(_BETWEEN, 2), "", "")[:2]
    with database.reading() as work:
        known = _key(counter_id, visit_id, work.receipt_keys.get())
        if not hmac.compare_digest(known.encode(), key.encode()):
            raise ViewUnknown
        current = work.visits.get(counter_id).visit.visit_id
    if str(current) != visit_id:
        raise ViewUnknown
    return counter_id


def _key(counter_id: str, visit_id: str, secret: bytes) -> str:
    told = f"view {counter_id}{_BETWEEN}{visit_id}"
    digits = hmac.new(secret, told.encode(), hashlib.sha256).hexdigest()[:_DIGITS]
    return _BETWEEN.join((counter_id, visit_id, digits))
