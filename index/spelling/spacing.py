"""Spaces left out and spaces too many: المجلسالجهوي is المجلس الجهوي, ميزا نية is ميزانية."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log2

from analyzers.tokens import Token
from index.engine import IndexReader, Spelling

_SHORTEST = 2
"""Letters of a part of a word that was run together with another."""

_SHORTEST_WHOLE = 5
"""Letters of a word that may be two."""

_SHORT_PART = 0.5
"""What a part of two letters costs: by chance, many a word begins or ends with one."""


def parted(word: str, reader: IndexReader) -> str:
    """The folded `word` as two that documents hold, written as there with a space between, those in most documents first;
    "" where it can't be.
    """
    cuts = list(_cuts(word))
    known = reader.spellings({part for cut in cuts for part in cut})
    ranked = sorted((cut for cut in cuts if all(part in known for part in cut)), key=lambda cut: _rank(cut, known))
    return " ".join(known[part].text for part in ranked[0]) if ranked else ""


def joined(query: str, words: Sequence[Token], unknown: Sequence[Token], reader: IndexReader) -> dict[Token, str]:
    """The words of the query that a space parts and that together are one that documents hold, at least one of them unknown
    alone: the first with the whole in its place, the second with nothing.
    """
    pairs = [
        (first, second)
        for first, second in pairwise(words)
        if query[first.end : second.start] == " " and (first in unknown or second in unknown)
    ]
    known = reader.spellings({first.exact + second.exact for first, second in pairs})
    found: dict[Token, str] = {}
    for first, second in pairs:
        whole = known.get(first.exact + second.exact)
        if whole and first not in found:
            found |= {first: whole.text, second: ""}
    return found


def _cuts(word: str) -> Iterator[tuple[str, str]]:
    if len(word) >= _SHORTEST_WHOLE and word.isalpha():
        for place in range(_SHORTEST, len(word) - _SHORTEST + 1):
            yield word[:place], word[place:]


def _rank(cut: tuple[str, str], known: Mapping[str, Spelling]) -> tuple[float, tuple[str, str]]:
    """The rarer part decides, and parts of two letters are doubted."""
    short = sum(len(part) <= _SHORTEST for part in cut)
    return _SHORT_PART * short - log2(min(known[part].documents for part in cut)) / 10, cut
