"""Arabic: lemmas and roots from the lexicon, a light stem for the words it does not know."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from analyzers.lexicon import Morphology, Reading
from analyzers.ligatures import has_lam_alef, is_surely_turned, lam_alef_key, right_alef_order, right_order
from analyzers.normalization import fold, unify
from analyzers.segmentation import ARABIC
from analyzers.stemming import light_stem
from analyzers.stop_words import read_stop_words
from analyzers.terms import MAX_TERM, Terms

_NAME = "noun_prop"


class Arabic:
    """Without a lexicon, every word is unknown and its own lemma."""

    code = "ar"
    scripts = frozenset({ARABIC})

    def __init__(self, morphology: Morphology | None) -> None:
        self._morphology = morphology
        rules: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
        self._conjunctions = tuple(rules["joined"]["conjunctions"])
        self._stop_words = read_stop_words("ar")

    def analyze(self, word: str) -> tuple[Terms, ...]:
        """See `Language.analyze`: one part, with all lemmas the word may have."""
        exact = fold(word)[:MAX_TERM]
        if not exact:
            return ()
        written = unify(word)
        readings = self._readings(written)
        if readings:
            return (self._known(word, written, readings),)
        meant = next(filter(self._readings, right_order(written)), None)
        if meant is None:
            return (self._unknown(word, exact),)
        return (self._terms(word, fold(meant), self._readings(meant), known=False, turned=1),)

    def is_common(self, word: str) -> bool:
        """See `Language.is_common`."""
        return any(reading.part_of_speech != _NAME for reading in self._readings(word))

    def _known(self, word: str, written: str, readings: tuple[Reading, ...]) -> Terms:
        terms = self._terms(word, fold(word), readings)
        if has_lam_alef(written):
            return terms._replace(turned=-1)
        meant = next(filter(self._readings, right_alef_order(written)), None)
        if meant is None:
            return terms
        other = self._terms(word, fold(meant), self._readings(meant))
        if not is_surely_turned(written):  # it may as well be the word that it looks like
            other = terms._replace(lemmas=tuple(dict.fromkeys((*terms.lemmas, *other.lemmas))))
        return terms._replace(if_turned=other)

    def _terms(self, word: str, exact: str, readings: tuple[Reading, ...], known: bool = True, turned: int = 0) -> Terms:
        lemmas = tuple(dict.fromkeys(reading.lemma for reading in readings))
        roots = tuple(dict.fromkeys(reading.root for reading in readings if reading.root))
        stop = self._is_stop_word(exact)
        return Terms(0, len(word), exact, light_stem(exact), lemmas, roots, known, stop, turned)

    def _unknown(self, word: str, exact: str) -> Terms:
        lemmas = tuple(dict.fromkeys((exact, lam_alef_key(exact))))
        return Terms(0, len(word), exact, light_stem(exact), lemmas, stop=self._is_stop_word(exact))

    def _readings(self, word: str) -> tuple[Reading, ...]:
        if self._morphology is None or len(word) > MAX_TERM:
            return ()
        return self._morphology.readings(word)

    def _is_stop_word(self, exact: str) -> bool:
        return exact in self._stop_words or (exact.startswith(self._conjunctions) and exact[1:] in self._stop_words)


PLUGIN = Arabic
