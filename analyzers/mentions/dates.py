"""Days and months of both calendars, in digits or with the month's name.

Keys are `@2021-07-15` for a day and `@2021-07` for a month. A day of the Islamic calendar is found under the Gregorian
day that is printed beside it (conversion may be two days off), or else under the one that tables give, and under its
own date, `@h1442-12-05`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import zip_longest

from hijridate import Hijri

from analyzers.mentions.mention import Mention
from analyzers.months import month_numbers
from analyzers.tokens import Token

_YEAR = re.compile(r"(?:1[3-9]|20)\d\d")
_FIRST_GREGORIAN, _LAST_GREGORIAN = 1800, 2100
_FIRST_HIJRI, _LAST_HIJRI = 1343, 1500  # what the tables of hijridate know
_DAY_FIRST = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_MONTH_KEY = re.compile(r"@h?\d{4}-\d\d")
_FIRSTS = frozenset({"فاتح", "1er", "premier"})
_BETWEEN = frozenset({"من", "شهر", "سنه", "عام", "er", "de", "du", "ه"})
_NEAR = 4
"""Tokens between a day of the Islamic calendar and the Gregorian day it is said to be, at most."""


@dataclass(frozen=True, slots=True)
class _Found:
    first: int
    last: int
    year: int
    month: int
    day: int | None

    @property
    def hijri(self) -> bool:
        return self.year <= _LAST_HIJRI


def is_month(key: str) -> bool:
    """Whether a key names a whole month."""
    return _MONTH_KEY.fullmatch(key) is not None


def find_dates(tokens: Sequence[Token], numbers: Sequence[int]) -> Iterator[Mention]:
    """The dates among the tokens; `numbers` are the places of those that begin with a digit."""
    found = [one for place in numbers if (one := _at(tokens, place)) is not None]
    for one, following in zip_longest(found, found[1:]):
        printed = following is not None and not following.hijri and following.first - one.last <= _NEAR
        beside = _gregorian_keys(following) if one.hijri and printed and following else ()
        if keys := _hijri_keys(one, beside) if one.hijri else _gregorian_keys(one):
            yield Mention(one.first, one.last, keys)


def _at(tokens: Sequence[Token], place: int) -> _Found | None:
    """The date whose year stands at `place`."""
    exact = tokens[place].exact
    if in_digits := _DAY_FIRST.fullmatch(exact):
        day, month, year = map(int, in_digits.groups())
        return _valid(_Found(place, place, year, month, day))
    if in_digits := _YEAR_FIRST.fullmatch(exact):
        year, month, day = map(int, in_digits.groups())
        return _valid(_Found(place, place, year, month, day))
    return _named(tokens, place) if _YEAR.fullmatch(exact) else None


def _named(tokens: Sequence[Token], place: int) -> _Found | None:
    """A month's name before the year, and the day before it."""
    year = int(tokens[place].exact)
    last = _passed(tokens, place - 1)
    for words in (3, 2, 1):
        first = last - words + 1
        if first < 0:
            continue
        month = _months(year).get(" ".join(token.exact for token in tokens[first : last + 1]))
        if month is not None:
            return _with_day(tokens, _Found(first, place, year, month, None))
    return None


def _with_day(tokens: Sequence[Token], found: _Found) -> _Found | None:
    place = _passed(tokens, found.first - 1)
    if place < 0:
        return _valid(found)
    exact = tokens[place].exact
    day = 1 if exact in _FIRSTS else int(exact) if exact.isdigit() and len(exact) <= 2 else None
    dated = None if day is None else _valid(_Found(place, found.last, found.year, found.month, day))
    return dated or _valid(found)


def _passed(tokens: Sequence[Token], place: int) -> int:
    """The place before words such as من, which may stand between the parts of a date."""
    return place - 1 if place >= 0 and tokens[place].exact in _BETWEEN else place


@cache
def _months(year: int) -> Mapping[str, int]:
    return month_numbers("hijri" if year <= _LAST_HIJRI else "gregorian")


def _valid(found: _Found) -> _Found | None:
    if found.hijri:
        days = 30 if found.year >= _FIRST_HIJRI else 0
        return found if 1 <= found.month <= 12 and 1 <= (found.day or 1) <= days else None
    if not _FIRST_GREGORIAN <= found.year <= _LAST_GREGORIAN:
        return None
    try:
        date(found.year, found.month, found.day or 1)
    except ValueError:
        return None
    return found


def _gregorian_keys(found: _Found) -> tuple[str, ...]:
    month = f"@{found.year}-{found.month:02}"
    return (month,) if found.day is None else (f"{month}-{found.day:02}", month)


def _hijri_keys(found: _Found, beside: tuple[str, ...]) -> tuple[str, ...]:
    month = f"@h{found.year}-{found.month:02}"
    if found.day is None:
        return (month,)
    return (f"{month}-{found.day:02}", month, *(beside or _converted(found)))


def _converted(found: _Found) -> tuple[str, ...]:
    try:
        day = Hijri(found.year, found.month, found.day or 1).to_gregorian()
    except (OverflowError, ValueError):
        return ()
    return _gregorian_keys(_Found(0, 0, day.year, day.month, day.day))
