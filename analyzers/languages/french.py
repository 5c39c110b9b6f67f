"""French, and what else is written in Latin letters: Snowball stem, dictionary lemma, elisions cut off."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from threading import Lock
from typing import Any

import simplemma
import snowballstemmer

from analyzers.lexicon import Morphology
from analyzers.normalization import fold, unify
from analyzers.segmentation import APOSTROPHES, LATIN
from analyzers.stop_words import read_stop_words
from analyzers.terms import MAX_TERM, Terms

_PIECE = re.compile(f"(?P<piece>[^{APOSTROPHES}]+)[{APOSTROPHES}]?")
_SHORTEST_BASE = 3


class French:
    """The dictionary (some 40 MB) is loaded with the first word."""

    code = "fr"
    scripts = frozenset({LATIN})

    def __init__(self, morphology: Morphology | None) -> None:
        del morphology
        rules: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
        self._elisions = frozenset(f"{fold(word)}'" for word in rules["elisions"])
        self._endings = [(ending, base) for base, endings in rules["endings"].items() for ending in endings]
        self._nouns = frozenset(rules["nouns"])
        self._whole = frozenset(map(fold, rules["whole"]))
        self._stop_words = read_stop_words("fr") | read_stop_words("en") | self._elisions
        self._stemmer = snowballstemmer.stemmer("french")
        self._lock = Lock()  # a stemmer keeps the word it is at in itself

    def analyze(self, word: str) -> tuple[Terms, ...]:
        """See `Language.analyze`: an elided word (`l'`) is a part with its apostrophe, what follows another."""
        return tuple(terms for start, end in self._cut(word) if (terms := self._terms(start, end, word[start:end])))

    def is_common(self, word: str) -> bool:
        """See `Language.is_common`: the dictionary holds few names."""
        return simplemma.is_known(word, lang="fr")

    def _cut(self, word: str) -> Iterator[tuple[int, int]]:
        start = 0
        while start < len(word) and (found := _PIECE.match(word, start)):
            if fold(word[start:]) in self._whole:
                yield start, len(word)
                return
            elided = fold(found.group()) in self._elisions
            yield start, found.end() if elided else found.end("piece")
            start = found.end()

    def _terms(self, start: int, end: int, written: str) -> Terms | None:
        exact = fold(written)[:MAX_TERM]
        if not exact:
            return None
        if exact in self._elisions or len(written) > MAX_TERM:
            return Terms(start, end, exact, exact, (exact,), known=exact in self._elisions, stop=exact in self._elisions)
        word = unify(written).lower()
        lemmas = tuple(dict.fromkeys(map(fold, [simplemma.lemmatize(word, lang="fr"), *self._other_lemmas(word)])))
        stop = exact in self._stop_words  # the dictionary lacks du, au, dont
        known = stop or simplemma.is_known(word, lang="fr")
        return Terms(start, end, exact, self._stem(word), lemmas, (), known, stop)

    def _other_lemmas(self, word: str) -> Iterator[str]:
        """What a word may be a form of besides the one lemma that the dictionary gives: approuvé is approuver too."""
        if word in self._nouns:
            return
        for ending, base in self._endings:
            if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_BASE:
                lemma = word.removesuffix(ending) + base
                if simplemma.is_known(lemma, lang="fr"):
                    yield lemma

    def _stem(self, word: str) -> str:
        with self._lock:
            return fold(self._stemmer.stemWord(word))


PLUGIN = French
