"""Pieces of words, which forgive spelling and OCR: they add score, and never make a document match."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

_SIZE = 4
_SHORTEST_WORD = 3
_SHAPE = "~"


def grams(term: str) -> list[str]:
    """The runs of four characters of an exact term with its two ends marked, and those of its skeleton, in which
    letters that scans confuse are one; none of a very short term.
    """
    if len(term) < _SHORTEST_WORD:
        return []
    return [*_runs(term), *(_SHAPE + run for run in _runs(skeleton(term)))]


def skeleton(term: str) -> str:
    """The folded term with one letter for each group of letters that are hard to tell apart (`skeletons.toml`)."""
    return term.translate(_groups())


def _runs(term: str) -> list[str]:
    marked = f"^{term}$"
    return [marked[at : at + _SIZE] for at in range(len(marked) - _SIZE + 1)]


@cache
def _groups() -> dict[int, str]:
    path = Path(__file__).with_name("skeletons.toml")
    groups: dict[str, str] = tomllib.loads(path.read_text(encoding="utf-8"))["groups"]
    return {ord(letter): shape for shape, letters in groups.items() for letter in letters}
