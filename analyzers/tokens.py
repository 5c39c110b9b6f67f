"""What analysis yields."""

from __future__ import annotations

from typing import NamedTuple

KNOWN_STEM = "="
"""What the stem of a known word is marked with among lemmas."""


class Token(NamedTuple):
    """A word of a text and the terms it is found under. A tuple, because hundreds of thousands are made a second.

    `surface` is `text[start:end]` (code points). `position` counts words from 0. `exact` is the normalised surface, of
    the word meant where a PDF file turned ligatures round (`analyzers.ligatures`), `stem` its light stem, `lemmas` the
    distinct normalised lemmas, likeliest first (at least one: an unknown word is its own lemma), and behind them the
    keys of what the word is part of (`analyzers.mentions`), `roots` the distinct roots (may be empty), `known` whether
    the language's lexicon knows the word, `stop` whether it is a stop word. No term holds white space.

    A stem alone connects words only where the lexicon does not know one of them: it knows that شرطة is no form of شرط.
    """

    surface: str
    start: int
    end: int
    position: int
    language: str
    exact: str
    stem: str
    lemmas: tuple[str, ...]
    roots: tuple[str, ...] = ()
    known: bool = False
    stop: bool = False

    @property
    def stems(self) -> tuple[str, ...]:
        """What a text holds under `stem`: nothing for a known word."""
        return () if self.known else (self.stem,)

    @property
    def held(self) -> tuple[str, ...]:
        """What a text holds under `lemmas`: for a known word its stem too, marked, for unknown words to find it by."""
        return (*self.lemmas, KNOWN_STEM + self.stem) if self.known else self.lemmas

    @property
    def sought(self) -> tuple[str, ...]:
        """What a query looks for under `lemmas`: for an unknown word the stem of known ones as well."""
        return self.lemmas if self.known else (*self.lemmas, KNOWN_STEM + self.stem)
