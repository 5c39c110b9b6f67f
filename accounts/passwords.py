"""Passwords: which will do, and whether one is right, found out in the same time whether there is one or not."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache, cached_property
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.accounts import AccountError, AccountFault

SHORTEST, LONGEST = 12, 256
_FEWEST_DIFFERENT = 5
_TELLING = 5
"""How long a part of the address is that a password must not be made of."""

_AT_ONCE = 2
"""Argon2 takes 64 MiB each time: many who sign in at once wait for their turn rather than fill the memory."""


class Passwords:
    """Argon2id hashes by the second recommendation of RFC 9106, with a salt each."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher()
        self._turn = threading.BoundedSemaphore(_AT_ONCE)

    def hash(self, password: str) -> str:
        """What is kept of the password."""
        with self._turn:
            return self._hasher.hash(_normal(password))

    def matches(self, known: str | None, password: str) -> bool:
        """Whether it is the password that `known` is the hash of. Without a hash it is not, found out as slowly."""
        with self._turn:
            return self._verify(self._nobodys if known is None else known, password) and known is not None

    def is_weak(self, known: str) -> bool:
        """Whether the hash is of less strength than those of today."""
        return self._hasher.check_needs_rehash(known)

    def _verify(self, known: str, password: str) -> bool:
        try:
            return self._hasher.verify(known, _normal(password))
        except (VerificationError, InvalidHashError):
            return False

    @cached_property
    def _nobodys(self) -> str:
        return self._hasher.hash(secrets.token_urlsafe())


def require_good(password: str, email: str) -> None:
    """Raise AccountError unless the password will do for the owner of the address: long, and not what is tried first."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        raise AccountError(AccountFault.SHORT, least=SHORTEST)
    if len(normal) > LONGEST:
        raise AccountError(AccountFault.LONG, most=LONGEST)
    folded = normal.casefold()
    own = email.partition("@")[0].casefold()
    if folded in _guessable() or len(set(folded)) < _FEWEST_DIFFERENT or (len(own) >= _TELLING and own in folded):
        raise AccountError(AccountFault.GUESSABLE)


def _normal(password: str) -> str:
    """The same characters however a keyboard composes them."""
    return unicodedata.normalize("NFKC", password)


@cache
def _guessable() -> frozenset[str]:
    lines = Path(__file__).with_name("guessable.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))
