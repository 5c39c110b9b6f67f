"""Dates as people type them in a query."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_YEAR_FIRST = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_DAY_FIRST = re.compile(r"(?:(\d{1,2})[-/.])?(\d{1,2})[-/.](\d{4})")


def parse_period(text: str) -> tuple[date, date] | None:
    """The first and the last day of what `text` names, None when it names no day, month or year.

    Read are 2022-07-27, 2022-07, 2022, 27/07/2022 and 07/2022, with `-`, `/` or `.` and digits of any script.
    """
    digits = "".join(str(int(char)) if char.isdecimal() else char for char in text.strip())
    if found := _YEAR_FIRST.fullmatch(digits):
        return _period(*found.groups())
    if found := _DAY_FIRST.fullmatch(digits):
        day, month, year = found.groups()
        return _period(year, month, day)
    return None


def _period(year: str, month: str | None, day: str | None) -> tuple[date, date] | None:
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    if day:
        return first, first
    last_month = first.month if month else 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])
