"""Numbers in words: عشرون ألف is 20000, deux millions deux cent vingt mille is 2220000."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from analyzers.normalization import fold
from ingest.description.patterns import rules

_AND = ("و", "et")
_THOUSAND = 1_000


@dataclass(frozen=True, slots=True)
class _Part:
    """A word of a number: its value, whether it multiplies what stands before it, and whether an `and` joins it."""

    value: int
    scale: bool
    joined: bool


@cache
def words_pattern() -> str:
    """An expression for a run of number words in folded text."""
    each = "|".join(sorted(map(re.escape, _values()), key=len, reverse=True)).replace(r"\ ", r"[ -]")
    return rf"(?:{each})(?:[ -](?:et |و )?و?(?:{each}))*(?!\w)"


def number_in_words(folded: str) -> int:
    """The number that a run of number words says. Where words begin another number (بين خمسمائة وألف), the last one."""
    total = current = 0
    for part in _parts(folded):
        if part.scale and part.joined and current and part.value >= _THOUSAND and not total:
            total, current = part.value, 0
        elif not part.scale and part.value >= _THOUSAND:
            total += part.value
        elif not part.scale:
            current += part.value
        elif part.value >= _THOUSAND:
            total, current = total + max(current, 1) * part.value, 0
        else:
            current = max(current, 1) * part.value if not part.joined else current + part.value
    return total + current


def _parts(folded: str) -> Sequence[_Part]:
    words = folded.replace("-", " ").split()
    parts: list[_Part] = []
    joined, at = False, 0
    while at < len(words):
        if words[at] in _AND:
            joined, at = True, at + 1
            continue
        length = 2 if _known(" ".join(words[at : at + 2])) else 1
        word = " ".join(words[at : at + length])
        bare = _known(word)
        if bare:
            value, scale = _values()[bare]
            parts.append(_Part(value, scale, joined or bare != word))
        joined, at = False, at + length
    return parts


def _known(word: str) -> str | None:
    """The word as it is listed, without a و joined to it."""
    return next((form for form in (word, word.removeprefix("و")) if form in _values()), None)


@cache
def _values() -> Mapping[str, tuple[int, bool]]:
    """Folded words with their value and whether they multiply."""
    table = rules("number_words")
    return {
        fold(word): (int(value), kind == "scales")
        for kind in ("values", "scales")
        for value, words in table[kind].items()
        for word in words
    }
