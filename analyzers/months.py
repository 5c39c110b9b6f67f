"""The months by their names in Arabic, French and English (`months.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from analyzers.normalization import fold


@cache
def month_numbers(calendar: str) -> Mapping[str, int]:
    """Folded names, of one word or several, and the numbers (1 to 12) of the months of a calendar: `gregorian` or
    `hijri`.
    """
    tables = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {fold(name): int(number) for number, names in tables[calendar].items() for name in names}
