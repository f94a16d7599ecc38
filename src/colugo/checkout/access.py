"""Gives out tokens, takes them back, and says whose a token is. Knows no HTTP."""

from datetime import datetime

from colugo.errors import NotSignedIn
from colugo.persistence import Database
from colugo.shop.orders import By
from colugo.shop.people import Role
from colugo.shop.people.principal import AccessToken, Principal, digest_of, new_token


class Access:
    """The tokens of one shop. A token is shown once and kept only as its digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, who: str, role: Role, by: By) -> tuple[AccessToken, str]:
        """Make a token; gives what is kept of it, and the token itself, this once.

        Raises:
            PersonInvalid: no usable name, or no such role.
        """
        principal, token = Principal(who.strip(), role), new_token()
        with self._database.transaction() as work:
            kept = work.access_tokens.add(principal, digest_of(token), by.at)
            work.audit.add(by, "add_token", f"token {kept.id}", {"who": who, "role": role})
        return kept, token

    def add_first(self, by: By) -> str | None:
        """Make the token of the first admin, unless any token was ever given out."""
        with self._database.transaction() as work:
            if work.access_tokens.all():
                return None
            token = new_token()
            kept = work.access_tokens.add(Principal("admin", "admin"), digest_of(token), by.at)
            work.audit.add(by, "add_token", f"token {kept.id}", {"who": "admin", "role": "admin"})
        return token

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
        """Whose token it is.

        Raises:
            NotSignedIn: nobody's, or it was revoked.
        """
        with self._database.reading() as work:
            found = work.access_tokens.find(digest_of(token))
        if found is None or (found.revoked_at is not None and found.revoked_at <= at):
            raise NotSignedIn("the token is not known or was revoked")
        return found.principal
