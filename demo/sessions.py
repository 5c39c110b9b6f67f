"""Sessions of a council and what was voted at them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from demo.register import Council
from demo.tables import table

_OTHER_MONTHS = (1, 4, 6, 9, 11, 12)
"""Months (1-12) of extraordinary sessions; no council holds an ordinary one in them."""


@dataclass(frozen=True, slots=True)
class Session:
    """An ordinary or extraordinary session with the day of its sitting and its name in each language."""

    ordinary: bool
    day: date
    names: dict[str, str]


@dataclass(frozen=True, slots=True)
class Vote:
    """How many voted for, against and not at all. Unanimous when nobody did but for."""

    ayes: int
    noes: int
    abstentions: int

    @property
    def unanimous(self) -> bool:
        """Whether everybody present voted for."""
        return not self.noes and not self.abstentions


def _names(ordinary: bool, month: int, year: int) -> dict[str, str]:
    calendar = table("calendar")
    arabic, french = calendar["ar"]["months"][month - 1], calendar["fr"]["of_months"][month - 1]
    if ordinary:
        return {"ar": f"دورة {arabic} العادية لسنة {year}", "fr": f"session ordinaire {french} {year}"}
    return {"ar": f"الدورة الاستثنائية لشهر {arabic} {year}", "fr": f"session extraordinaire {french} {year}"}


def draw_session(council: Council, random: Random) -> Session:
    """A session of the years 2016 to 2024, two in three of them ordinary, on a Monday to Thursday."""
    ordinary = random.random() < 0.67
    months = council.sessions if ordinary else _OTHER_MONTHS
    month, year = random.choice(months), random.randrange(2016, 2025)
    day = date(year, month, random.randrange(1, 24))
    day += timedelta(days=7 - day.weekday() if day.weekday() > 3 else 0)
    return Session(ordinary, day, _names(ordinary, month, year))


def vote(random: Random, present: int) -> Vote:
    """A vote among `present` members, carried, unanimous every other time."""
    if random.random() < 0.5:
        return Vote(present, 0, 0)
    noes, abstentions = random.randrange(1, 5), random.randrange(1, 4)
    return Vote(present - noes - abstentions, noes, abstentions)
