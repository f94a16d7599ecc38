"""Which passwords are taken, and one that is made up. Hashes and keeps none."""

import secrets
from typing import Final

from colugo.errors import PasswordUnfit
from colugo.shop.people.people import Person

# Source: NIST SP 800-63B, section 5.1.1.2: at least 8, no rules on kinds of letters; longer, since
# there is no second factor here. The most keeps hashing short.
SHORTEST: Final = 12
LONGEST: Final = 256

# Without letters that look alike, so that it can be read off a screen.
_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 5  # 31^20: 99 bits


def check_password(password: str, person: Person) -> None:
    """Refuse a password that is guessed at once.

    Raises:
        PasswordUnfit: too short, too long, of few different letters, or the name itself.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise PasswordUnfit(f"has {len(password)} letters, not {SHORTEST} to {LONGEST}")
    if len(set(password)) < 5:
        raise PasswordUnfit("repeats the same few letters")
    rest = password.casefold()
    for name in sorted((person.id, person.name, "colugo"), key=len, reverse=True):
        rest = rest.replace(name.casefold(), "")
    if len(rest) < SHORTEST // 2:
        raise PasswordUnfit("is hardly more than a name")


def new_password() -> str:
    """A password that nobody can guess, in groups that are easily typed."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
