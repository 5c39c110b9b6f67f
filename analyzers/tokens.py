"""What analysis yields."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a text and the terms it is found under.

    `surface` is `text[start:end]` (code points). `position` counts words from 0. `exact` is the normalised surface, of
    the word meant where a PDF file turned ligatures round (`analyzers.ligatures`), `stem` its light stem, `lemmas` the
    distinct normalised lemmas, likeliest first (at least one: an unknown word is its own lemma), and behind them the
    keys of what the word is part of (`analyzers.mentions`), `roots` the distinct roots (may be empty), `known` whether
    the language's lexicon knows the word, `stop` whether it is a stop word. No term holds white space.
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
