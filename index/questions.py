"""Words of a question that only say of what kind its answer is: "كم عدد", "في أي سنة", "où se trouve" (`questions.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from analyzers.normalization import fold
from analyzers.tokens import Token


def framing_words(tokens: Sequence[Token]) -> frozenset[int]:
    """The places of the words that frame a question: those right behind a word that asks, with nothing but stop words
    and each other between.

    A document can answer without them, so they are as optional as stop words.
    """
    found, framed = set(), False
    for place, token in enumerate(tokens):
        begins = all(one.stop for one in tokens[:place])
        if token.exact in _words("asking") or (begins and token.exact in _words("asking_first")):
            framed = True
        elif framed and not token.stop:
            framed = token.exact in _words("framing")
            found |= {place} if framed else set()
    return frozenset(found)


@cache
def _words(name: str) -> frozenset[str]:
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return frozenset(map(fold, tables[name]))
