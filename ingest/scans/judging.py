"""How much a word that OCR read is worth: what the tool thinks of it, and whether any lexicon knows it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from ingest.scans.words import ScannedWord

_CACHED_WORDS = 50_000
_RUN = re.compile(r"[^\W_]+")
_ARABIC = re.compile("[\u0620-\u06ff]+")

_KNOWN, _SPELT_OTHERWISE, _NUMBER, _LONE_LETTER, _UNKNOWN = 1.0, 0.9, 0.7, 0.4, 0.0
"""Worth of a word by what it is: no lexicon says which number was meant, and a lone letter is known to all of them."""

_SIGN = 0.3
"""Of its confidence, what a word without letters or digits is worth."""


@dataclass(frozen=True, slots=True)
class Knowledge:
    """What the lexicons say of a word: `knows` it in any spelling, `spells` it just so (Arabic only)."""

    knows: Callable[[str], bool]
    spells: Callable[[str], bool]


class WordJudge:
    """Judges words and rows of words, 0 to 1: half by confidence, half by knowledge."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._remembered = lru_cache(_CACHED_WORDS)(self._worth)

    def quality(self, word: ScannedWord) -> float:
        """What one word is worth."""
        runs = _RUN.findall(word.text)
        if not runs:
            return _SIGN * word.confidence
        letters = sum(map(len, runs))
        worth = sum(len(run) * self._remembered(run) for run in runs) / letters
        return (word.confidence + worth) / 2

    def mean_quality(self, words: Iterable[ScannedWord]) -> float:
        """What words are worth together, longer words counting more; 0 without words."""
        judged = [(len(word.text), self.quality(word)) for word in words]
        letters = sum(length for length, _ in judged)
        return sum(length * quality for length, quality in judged) / letters if letters else 0.0

    def _worth(self, run: str) -> float:
        if run.isdecimal():
            return _NUMBER
        if len(run) == 1:
            return _LONE_LETTER
        if _ARABIC.fullmatch(run) and self._knowledge.spells(run):
            return _KNOWN
        if self._knowledge.knows(run):
            return _SPELT_OTHERWISE if _ARABIC.fullmatch(run) else _KNOWN
        return _UNKNOWN
