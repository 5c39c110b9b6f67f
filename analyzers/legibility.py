"""How much of a text is language: by this a page's text layer is believed, or a reading of it preferred to another.

Every run of letters between white space is judged alone and remembered, so a text costs a look-up a word.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import simplemma

from analyzers.normalization import fold
from analyzers.segmentation import ARABIC, LATIN, NUMBER, TIFINAGH, WORD

_CACHED_RUNS = 200_000
_LONGEST_RUN = 200
"""Characters of a run without white space that are looked at."""

_CREDIT = 1.0
"""Words of credit, so that one unknown name is not a whole short page."""

_SYMBOL = re.compile("[\ue000-\uf8ff\ufffd]")
"""What a font leaves that does not say which letters it draws."""


_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_UNJUDGED = (NUMBER, TIFINAGH)

_LEAST_WORDS = 12.0
"""Words of one script that make a score of their own."""

_Counts = tuple[float, float, float, float, bool]
"""Of a run: words in Arabic letters, their noise, words in other letters, their noise, and whether it has a number."""

_NOTHING: _Counts = (0.0, 0.0, 0.0, 0.0, False)


class Legibility:
    """Scores texts. Threads may share it."""

    def __init__(self, in_lexicon: Callable[[str], bool]) -> None:
        """`in_lexicon` says whether a word is in the lexicon of its language."""
        rules: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
        self._in_lexicon = in_lexicon
        self._words_of_one_letter: str = rules["words"]["of_one_letter"]
        self._noise: dict[str, float] = rules["noise"]
        self._impossible = {script: re.compile("|".join(patterns)) for script, patterns in rules["impossible"].items()}
        self._possible = {script: re.compile("|".join(patterns)) for script, patterns in rules["possible"].items()}
        self._remembered = lru_cache(_CACHED_RUNS)(self._judge)

    def score(self, text: str) -> float | None:
        """The share of the text that is language, 0 to 1; None for a text of which that can't be said: one without
        words or numbers. A text in two scripts is worth no more than the worse of them.

        A known word is language whatever its language, a well-formed unknown one in part (it may be a name); letters
        that no word can hold in that order, lone letters and symbols of fonts without meaning are not. Numbers and
        Tifinagh, for which there is no lexicon, do not count, unless there is nothing else: then the score is 1.
        """
        counts = (self._remembered(run[:_LONGEST_RUN]) for run in text.split())
        arabic, arabic_noise, other, other_noise, numbers = map(sum, zip(_NOTHING, *counts, strict=True))
        if not arabic + other:
            return 1.0 if numbers else None
        parts = ((arabic, arabic_noise), (other, other_noise))
        own = [_share(words, noise) for words, noise in parts if words >= _LEAST_WORDS]
        return min([_share(arabic + other, arabic_noise + other_noise), *own])

    def knows(self, word: str) -> bool:
        """Whether a word is in the lexicon of its language, or in the English one, and its letters can stand so."""
        found = WORD.fullmatch(word)
        return found is not None and found.lastgroup in self._impossible and self._word(found)[1] == 0.0

    def _judge(self, run: str) -> _Counts:
        found = list(WORD.finditer(run))
        symbols = len(_SYMBOL.findall(run))
        if symbols and (found or symbols > 1):
            return (1.0, 1.0, 0.0, 0.0, False) if _ARABIC_LETTER.search(run) else (0.0, 0.0, 1.0, 1.0, False)
        judged = [(match.lastgroup == ARABIC, *self._word(match, run)) for match in found]
        arabic, other = ([(w, n) for is_arabic, w, n in judged if is_arabic is wanted] for wanted in (True, False))
        numbers = any(match.lastgroup in _UNJUDGED for match in found)
        return (*_total(arabic), *_total(other), numbers)

    def _word(self, match: re.Match[str], run: str = "") -> tuple[float, float]:
        """The weight and the noise of a word of a run. Letters of lists and abbreviations, beside which there is something
        else, weigh nothing; nor do letters that number something (`CE1`).
        """
        word, script = match.group(), match.lastgroup or ""
        if script in _UNJUDGED or (script == LATIN and any(letter.isdigit() for letter in word)):
            return 0.0, 0.0
        plain = fold(word)
        if len(plain) < 2:
            weight = self._noise["lone_letter"] if word == run else 0.0
            return weight, 0.0 if word.lower() in self._words_of_one_letter else weight
        return 1.0, self._doubt(word, plain, script)

    def _doubt(self, word: str, plain: str, script: str) -> float:
        """How much of a word of two letters and more is noise."""
        if script not in self._impossible:
            return self._noise["other"]
        if self._impossible[script].search(word):
            return 1.0
        if self._in_lexicon(word) or (script == LATIN and _is_english(word)):
            return 0.0
        return self._noise[script] if self._possible[script].fullmatch(plain) else 1.0


def _share(words: float, noise: float) -> float:
    """What is left of a text without its noise."""
    return 1.0 - noise / (words + _CREDIT) if noise else 1.0


def _total(counts: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(words for words, _ in counts), sum(noise for _, noise in counts)


def _is_english(word: str) -> bool:
    return all(simplemma.is_known(part, lang="en") for part in re.split("['’]", word.lower()))
