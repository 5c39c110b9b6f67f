"""What a word is, and of which script.

A word is written in one script: digits that touch Arabic letters are words of their own, as are those before Latin
ones (`15DH`); digits after Latin letters belong to them (`A4`, `m²`). Marks inside a word stay inside it.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from pathlib import Path

ARABIC, LATIN, TIFINAGH, NUMBER, OTHER = "arabic", "latin", "tifinagh", "number", "other"

_INVISIBLE = "\u00ad\u061c\u0640\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
_ACCENTS = "\u0300-\u036f"
APOSTROPHES = "'’‘ʼ＇"
_SEPARATORS = r".,/\\\-‐‑–−٫٬"


def _pattern() -> re.Pattern[str]:
    blocks = tomllib.loads(Path(__file__).with_name("scripts.toml").read_text(encoding="utf-8"))
    letters = {script: _members(ranges, "L") for script, ranges in blocks.items()}
    arabic_marks = _members(blocks[ARABIC], "Mn")
    groups = {
        NUMBER: rf"\d++(?:[{_INVISIBLE}]*+[{_SEPARATORS}][{_INVISIBLE}]*+\d++)*+",
        ARABIC: _word(letters[ARABIC], arabic_marks),
        LATIN: _latin_word(letters[LATIN]),
        TIFINAGH: _word(letters[TIFINAGH], _members(blocks[TIFINAGH], "Mn")),
        OTHER: _word(rf"^\W\d_ـ{''.join(letters.values())}", _members([[0x0300, 0xFAFF]], "M")),
    }
    return re.compile("|".join(f"(?P<{script}>{pattern})" for script, pattern in groups.items()))


def _word(letters: str, marks: str) -> str:
    """Letters; between them marks and invisible characters, at their end marks alone."""
    return rf"[{letters}]++(?:[{marks}{_INVISIBLE}]++[{letters}]++)*+[{marks}]*+"


def _latin_word(letters: str) -> str:
    following = rf"[{letters}\d¹²³]"
    return (
        rf"[{letters}](?:{following}++|[{_ACCENTS}{_INVISIBLE}]++(?={following})|[{APOSTROPHES}](?=[{letters}]))*+"
        rf"[{_ACCENTS}]*+"
    )


def _members(ranges: Sequence[Sequence[int]], category: str) -> str:
    """The inside of a character class: the code points of the ranges whose general category begins with `category`."""
    chosen = (c for first, last in ranges for c in range(first, last + 1))
    members = [c for c in chosen if unicodedata.category(chr(c)).startswith(category) and c != ord("ـ")]
    breaks = [i for i in range(1, len(members)) if members[i] != members[i - 1] + 1]
    pieces = zip([0, *breaks], [*breaks, len(members)], strict=True)
    return "".join(f"{chr(members[i])}-{chr(members[j - 1])}" for i, j in pieces)


WORD = _pattern()
"""A word. The name of the group that matched is its script, one of this module's constants. Matches never overlap, and
finding all of them takes time linear in the length of the text.
"""
