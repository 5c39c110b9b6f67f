"""Codes of an authenticator app (TOTP, RFC 6238), and recovery codes for when it is lost."""

from __future__ import annotations

import hmac
import secrets
import unicodedata
from datetime import datetime

import pyotp

from archive.identifiers import ALPHABET

_ISSUER = "Shaffaf"
_RECOVERY_CODES = 10
_GROUPS, _GROUP = 4, 4
_NEIGHBOURS = (0, -1, 1)
"""Time steps whose codes are taken: clocks differ, and typing takes time."""


def new_secret() -> str:
    """What the app and the archive share: 160 random bits in base 32."""
    return pyotp.random_base32()


def address(secret: str, email: str) -> str:
    """The `otpauth:` address of a secret, by which an app takes it in."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=_ISSUER)


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """The number of the time step that the code belongs to, None when it is wrong (or too old)."""
    totp, typed = pyotp.TOTP(secret), _digits(code)
    step = int(moment.timestamp()) // totp.interval
    found = [step + by for by in _NEIGHBOURS if hmac.compare_digest(totp.generate_otp(step + by), typed)]
    return found[0] if found else None


def is_secret(text: str) -> bool:
    """Whether it is of the shape of a secret."""
    return len(text) == 32 and set(text) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


def new_recovery_codes() -> list[str]:
    """Codes that are good once each: 80 random bits in groups."""
    return ["-".join(_group() for _ in range(_GROUPS)) for _ in range(_RECOVERY_CODES)]


def plain_recovery_code(typed: str) -> str:
    """The code as it was given, however it was typed."""
    letters = [letter for letter in _folded(typed) if letter in ALPHABET]
    return "-".join("".join(letters[first : first + _GROUP]) for first in range(0, len(letters), _GROUP))


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(_GROUP))


def _folded(typed: str) -> str:
    """Small letters and Western digits, those that look alike as the alphabet has them."""
    digits = "".join(_digit(letter) for letter in typed[:100])
    return digits.lower().translate(str.maketrans("ilo", "110"))


def _digits(code: str) -> str:
    return "".join(letter for letter in _folded(code) if letter in "0123456789")


def _digit(letter: str) -> str:
    return str(unicodedata.decimal(letter, letter))
