"""The order of hits: what a document holds as a whole and what its best page holds, the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log10
from typing import Any

from index.weights import Weights

DEPTH = 100
"""Documents, best first, whose pages are looked at; those behind them stay in the order of their own scores."""

FEW = 1_000
"""Up to so many matches are all ranked by pieces of words, too: lists of documents that hold a piece are long, and reading
them was most of what a search took.
"""

PAGES = 4 * DEPTH
"""Pages that are looked at for the best page of each candidate."""

_ALIKE = 3
"""Significant digits to which scores are compared: where they are alike, the date decides."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document that answers: where the engine has it, its score, its sort key, and its type's place in the order of
    types (`index.weights.precedence`), high for those that come first.
    """

    address: Any
    score: float
    sort_key: int
    precedence: int = 0
    page_score: float = 0.0

    def with_more(self, score: float) -> Candidate:
        """The same with further evidence of the whole document."""
        return Candidate(self.address, self.score + score, self.sort_key, self.precedence, self.page_score)

    def with_page(self, score: float) -> Candidate:
        """The same with the score of its best page."""
        return Candidate(self.address, self.score, self.sort_key, self.precedence, score)


def ranked(candidates: Iterable[Candidate], weights: Weights) -> list[Candidate]:
    """The candidates, best first. Scores that are alike leave the order to the date, newest first, and then to the
    type; so neither moves a document past a better one.
    """
    return sorted((one.with_more(weights.page * one.page_score) for one in candidates), key=_place)


def shares(size: int, offset: int, counts: Sequence[int]) -> list[tuple[int, int]]:
    """How many of the `size` hits from `offset` on are in each of several groups that follow each other, and from where
    on in the group; `counts` are those of the groups but the last, which has the rest.
    """
    parts = []
    for count in counts:
        inside = min(size, max(0, count - offset))
        parts.append((inside, offset))
        size, offset = size - inside, max(0, offset - count)
    return [*parts, (size, offset)]


def _place(candidate: Candidate) -> tuple[float, int, int, int]:
    day, row = candidate.sort_key >> 32, candidate.sort_key & 0xFFFFFFFF
    return -_rounded(candidate.score), -day, -candidate.precedence, row


def _rounded(score: float) -> float:
    return round(score, _ALIKE - 1 - int(log10(score))) if score > 0 else 0.0
