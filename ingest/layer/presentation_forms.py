"""Letters that stand for shapes: Arabic presentation forms and Latin ligatures become the letters they are made of."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_SPACING_MARKS = frozenset((*range(0xFE70, 0xFE80), *range(0xFC5E, 0xFC64), *range(0xFCF2, 0xFCF5)))
"""Vowel signs with a seat of their own; their compatibility form would bring a space or a tatweel into the word."""


def is_presentation_form(letter: str) -> bool:
    """Whether a character is a shape of other characters (blocks FB00-FDFF and FE70-FEFF)."""
    return "\ufb00" <= letter <= "\ufdff" or "\ufe70" <= letter <= "\ufefe"


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """`text` with presentation forms replaced by the letters they stand for, everything else as it is."""
    if not any(is_presentation_form(letter) for letter in text):
        return text
    return "".join(_letters(letter) for letter in text)


@lru_cache(maxsize=4096)
def is_mark(text: str) -> bool:
    """Whether `text` is nothing but signs that sit on a letter."""
    return bool(text) and all(_is_mark(letter) for letter in text)


def without_marks(text: str) -> str:
    """`text` without the signs that sit on its letters."""
    return "".join(letter for letter in text if not _is_mark(letter))


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter) == "Mn" or ord(letter) in _SPACING_MARKS


def _letters(letter: str) -> str:
    if not is_presentation_form(letter):
        return letter
    plain = unicodedata.normalize("NFKC", letter)
    return plain.strip(" \u0640") if ord(letter) in _SPACING_MARKS else plain
