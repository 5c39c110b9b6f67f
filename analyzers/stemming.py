"""The light stem of an Arabic word: without article, joined particles and the commonest endings.

The algorithm of light10 (Larkey, Ballesteros and Connell, 2007), on folded spelling; its affixes are in
`languages/arabic.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any


def light_stem(folded: str) -> str:
    """The light stem of a folded word; never empty for a word that is not."""
    rules = _rules()
    without = rules["conjunction"].drop_first(folded)
    return rules["suffixes"].drop_each(rules["prefixes"].drop_first(without))


@dataclass(frozen=True, slots=True)
class _Affixes:
    affixes: Sequence[str]
    remaining: int

    def drop_first(self, word: str) -> str:
        for affix in self.affixes:
            if word.startswith(affix) and len(word) - len(affix) >= self.remaining:
                return word[len(affix) :]
        return word

    def drop_each(self, word: str) -> str:
        for affix in self.affixes:
            if word.endswith(affix) and len(word) - len(affix) >= self.remaining:
                word = word[: -len(affix)]
        return word


@cache
def _rules() -> dict[str, _Affixes]:
    path = Path(__file__).with_name("languages") / "arabic.toml"
    tables: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {name: _Affixes(**tables[name]) for name in ("prefixes", "conjunction", "suffixes")}
