"""Who may do what, whatever carries the request: whose its token is, and what the role may do."""

from datetime import UTC, datetime
from typing import Final, Protocol

from colugo.errors import NotSignedIn
from colugo.shop.people import Action, check_allowed
from colugo.shop.people.principal import Principal

_SCHEME: Final = "bearer"


class Authenticator(Protocol):
    """Says whose a token is, or raises NotSignedIn."""

    def authenticate(self, token: str, at: datetime) -> Principal:
        """Whose token it is."""
        ...


def now() -> datetime:
    """This moment, with its time zone."""
    return datetime.now(UTC)


def bearer(authorization: str) -> str:
    """The token of the header, or metadata, `authorization`.

    Raises:
        NotSignedIn: it shows none.
    """
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != _SCHEME or not token.strip():
        raise NotSignedIn("the request has no token")
    return token.strip()


def admit(authenticator: Authenticator, token: str, action: Action) -> Principal:
    """Let in who may do an action.

    Raises:
        NotSignedIn: the token is nobody's.
        NotAllowed: the role may not do it.
    """
    principal = authenticator.authenticate(token, now())
    check_allowed(principal.role, action)
    return principal
