"""Passwords: Argon2id hashes with the parameters of RFC 9106, and the least that a password must be."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from screening.errors import ReviewError

_HASHER = PasswordHasher()
_LONGEST = 1000


def hash_password(password: str, name: str, least_length: int) -> str:
    """Return the hash of a new password; raises ReviewError when it is too short, too simple or like the name."""
    if not least_length <= len(password) <= _LONGEST:
        raise ReviewError(f"a password has {least_length} to {_LONGEST} characters", remedy="Choose another one")
    if len(set(password)) < 5 or name.lower() in password.lower():
        raise ReviewError("the password is too easy to guess", remedy="Choose one that does not hold the name")
    return _HASHER.hash(password)


def is_password(password: str, password_hash: str | None) -> bool:
    """Tell whether a password has the hash; takes as long where there is no hash to compare with."""
    if len(password) > _LONGEST:
        return False
    try:
        return _HASHER.verify(password_hash or _nobodys(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    """A hash of the same cost that no password has: a name that does not exist must not answer faster."""
    return _HASHER.hash(secrets.token_hex())
