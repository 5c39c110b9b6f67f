"""What it costs to take one letter for another, from `confusions.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

ALPHABETS = ("ءابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abcdefghijklmnopqrstuvwxyz")
"""The letters of folded words, a script each."""


@dataclass(frozen=True, slots=True)
class Confusions:
    """`pairs` maps a letter to those it is taken for, with the cost; the others are costs of other slips."""

    pairs: Mapping[str, Mapping[str, float]]
    doubled: float
    swapped: float
    changed: float
    most: float
    short: float

    def limit(self, word: str) -> float:
        """The most that a slip in this word may cost."""
        return self.most if len(word) > 4 else self.short


@cache
def shipped_confusions() -> Confusions:
    """Those of `confusions.toml`."""
    tables: dict[str, Any] = tomllib.loads(Path(__file__).with_name("confusions.toml").read_text(encoding="utf-8"))
    costs = tables["costs"]
    pairs: dict[str, dict[str, float]] = {}
    for kind in ("keyboard", "sound", "shape"):
        for first, second in _confused(kind, tables[kind].values()):
            known = pairs.setdefault(first, {})
            known[second] = min(costs[kind], known.get(second, costs["changed"]))
    return Confusions(pairs, *(costs[name] for name in ("doubled", "swapped", "changed", "most", "short")))


def _confused(kind: str, groups: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for group in groups:
        if kind == "keyboard":
            yield from _neighbours(group)
        else:
            yield from (pair for letters in group for pair in permutations(letters, 2))


def _neighbours(rows: Sequence[str]) -> Iterator[tuple[str, str]]:
    keys = {(row, place): letter for row, letters in enumerate(rows) for place, letter in enumerate(letters)}
    for (row, place), letter in keys.items():
        for step in ((0, 1), (0, -1), (1, 0), (1, -1), (-1, 0), (-1, 1)):
            other = keys.get((row + step[0], place + step[1]), " ")
            if " " not in {letter, other}:
                yield letter, other
