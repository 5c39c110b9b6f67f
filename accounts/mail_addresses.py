"""E-mail addresses as people type them."""

from __future__ import annotations

import re

from domain.accounts import AccountError, AccountFault

_LONGEST = 254
_ADDRESS = re.compile(r"[^\s@<>\"(),:;\[\]\\\x00-\x1f\x7f]{1,64}@[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)+")


def require_address(typed: str) -> str:
    """The address in small letters. Raises AccountError for what is none."""
    address = typed.strip().lower()
    if len(address) > _LONGEST or not _ADDRESS.fullmatch(address):
        raise AccountError(AccountFault.NO_EMAIL)
    return address
