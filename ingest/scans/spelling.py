"""Letters that OCR takes for others, put right where the lexicon spells the word so and not as it was read."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ingest.scans.words import ScannedWord

_CACHED_WORDS = 50_000
_ARABIC = re.compile("[\u0621-\u063a\u0641-\u064a\u0671-\u06d3\u06d5]+")

_PERSIAN_YA, _MAQSURA, _YA = "ی", "ى", "ي"


class Spelling:
    """Respells words. Moroccan letters for g (گ ڭ) stay where the lexicon knows no better."""

    def __init__(self, spells: Callable[[str], bool]) -> None:
        """`spells` says whether the lexicon has an Arabic word in just this spelling."""
        rules: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
        self._spells = spells
        self._letters = str.maketrans(rules["letters"])
        self._maqsura = frozenset(rules["maqsura"])
        self._variants = [(re.compile(rule["pattern"]), rule["letter"]) for rule in rules["variants"]]
        self._remembered = lru_cache(_CACHED_WORDS)(self._respell)

    def respelt(self, word: ScannedWord) -> ScannedWord:
        """The word as it is spelt, in the same place."""
        return replace(word, text=_ARABIC.sub(lambda run: self._remembered(run.group()), word.text))

    def _respell(self, read: str) -> str:
        plain = read.translate(self._letters)
        if read.endswith(_PERSIAN_YA) and (with_maqsura := plain[:-1] + _MAQSURA) in self._maqsura:
            return with_maqsura
        return next(filter(self._spells, (plain, *self._tried(plain))), plain)

    def _tried(self, word: str) -> Iterator[str]:
        """Other spellings of a word: each rule alone, then those of its last letter and of its alefs together."""
        for pattern, letter in self._variants:
            if (variant := pattern.sub(letter, word)) != word:
                yield variant
        if word.endswith(_MAQSURA):
            yield word.replace(_MAQSURA, _YA).replace("آ", "أ")
