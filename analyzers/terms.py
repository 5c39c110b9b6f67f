"""What a language makes of a word."""

from __future__ import annotations

from typing import NamedTuple

MAX_TERM = 64
"""Code points of a term at most: what is longer is no word, and is found by its beginning."""


class Terms(NamedTuple):
    """The terms that part of a word is found under; see `analyzers.tokens.Token` for what they are.

    The part is `word[start:end]` of the word it was made from. `turned` is 1 for a word that makes sense only with its
    ligatures turned round (the other terms are then those of the word meant), -1 for one whose ligatures are as they
    should be, 0 for all others; `if_turned` is what is made of a known word in a text of turned ligatures, where it may
    be another word. A tuple, because there are many and they are kept on disk.
    """

    start: int
    end: int
    exact: str
    stem: str
    lemmas: tuple[str, ...]
    roots: tuple[str, ...] = ()
    known: bool = False
    stop: bool = False
    turned: int = 0
    if_turned: Terms | None = None
