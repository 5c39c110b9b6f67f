"""Keys that let somebody in: made of 256 random bits, given away once, known by their digest only."""

from __future__ import annotations

import hashlib
import secrets

_BYTES = 32


def new_key(prefix: str = "") -> str:
    """`prefix` and 43 characters that nobody guesses."""
    return prefix + secrets.token_urlsafe(_BYTES)


def digest(key: str) -> str:
    """By what the key is known again. One round of SHA-256: there are too many keys to try them."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()
