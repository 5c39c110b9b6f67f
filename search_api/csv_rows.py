"""Rows of CSV files that spreadsheets open as they are meant."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

MARK = "\ufeff"
"""What such a file begins with: it tells spreadsheets that the file is UTF-8; without it they break Arabic."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def row(cells: Iterable[object]) -> str:
    """A line of the file, with its end. No cell is taken for a formula; None is an empty one."""
    line = io.StringIO()
    csv.writer(line).writerow([_harmless(cell) for cell in cells])
    return line.getvalue()


def _harmless(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
