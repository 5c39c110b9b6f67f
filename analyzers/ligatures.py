"""Words whose ligatures were written out back to front (األعوان for الأعوان), as some PDF files hold them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

_MOST_PLACES = 5
"""Places of a word that are looked at: two to this power spellings are made of it."""

_RUN = re.compile("[ال]{2,}")


def right_order(word: str) -> Iterator[str]:
    """What a word may have been before some of its ligatures were turned round, fewest turns first; not the word
    itself. Finds nothing for most words.
    """
    return _turned(word, _places(word, _REVERSED))


def right_alef_order(word: str) -> Iterator[str]:
    """The same for ligatures with an alef alone, and not for an article at the word's beginning."""
    return _turned(word, [place for place in _places(word, _REVERSED_ALEF) if place > 0 or word[0] != "ا"])


def is_surely_turned(word: str) -> bool:
    """Whether a hamza on or under an alef stands before a lam, as it seldom does but in a ligature turned round."""
    return any(word[place] != "ا" for place in _places(word, _REVERSED_ALEF))


def has_lam_alef(word: str) -> bool:
    """Whether the word has a lam before an alef: a text with such words is no text that was turned round."""
    return any(pair in word for pair in _ALEF)


def lam_alef_key(folded: str) -> str:
    """The folded word with each run of alefs and lams in one order: equal for a word and the word turned round."""
    return _RUN.sub(lambda run: "".join(sorted(run.group())), folded)


def _places(word: str, pairs: frozenset[str]) -> list[int]:
    return [place for place in range(len(word) - 1) if word[place : place + 2] in pairs][:_MOST_PLACES]


def _turned(word: str, places: list[int]) -> Iterator[str]:
    for count in range(1, len(places) + 1):
        for chosen in combinations(places, count):
            if all(later - earlier > 1 for earlier, later in pairwise(chosen)):
                yield _turn(word, chosen)


def _turn(word: str, places: tuple[int, ...]) -> str:
    letters = list(word)
    for place in places:
        letters[place], letters[place + 1] = letters[place + 1], letters[place]
    return "".join(letters)


_DATA = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
_ALEF: tuple[str, ...] = tuple(_DATA["alef"])
_REVERSED_ALEF = frozenset(pair[::-1] for pair in _ALEF)
_REVERSED = _REVERSED_ALEF | frozenset(pair[::-1] for pair in _DATA["others"])
