"""Regular expressions of rule files. They are folded when loaded, so they are written as words are."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from analyzers.months import month_numbers
from analyzers.normalization import fold


@cache
def rules(name: str) -> dict[str, Any]:
    """The rule file `name.toml` of this package. Treat it as read only."""
    return tomllib.loads(Path(__file__).with_name(f"{name}.toml").read_text(encoding="utf-8"))


def alternatives(words: Iterable[str]) -> str:
    """An expression for any of the words, the longest that fits."""
    return "|".join(map(re.escape, sorted(map(fold, words), key=len, reverse=True)))


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """The expression, folded: `{month}` stands for any month's name, `{weekday}` for any day's, `{no_day}` for what no day
    follows.
    """
    for name, expression in _named().items():
        pattern = pattern.replace(f"{{{name}}}", expression)
    return re.compile(_fold_expression(pattern))


def _fold_expression(pattern: str) -> str:
    r"""Folded without what means something else in lower case: `\S`, `\W`, `\D`."""
    parts = re.split(r"(\\[A-Za-z]|\(\?P[<=]\w+[>)])", pattern)
    return "".join(part if place % 2 else fold(part) for place, part in enumerate(parts))


@cache
def _named() -> Mapping[str, str]:
    return {
        "month": f"(?:{alternatives(month_numbers('gregorian'))})",
        "no_day": r"(?!\D{0,30}\d{1,2}\W)",
        "weekday": f"(?:{alternatives(rules('dates')['weekdays'])})",
    }
