"""Numbers, and words of scripts that no other language takes: found as they are written."""

from __future__ import annotations

from analyzers.lexicon import Morphology
from analyzers.normalization import fold
from analyzers.numbers import analyze_number
from analyzers.segmentation import NUMBER, OTHER, TIFINAGH
from analyzers.terms import MAX_TERM, Terms


class Words:
    """Every word is its own stem and lemma."""

    code = "und"
    scripts = frozenset({NUMBER, OTHER, TIFINAGH})

    def __init__(self, morphology: Morphology | None) -> None:
        del morphology

    def analyze(self, word: str) -> tuple[Terms, ...]:
        """See `Language.analyze`. Numbers count as known words, others as unknown."""
        if word[0].isdecimal():
            return analyze_number(word)
        exact = fold(word)[:MAX_TERM]
        return (Terms(0, len(word), exact, exact, (exact,)),) if exact else ()

    def is_common(self, word: str) -> bool:
        """See `Language.is_common`: nothing is known of these words."""
        del word
        return False


PLUGIN = Words
