"""Numbers of bank accounts prove themselves by their keys."""

from __future__ import annotations

_KEY = 97
_RIB_DIGITS = 24
_LEAST_IBAN, _MOST_IBAN = 15, 34


def is_rib(digits: str) -> bool:
    """Whether 24 digits are a Moroccan account: the last two are 97 less the rest, times 100, modulo 97."""
    if len(digits) != _RIB_DIGITS or not digits.isdecimal() or not int(digits):
        return False
    return int(digits[-2:]) == _KEY - int(digits[:-2]) * 100 % _KEY


def is_iban(written: str) -> bool:
    """Whether letters and digits without spaces are an IBAN (ISO 13616): country and key behind the rest, letters as 10 to
    35, it leaves 1 when divided by 97.
    """
    if not (_LEAST_IBAN <= len(written) <= _MOST_IBAN and written.isascii() and written.isalnum()):
        return False
    if not (written[:2].isalpha() and written[2:4].isdigit()):
        return False
    return int("".join(str(int(sign, 36)) for sign in written[4:] + written[:4])) % _KEY == 1
