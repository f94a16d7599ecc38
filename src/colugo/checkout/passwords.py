"""Hashes passwords with argon2id and checks them. Keeps none."""

from functools import cache
from typing import Any

from colugo.errors import ExtraMissing


def hash_password(password: str) -> str:
    """The argon2id hash of a password, with its salt and costs in it.

    Source: RFC 9106, section 4, the second recommended option, as argon2-cffi has it.

    Raises:
        ExtraMissing: argon2-cffi is not installed.
    """
    hashed: str = _hasher().hash(password)
    return hashed


def is_password(password: str, password_hash: str | None) -> bool:
    """Whether a password has the hash; as long in coming where there is no hash to compare.

    Raises:
        ExtraMissing: argon2-cffi is not installed.
    """
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        is_right: bool = _hasher().verify(password_hash or _nobodys(), password)
    except (VerificationError, InvalidHashError):
        return False
    return is_right and password_hash is not None


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with other costs than those of today."""
    outdated: bool = _hasher().check_needs_rehash(password_hash)
    return outdated


@cache
def _hasher() -> Any:
    try:
        from argon2 import PasswordHasher
    except ModuleNotFoundError as error:
        raise ExtraMissing("passwords", "argon2-cffi", "server") from error
    return PasswordHasher()


@cache
def _nobodys() -> str:
    return hash_password("a password that nobody has")
