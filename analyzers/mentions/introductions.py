"""Numbers that a word introduces: القانون التنظيمي رقم 111.14, délibération n° 12/2022."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from analyzers.normalization import fold
from analyzers.tokens import Token


@dataclass(frozen=True, slots=True)
class Introductions:
    """Folded `words` that introduce a number at most `within` words behind, words of `between` alone standing between."""

    words: frozenset[str]
    between: frozenset[str]
    within: int

    def before(self, tokens: Sequence[Token], place: int) -> int | None:
        """The place of the word that introduces the number at `place`, None where none does."""
        for at in range(place - 1, max(-1, place - 1 - self.within), -1):
            if tokens[at].exact in self.words:
                return at
            if tokens[at].exact not in self.between:
                return None
        return None


def load_introductions(path: Path) -> Introductions:
    """Read them from a file of their own."""
    rules = tomllib.loads(path.read_text(encoding="utf-8"))
    return Introductions(frozenset(map(fold, rules["words"])), frozenset(map(fold, rules["between"])), rules["within"])
