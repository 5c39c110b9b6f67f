"""Dates, sums and sessions as other offices write them: in several ways, of which `variant` chooses one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from hijridate import Gregorian

from demo.sessions import Session
from demo.tables import table
from demo.wording import arabic_date, arabic_money, french_date, french_money


def _hijri(day: date) -> str:
    hijri = Gregorian.fromdate(day).to_hijri()
    return f"{hijri.day} {table('calendar')['ar']['hijri_months'][hijri.month - 1]} {hijri.year}"


ARABIC_DAYS: Sequence[Callable[[date], str]] = (
    arabic_date,
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{_hijri(day)} الموافق لـ {arabic_date(day)}",
    lambda day: f"{day.day} من شهر {table('calendar')['ar']['months'][day.month - 1]} سنة {day.year}",
)
FRENCH_DAYS: Sequence[Callable[[date], str]] = (
    french_date,
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day:%d-%m-%Y}",
)
ARABIC_SUMS: Sequence[Callable[[int], str]] = (
    arabic_money,
    lambda dirhams: french_money(dirhams).replace("DH", "درهم"),
    lambda dirhams: f"{dirhams:,}".replace(",", ".") + " درهم",
    lambda dirhams: f"{dirhams},00 درهم",
)
FRENCH_SUMS: Sequence[Callable[[int], str]] = (
    french_money,
    lambda dirhams: f"{dirhams:,}".replace(",", ".") + ",00 dirhams",
    lambda dirhams: f"{dirhams:,}".replace(",", "\u00a0") + " MAD TTC",
    lambda dirhams: f"{dirhams:,}".replace(",", " ") + ",00 Dhs",
)


def arabic_day(day: date, variant: int) -> str:
    """The day in Arabic."""
    return ARABIC_DAYS[variant % len(ARABIC_DAYS)](day)


def french_day(day: date, variant: int) -> str:
    """The day in French."""
    return FRENCH_DAYS[variant % len(FRENCH_DAYS)](day)


def arabic_sum(dirhams: int, variant: int) -> str:
    """An amount in Arabic."""
    return ARABIC_SUMS[variant % len(ARABIC_SUMS)](dirhams)


def french_sum(dirhams: int, variant: int) -> str:
    """An amount in French."""
    return FRENCH_SUMS[variant % len(FRENCH_SUMS)](dirhams)


def arabic_session(session: Session, variant: int) -> str:
    """The session in Arabic, without its article where its name begins with the month."""
    month, year = table("calendar")["ar"]["months"][session.day.month - 1], session.day.year
    if not session.ordinary:
        return (
            f"الدورة الاستثنائية المنعقدة بتاريخ {arabic_date(session.day)}",
            f"الدورة الاستثنائية لشهر {month} {year}",
        )[variant % 2]
    return (
        f"الدورة العادية لشهر {month} {year}",
        f"الدورة العادية برسم شهر {month} من سنة {year}",
        f"دورة {month} {year} العادية",
    )[variant % 3]


def french_session(session: Session, variant: int) -> str:
    """The session in French."""
    month, year = table("calendar")["fr"]["of_months"][session.day.month - 1], session.day.year
    kind = "ordinaire" if session.ordinary else "extraordinaire"
    return (f"session {kind} du mois {month} {year}", f"session {kind} {month} {year}")[variant % 2]
