"""The weights of the ranking, from `weights.toml`: the same for every engine."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors of a field's BM25 score; `prefix` is the whole score of a word that begins as asked,
    `rendering` a factor of what a rendering of a term adds to the score of a partial match.
    """

    exact: float
    stem: float
    lemma: float
    root: float
    gram: float
    title_exact: float
    title_stem: float
    title_lemma: float
    phrase: float
    prefix: float
    rendering: float


@cache
def shipped_weights() -> Weights:
    """Those of `weights.toml`."""
    return Weights(**tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8")))
