"""One form for what is written in many: the `exact` term of a word.

Each code point is folded for itself, by tables made of Unicode's own properties and `folding.toml`, so folding twice
changes nothing and any slice of a text folds as it does within the text.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path

_LAST_CACHED = 0xFFFF  # tables remember the Basic Multilingual Plane: what is rarer is worked out each time


def fold(text: str) -> str:
    """The form under which words are compared. Idempotent.

    Presentation forms are taken apart, tashkeel, tatweel, zero-width and bidi marks dropped; alef, hamza seats, ya, ta
    marbuta and the look-alikes of other Arabic-script keyboards become one letter each, every digit an ASCII digit;
    Latin letters lose case and accents, œ and æ are spelt out, typographic apostrophes and hyphens become plain.
    White space stays white space, and none is added.
    """
    return text.lower() if text.isascii() and "`" not in text else text.translate(_FOLDED)


def unify(text: str) -> str:
    """The first half of folding: what differs in shape only. Hamzas, ta marbuta, accents and case stay, so that
    lexicons know the words. Idempotent.
    """
    composed = unicodedata.normalize("NFC", text)  # a hamza written as a mark of its own is part of its letter
    return unicodedata.normalize("NFC", composed.translate(_UNIFIED))


class _Table(dict[int, str]):
    """A table for `str.translate` that works out an entry when it is first asked for."""

    def __init__(self, convert: Callable[[str], str]) -> None:
        super().__init__()
        self._convert = convert

    def __missing__(self, code_point: int) -> str:
        converted = _settle(self._convert, chr(code_point))
        if code_point <= _LAST_CACHED:
            self[code_point] = converted
        return converted


def _settle(convert: Callable[[str], str], character: str) -> str:
    """The conversion's result, converted again until nothing changes: so that twice is once."""
    converted = "".join(map(convert, character))
    return converted if converted == character else "".join(_settle(convert, c) for c in converted)


def _fold_character(character: str) -> str:
    unified = _unify_character(character)
    return "".join(_SEATS.get(c) or _fold_letter(c) for c in unified)


def _fold_letter(character: str) -> str:
    folded = _decompose("NFKD", character).casefold()
    return "".join(_EXPANSIONS.get(c, c) for c in folded if not _is_dropped(c) and not "\u0300" <= c <= "\u036f")


def _unify_character(character: str) -> str:
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    shaped = "".join(_SHAPES.get(c, c) for c in _decompose("NFKC", _SHAPES.get(character, character)))
    return "".join(c for c in shaped if not _is_dropped(c))


def _decompose(form: str, character: str) -> str:
    """Without the spaces that some compatibility forms stand on, such as those of single vowel signs."""
    normal = unicodedata.normalize(form, character)  # type: ignore[arg-type]
    return normal if character.isspace() else normal.replace(" ", "")


def _is_dropped(character: str) -> bool:
    """Whether it is invisible (zero-width, bidi, soft hyphen), a tatweel or an Arabic vowel or reading sign."""
    if character in "ـۥۦ":
        return True
    category = unicodedata.category(character)
    return category == "Cf" or (category == "Mn" and unicodedata.name(character, "").startswith("ARABIC"))


def _inverted(table: Mapping[str, str]) -> dict[str, str]:
    return {variant: base for base, variants in table.items() for variant in variants}


_DATA = tomllib.loads(Path(__file__).with_name("folding.toml").read_text(encoding="utf-8"))
_SHAPES = _inverted(_DATA["shapes"])
_SEATS = _inverted(_DATA["seats"])
_EXPANSIONS: dict[str, str] = _DATA["expansions"]
_FOLDED = _Table(_fold_character)
_UNIFIED = _Table(_unify_character)
