"""Gives out tokens, takes them back, and says whose a token is. Knows no HTTP."""

from datetime import datetime

from colugo.checkout.people import signed_in
from colugo.errors import CounterUnknown, NotSignedIn
from colugo.persistence import Database, Work
from colugo.shop.orders import By
from colugo.shop.people import Role
from colugo.shop.people.principal import AccessToken, Principal, digest_of, new_token


class Access:
    """The tokens of one shop. A token is shown once and kept only as its digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self, who: str, role: Role, by: By, *, store_id: str | None = None,
        counter_id: str | None = None,
    ) -> tuple[AccessToken, str]:  # fmt: skip
        """Make a token; gives what is kept of it, and the token itself, this once.

        Args:
            who: name of the person, device or program that it is for.
            role: what it may do.
            by: who makes it.
            store_id: where it holds; None for every store.
            counter_id: the one counter where it holds, in that store; None for any.

        Raises:
            PersonInvalid: no usable name, or no such role.
            StoreUnknown, CounterUnknown: there is no such place.
        """
        stores = frozenset() if store_id is None else frozenset({store_id})
        principal, token = Principal(who.strip(), role, stores, counter_id), new_token()
        facts = {"who": who, "role": role, "store": store_id, "counter": counter_id}
        with self._database.transaction() as work:
            _check_place(work, store_id, counter_id)
            kept = work.access_tokens.add(principal, digest_of(token), by.at)
            work.audit.add(by, "add_token", f"token {kept.id}", facts)
        return kept, token

    def revoke(self, token_id: int, by: By) -> AccessToken:
        """Let a token in no more, from the next request on.

        Raises:
            TokenUnknown: there is none of this number.
        """
        with self._database.transaction() as work:
            revoked = work.access_tokens.revoke(token_id, by.at)
            work.audit.add(by, "revoke_token", f"token {token_id}")
        return revoked

    def tokens(self) -> list[AccessToken]:
        """Every token that was given out, oldest first."""
        with self._database.reading() as work:
            return work.access_tokens.all()

    def authenticate(self, token: str, at: datetime) -> Principal:
        """Whose token it is: of a session, or of a device.

        Raises:
            NotSignedIn: nobody's, or it has expired or was revoked.
        """
        digest = digest_of(token)
        with self._database.reading() as work:
            person = signed_in(work, digest, at)
            if person is not None:
                return person
            found = work.access_tokens.find(digest)
        if found is None or (found.revoked_at is not None and found.revoked_at <= at):
            raise NotSignedIn("the token is not known, has expired or was revoked")
        return found.principal


def _check_place(work: Work, store_id: str | None, counter_id: str | None) -> None:
    if store_id is not None:
        work.stores.get(store_id)
    if counter_id is not None and work.stores.get_counter(counter_id).store_id != store_id:
        raise CounterUnknown(counter_id, store_id or "")
