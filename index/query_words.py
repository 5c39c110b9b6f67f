"""The words of the query language, from `query_words.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from analyzers.normalization import fold


@cache
def _words() -> dict[str, dict[str, Any]]:
    return tomllib.loads(Path(__file__).with_name("query_words.toml").read_text(encoding="utf-8"))


@cache
def _fields() -> dict[str, str]:
    return {fold(alias): field for field, aliases in _words()["fields"].items() for alias in aliases}


def field_aliases() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The fields and what may stand before their colons, in all languages."""
    return tuple((field, tuple(names)) for field, names in _words()["fields"].items())


def field_named(name: str) -> str | None:
    """The field that `name` means in any of the languages, None for no field."""
    return _fields().get(fold(name))


def is_operator(word: str) -> bool:
    """Whether `word`, alone, is one of those that mean "either": capitals where its script has them."""
    return word in _words()["operators"]["either"]
