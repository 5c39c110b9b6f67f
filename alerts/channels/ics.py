"""iCalendar (RFC 5545), with the properties of whole calendars of RFC 7986."""

from __future__ import annotations

import re
from datetime import UTC, timedelta

from icalendar import Calendar, Event

from alerts.calendar import Appointment, EventCalendar

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
"""What no text of a calendar may hold; line breaks are escaped."""

_LOOK_AGAIN = timedelta(hours=6)


class IcsChannel:
    """Writes iCalendar. Days are dates without an hour, and so the same ones in every zone; moments are in UTC."""

    media_type = "text/calendar"

    def render_calendar(self, calendar: EventCalendar) -> bytes:
        """The calendar as UTF-8, its lines folded and escaped."""
        written = Calendar()
        written.add("prodid", "-//Shaffaf//Shaffaf//EN")
        written.add("version", "2.0")
        written.add("calscale", "GREGORIAN")
        written.add("uid", calendar.id)
        for name in ("name", "x-wr-calname"):
            written.add(name, _line(calendar.title), {"LANGUAGE": calendar.language})
        written.add("url", calendar.page_url)
        written.add("source", calendar.url, {"VALUE": "URI"})
        written.add("refresh-interval", _LOOK_AGAIN, {"VALUE": "DURATION"})
        for appointment in calendar.appointments:
            written.add_component(_event(appointment))
        made: bytes = written.to_ical()
        return made


def _event(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.id)
    changed = appointment.changed_at.astimezone(UTC).replace(microsecond=0)
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", appointment.sequence)
    event.add("dtstart", appointment.day)
    event.add("summary", _line(appointment.title), {"LANGUAGE": appointment.language})
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    event.add("categories", [_line(appointment.category)])
    if appointment.description:
        event.add("description", _text(appointment.description))
    if appointment.url:
        event.add("url", appointment.url)
    return event


def _text(text: str) -> str:
    """The text with line breaks of one kind only, which can be escaped."""
    return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", "\n".join(text.splitlines()))


def _line(text: str) -> str:
    return _text(" ".join(text.split()))


PLUGIN = IcsChannel()
"""`/feeds/search.ics`."""
