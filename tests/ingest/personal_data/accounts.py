"""Invented bank accounts whose keys are right."""

from __future__ import annotations


def rib_of(base: str) -> str:
    """22 digits with their key."""
    return f"{base}{97 - int(base) * 100 % 97:02d}"


def iban_of(rib: str) -> str:
    """The Moroccan IBAN of an account."""
    return f"MA{98 - int(f'{rib}221000') % 97:02d}{rib}"
