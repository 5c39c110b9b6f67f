"""Numbers written in groups of three with spaces between: 1 250 000,00 is 1250000, as 1.250.000 is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzers.mentions.mention import Mention
from analyzers.normalization import fold
from analyzers.numbers import analyze_number
from analyzers.tokens import Token

_SPACES = frozenset(" \u00a0\u2009\u202f")
_FIRST = re.compile(r"[1-9]\d{0,2}")
_NEXT = re.compile(r"\d{3}")
_LAST = re.compile(r"\d{3}[.,٫]\d{1,2}")


def find_amounts(text: str, tokens: Sequence[Token], numbers: Sequence[int]) -> Iterator[Mention]:
    """The amounts among the tokens; `numbers` are the places of those that begin with a digit."""
    behind = -1
    for first in numbers:
        if first <= behind or not _FIRST.fullmatch(fold(tokens[first].surface)):
            continue
        last = _end(text, tokens, first)
        if last > first:
            digits = "".join(fold(token.surface) for token in tokens[first : last + 1])
            yield Mention(first, last, analyze_number(re.sub(r"[.,٫]", ",", digits))[0].lemmas[-1:])
            behind = last


def _end(text: str, tokens: Sequence[Token], first: int) -> int:
    last = first
    while last + 1 < len(tokens) and text[tokens[last].end : tokens[last + 1].start] in _SPACES:
        group = fold(tokens[last + 1].surface)
        if _LAST.fullmatch(group):
            return last + 1
        if not _NEXT.fullmatch(group):
            break
        last += 1
    return last
