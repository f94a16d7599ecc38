"""Entries of the audit log and the chain of hashes that shows a change. Keeps nothing.

The hash of an entry is the SHA-256 of the canonical JSON of all its other fields, and the hash
of the entry before is one of them. A changed, missing, added or moved entry breaks the chain at
its place. Entries cut off at the end are noticed where the last number or hash is known from
elsewhere, so give `check_chain` the head that a backup or a printed report names.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from colugo.errors import AuditBroken, AuditEntryInvalid
from colugo.shop.canonical import digest
from colugo.shop.orders.open_basket import By

NO_HASH: Final = "0" * 64  # what stands before the first entry


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One thing that was done.

    Attributes:
        number: 1, 2, 3 without gaps.
        who, role: did it. action: one word for it. subject: what it was done to.
        details: plain facts: text, whole numbers, lists and objects of them.
    """

    number: int
    at: datetime
    who: str
    role: str
    action: str
    subject: str
    details: Mapping[str, object]
    previous_hash: str
    hash: str

    def expected_hash(self) -> str:
        """The hash that the other fields have."""
        return _hash(
            number=self.number,
            at=self.at,
            who=self.who,
            role=self.role,
            action=self.action,
            subject=self.subject,
            details=self.details,
            previous_hash=self.previous_hash,
        )


class AuditHead(NamedTuple):
    """Number and hash of the newest entry: all that the next one needs of it."""

    number: int
    hash: str


def append(
    last: AuditEntry | AuditHead | None,
    by: By,
    action: str,
    subject: str,
    details: Mapping[str, object] | None = None,
) -> AuditEntry:
    """The entry that comes after `last`; None before the first.

    Raises:
        AuditEntryInvalid: no action or subject, or details that have no canonical form.
    """
    if not action.strip() or not subject.strip():
        raise AuditEntryInvalid("names no action or no subject")
    number = 1 if last is None else last.number + 1
    previous_hash = NO_HASH if last is None else last.hash
    facts = dict(details or {})
    try:
        entry_hash = _hash(
            number=number,
            at=by.at,
            who=by.who,
            role=by.role,
            action=action,
            subject=subject,
            details=facts,
            previous_hash=previous_hash,
        )
    except TypeError as error:
        raise AuditEntryInvalid(f"has details that cannot be kept ({error})") from error
    return AuditEntry(
        number, by.at, by.who, by.role, action, subject, facts, previous_hash, entry_hash
    )


def find_broken(entries: Iterable[AuditEntry]) -> AuditBroken | None:
    """What is wrong with the first broken entry, or None. Reads entry by entry.

    Args:
        entries: all of them, from the first, in the order of their numbers.
    """
    previous_hash = NO_HASH
    for number, entry in enumerate(entries, start=1):
        if entry.number != number:
            return AuditBroken(number, f"is missing, entry {entry.number} stands in its place")
        if entry.previous_hash != previous_hash:
            return AuditBroken(number, "does not follow the entry before it")
        if entry.hash != entry.expected_hash():
            return AuditBroken(number, "does not have the hash of what it says")
        previous_hash = entry.hash
    return None


def check_chain(entries: Iterable[AuditEntry], head: AuditEntry | None = None) -> None:
    """Refuse a log that was changed.

    Args:
        entries: all of them, from the first.
        head: an entry known from elsewhere that must be among them, unchanged.

    Raises:
        AuditBroken: names the first broken entry.
    """
    known = tuple(entries)
    broken = find_broken(known)
    if broken is not None:
        raise broken
    if head is not None and (len(known) < head.number or known[head.number - 1].hash != head.hash):
        raise AuditBroken(head.number, "is missing or another one than is known from elsewhere")


def _hash(**facts: object) -> str:
    return digest(facts)
