"""The weights of the ranking, from `weights.toml`: the same for every engine."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Weights:
    """Factors of a field's BM25 score; `prefix` is the whole score of a word that begins as asked, `page` a factor of
    the score of a document's best page.
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
    page: float


@cache
def shipped_weights() -> Weights:
    """Those of `weights.toml`."""
    return Weights(**{field.name: _shipped()[field.name] for field in fields(Weights)})


def precedence(types: Iterable[str]) -> int:
    """How early documents of these types stand among those that are alike in all else: 0 for types not named."""
    order = _shipped()["ties"]["types"]
    return max((len(order) - order.index(type_) for type_ in types if type_ in order), default=0)


@cache
def _shipped() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8"))
