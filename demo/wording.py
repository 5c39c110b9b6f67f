"""Dates and amounts as Moroccan administrations write them."""

from __future__ import annotations

import re
from datetime import date

from demo.tables import table

_AMOUNT = re.compile(r"\d{1,3}(?:([. \u00a0])\d{3})+,\d\d|\b\d{1,3},\d\d\b")


def arabic_date(day: date) -> str:
    """For example 27 يوليوز 2022."""
    return f"{day.day} {table('calendar')['ar']['months'][day.month - 1]} {day.year}"


def arabic_weekday(day: date) -> str:
    """The day of the week, for example الأربعاء."""
    return str(table("calendar")["ar"]["weekdays"][day.weekday()])


def french_date(day: date) -> str:
    """For example 27 juillet 2022, and 1er mars 2022."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number} {table('calendar')['fr']['months'][day.month - 1]} {day.year}"


def french_weekday(day: date) -> str:
    """The day of the week, for example mercredi."""
    return str(table("calendar")["fr"]["weekdays"][day.weekday()])


def arabic_money(dirhams: int) -> str:
    """For example 1.250.000,00 درهم."""
    return f"{dirhams:,}".replace(",", ".") + ",00 درهم"


def french_money(dirhams: int) -> str:
    """For example 1 250 000,00 DH, its spaces unbreakable."""
    return f"{dirhams:,}".replace(",", "\u00a0") + ",00\u00a0DH"


def amounts(text: str) -> list[int]:
    """The amounts written out in `text`, in dirhams, each once, in order, written as above."""
    found = (re.sub(r"\D", "", match[0][:-3]) for match in _AMOUNT.finditer(text))
    return list(dict.fromkeys(int(digits) for digits in found))
