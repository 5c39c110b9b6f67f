"""The words a person reads, from `domain/locale/AREA.LANGUAGE.toml`: tables nest, keys join by dots.

Areas: `terms` (document types, failures, hints, facets) and `ui` (pages), one file per area and language.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

LANGUAGES = ("ar", "fr", "en")
"""Interface languages, the default first."""

_LOCALE = Path(__file__).parent / "locale"


def _flatten(table: dict[str, Any], prefix: str = "") -> dict[str, str]:
    flat: dict[str, str] = {}
    for key, value in table.items():
        if isinstance(value, dict):
            flat |= _flatten(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = str(value)
    return flat


@cache
def messages(language: str) -> dict[str, str]:
    """All messages of a language by dotted key. Raises ValueError for a language that is not one of LANGUAGES."""
    if language not in LANGUAGES:
        raise ValueError(f"no interface in {language!r}")
    found: dict[str, str] = {}
    for path in sorted(_LOCALE.glob(f"*.{language}.toml")):
        found |= _flatten(tomllib.loads(path.read_text(encoding="utf-8")))
    return found


def translate(language: str, key: str, **values: object) -> str:
    """The message `key` with `{name}` places filled from `values`. Raises KeyError for a key that has no words."""
    text = messages(language)[key]
    return text.format(**values) if values else text
