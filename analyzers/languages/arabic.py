"""Arabic: lemmas and roots from the lexicon, a light stem for the words it does not know."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from analyzers.lexicon import Morphology, Reading
from analyzers.normalization import fold
from analyzers.segmentation import ARABIC
from analyzers.stemming import light_stem
from analyzers.stop_words import read_stop_words
from analyzers.terms import MAX_TERM, Terms


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
        readings = self._readings(word)
        lemmas = tuple(dict.fromkeys(reading.lemma for reading in readings)) or (exact,)
        roots = tuple(dict.fromkeys(reading.root for reading in readings if reading.root))
        known, stop = bool(readings), self._is_stop_word(exact)
        return (Terms(0, len(word), exact, light_stem(exact), lemmas, roots, known, stop),)

    def _readings(self, word: str) -> tuple[Reading, ...]:
        if self._morphology is None or len(word) > MAX_TERM:
            return ()
        return self._morphology.readings(word)

    def _is_stop_word(self, exact: str) -> bool:
        return exact in self._stop_words or (exact.startswith(self._conjunctions) and exact[1:] in self._stop_words)


PLUGIN = Arabic
