"""A calendar of what documents say will happen, and the port of the formats it can be written in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something that takes a whole day. `id` is the same for ever; `sequence` grows with each change, the last of which was
    at `changed_at`. `language` is that of the title; `url` is "" for a document that is public no more.
    """

    id: str
    title: str
    language: str
    day: date
    sequence: int
    changed_at: datetime
    category: str
    cancelled: bool = False
    url: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class EventCalendar:
    """What the documents that answer a search tell of days, earliest first. The addresses are as in `alerts.feed.Feed`;
    `language` is that of `title`.
    """

    id: str
    title: str
    language: str
    url: str
    page_url: str
    appointments: tuple[Appointment, ...] = ()


@runtime_checkable
class CalendarChannel(Protocol):
    """What a module of `alerts.channels` offers as `PLUGIN` when it writes calendars."""

    media_type: str

    def render_calendar(self, calendar: EventCalendar) -> bytes:
        """The calendar's bytes, the same ones for the same calendar."""
        ...
