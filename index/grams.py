"""Pieces of words, which forgive spelling and OCR: they add score, and never make a document match."""

from __future__ import annotations

_SIZE = 4
_SHORTEST_WORD = 3


def grams(term: str) -> list[str]:
    """The runs of four characters of an exact term with its two ends marked; none of a very short one."""
    if len(term) < _SHORTEST_WORD:
        return []
    marked = f"^{term}$"
    return [marked[at : at + _SIZE] for at in range(len(marked) - _SIZE + 1)]
