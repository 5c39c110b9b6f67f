"""Which plural form a whole number takes: the rules of Unicode CLDR for the interface languages."""

from __future__ import annotations


def _arabic(count: int) -> str:
    rest = count % 100
    if count < 3:
        return ("zero", "one", "two")[count]
    if 3 <= rest <= 10:
        return "few"
    return "many" if rest >= 11 else "other"


def _french(count: int) -> str:
    return "one" if count < 2 else "other"


def _english(count: int) -> str:
    return "one" if count == 1 else "other"


_RULES = {"ar": _arabic, "fr": _french, "en": _english}
CATEGORIES = {
    "ar": ("zero", "one", "two", "few", "many", "other"),
    "fr": ("one", "other"),
    "en": ("one", "other"),
}
"""The forms a language must have for each noun."""


def category(language: str, count: int) -> str:
    """The CLDR category of `count` (0 or more) in an interface language."""
    return _RULES[language](count)
