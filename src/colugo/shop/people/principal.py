"""Who a request comes from, and the tokens that say so. Hashes a token, keeps none."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from colugo.errors import PersonInvalid, PlaceNotYours
from colugo.shop.people.permissions import EVERYWHERE, ROLES, Role

_LONGEST_WHO = 64
_TOKEN_BYTES = 32  # Source: OWASP Session Management Cheat Sheet asks for 8 bytes or more
_TOKEN_START = "colugo_"  # so that tokens that leaked are found by looking for it


@dataclass(frozen=True, slots=True)
class Principal:
    """Somebody, or a device, that has shown who it is.

    Attributes:
        who: the name that the audit log keeps.
        role: what it may do, by `PERMISSIONS`.
        store_ids: the stores it works in; empty for all.
        counter_id: the one counter that it is at; None for any.
        person_id: who is signed in; None for a token.
    """

    who: str
    role: Role
    store_ids: frozenset[str] = frozenset()
    counter_id: str | None = None
    person_id: str | None = None

    def __post_init__(self) -> None:
        if not self.who.strip() or len(self.who) > _LONGEST_WHO or not self.who.isprintable():
            raise PersonInvalid(f"name {self.who[:20]!r}", "cannot be used")
        if self.role not in ROLES:
            raise PersonInvalid(f"role {self.role!r}", f"is none of {', '.join(ROLES)}")
        if self.store_ids and self.role in EVERYWHERE:
            raise PersonInvalid(f"role {self.role!r}", "is for all stores, not for some")

    def check_store(self, store_id: str) -> None:
        """Refuse a store that it does not work in.

        Raises:
            PlaceNotYours: names those where it does.
        """
        if self.store_ids and store_id not in self.store_ids:
            raise PlaceNotYours(self.who, f"store {store_id}", sorted(self.store_ids))

    def check_counter(self, counter_id: str) -> None:
        """Refuse a counter that it is not at.

        Raises:
            PlaceNotYours: names the one where it is.
        """
        if self.counter_id not in (None, counter_id):
            raise PlaceNotYours(self.who, f"counter {counter_id}", [str(self.counter_id)])


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What is kept of a token: everything but the token itself."""

    id: int
    principal: Principal
    created_at: datetime
    revoked_at: datetime | None = None


def new_token() -> str:
    """A token that nobody can guess."""
    return _TOKEN_START + secrets.token_urlsafe(_TOKEN_BYTES)


def digest_of(token: str) -> str:
    """The SHA-256 of a token, which alone is kept. It is random, so no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
