"""Permanent identifiers: random, so that they tell nothing, and short enough to be read out."""

from __future__ import annotations

import secrets

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32 in small letters: no i, l, o or u, so nothing is misread."""

LENGTH = 12


def new_id(prefix: str = "") -> str:
    """`prefix` and LENGTH random characters (60 bits)."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
