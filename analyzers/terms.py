"""What a language makes of a word."""

from __future__ import annotations

from dataclasses import dataclass

MAX_TERM = 64
"""Code points of a term at most: what is longer is no word, and is found by its beginning."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms that part of a word is found under; see `analyzers.tokens.Token` for what they are.

    The part is `word[start:end]` of the word it was made from.
    """

    start: int
    end: int
    exact: str
    stem: str
    lemmas: tuple[str, ...]
    roots: tuple[str, ...] = ()
    known: bool = False
    stop: bool = False
