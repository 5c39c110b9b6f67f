"""Calendar dates as council documents write them, in digits or with month names in Arabic and French."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import cache

from analyzers.months import month_numbers
from domain.documents import DatedValue

_FIRST_YEAR, _LAST_YEAR = 1912, 2100
"""A number outside is no year of a Moroccan council's document; Hijri years are far below."""


_FIRST = "فاتح"
_OF_MONTH = r"(?:من\s+)?(?:شهر\s+)?"
_OF_YEAR = r"(?:من\s+)?(?:سنه\s+|عام\s+|لسنه\s+)?"
"""What may stand between the parts of a date, folded: 27 من شهر يوليوز سنة 2022, and فاتح for the first of a month."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date and the span of folded text it was read from."""

    value: DatedValue
    start: int
    end: int


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(map(re.escape, month_numbers("gregorian")), key=len, reverse=True))
    return (
        re.compile(
            rf"(?<!\d)(?P<day>\d{{1,2}}|\b{_FIRST})(?:er)?\s*{_OF_MONTH}(?P<name>{names})\s*{_OF_YEAR}(?P<year>\d{{4}})(?!\d)"
        ),
        re.compile(r"(?<!\d)(?P<day>\d{1,2})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<year>\d{4})(?!\d)"),
        re.compile(r"(?<!\d)(?P<year>\d{4})\s?[/.-]\s?(?P<month>\d{1,2})\s?[/.-]\s?(?P<day>\d{1,2})(?!\d)"),
    )


def find_dates(folded: str) -> list[FoundDate]:
    """The dates in a folded text (see `analyzers.normalization.fold`), in the order they stand in. What is no calendar
    day, such as 31/02/2020, is no date.
    """
    found: list[FoundDate] = []
    for pattern in _patterns():
        for match in pattern.finditer(folded):
            value = _value(match.groupdict())
            if value and not any(other.start < match.end() and match.start() < other.end for other in found):
                found.append(FoundDate(DatedValue(value), match.start(), match.end()))
    return sorted(found, key=lambda one: one.start)


def _value(parts: dict[str, str | None]) -> date | None:
    month = month_numbers("gregorian")[parts["name"] or ""] if "name" in parts else int(parts["month"] or 0)
    year = int(parts["year"] or 0)
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return date(year, month, 1 if parts["day"] == _FIRST else int(parts["day"] or 0))
    except ValueError:
        return None
