"""A calendar is what RFC 5545 says, whatever documents are called, and the same bytes for the same days."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from alerts.calendar import Appointment, CalendarChannel, EventCalendar
from alerts.channels.ics import PLUGIN
from alerts.feed import FeedChannel, stable_id

APPOINTMENT = Appointment(
    id=stable_id("event", "d1/deadline"),
    title="آخر أجل لإيداع العروض: صفقة أشغال تهيئة الطرق",
    language="ar",
    day=date(2026, 12, 3),
    sequence=2,
    changed_at=datetime(2026, 11, 25, 14, 30, 12, 345_000, tzinfo=UTC),
    category="آخر أجل",
    url="https://x.example.org/documents/d1?lang=ar",
    description="صفقة · مجلس جهة الواحة\nhttps://x.example.org/documents/d1?lang=ar",
)
CALENDAR = EventCalendar(
    stable_id("calendar", "x"),
    "شفاف: صفقة",
    "ar",
    "https://x.example.org/feeds/search.ics?q=1&lang=ar",
    "https://x.example.org/search?q=1&lang=ar",
    (APPOINTMENT,),
)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def parsed(calendar: EventCalendar) -> Calendar:
    found = Calendar.from_ical(PLUGIN.render_calendar(calendar))
    assert isinstance(found, Calendar)
    assert [event.errors for event in found.walk()] == [[]] * len(found.walk())
    return found


def test_it_is_a_channel_of_calendars_and_of_nothing_else() -> None:
    assert isinstance(PLUGIN, CalendarChannel)
    assert not isinstance(PLUGIN, FeedChannel)


def test_an_event_says_all_that_is_known_of_it() -> None:
    (event,) = parsed(CALENDAR).walk("VEVENT")
    assert event["UID"] == APPOINTMENT.id
    assert event.decoded("DTSTART") == date(2026, 12, 3)
    assert event["DTSTART"].params["VALUE"] == "DATE"
    assert event["SEQUENCE"] == 2
    changed = datetime(2026, 11, 25, 14, 30, 12, tzinfo=UTC)
    assert event.decoded("LAST-MODIFIED") == event.decoded("DTSTAMP") == changed
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    assert (str(event["SUMMARY"]), event["SUMMARY"].params["LANGUAGE"]) == (APPOINTMENT.title, "ar")
    assert (str(event["DESCRIPTION"]), str(event["URL"])) == (APPOINTMENT.description, APPOINTMENT.url)
    assert event.categories == ["آخر أجل"]


def test_the_calendar_says_what_it_is_and_when_to_look_again() -> None:
    found = parsed(CALENDAR)
    assert (found["VERSION"], found["CALSCALE"], found["UID"]) == ("2.0", "GREGORIAN", CALENDAR.id)
    assert str(found["NAME"]) == str(found["X-WR-CALNAME"]) == CALENDAR.title
    assert found.decoded("REFRESH-INTERVAL") == timedelta(hours=6)
    assert str(found["SOURCE"]) == CALENDAR.url


def test_what_is_cancelled_says_so_and_no_more() -> None:
    gone = replace(APPOINTMENT, cancelled=True, url="", description="")
    (event,) = parsed(replace(CALENDAR, appointments=(gone,))).walk("VEVENT")
    assert event["STATUS"] == "CANCELLED"
    assert "URL" not in event
    assert "DESCRIPTION" not in event


@given(texts, texts)
def test_any_text_comes_back_on_lines_that_are_short_enough(title: str, description: str) -> None:
    event = replace(APPOINTMENT, title=title, description=description)
    written = PLUGIN.render_calendar(replace(CALENDAR, title=title, appointments=(event,)))
    lines = written.split(b"\r\n")
    assert lines[-1] == b""
    assert all(len(line) <= 75 and b"\n" not in line and b"\r" not in line for line in lines)
    assert all(line.decode() is not None for line in lines)
    (found,) = Calendar.from_ical(written).walk("VEVENT")
    assert shown(str(found["SUMMARY"])) == shown(" ".join(title.split()))
    assert shown(str(found.get("DESCRIPTION", ""))) == shown("\n".join(description.splitlines()))


def shown(text: str) -> str:
    """What of a text can stand in a calendar."""
    return "".join("\ufffd" if (one < " " and one not in "\t\n") or one == "\x7f" else one for one in text)


@pytest.mark.parametrize("times", [2])
def test_the_same_days_are_the_same_bytes(times: int) -> None:
    assert len({PLUGIN.render_calendar(CALENDAR) for _ in range(times)}) == 1
    assert PLUGIN.render_calendar(replace(CALENDAR, appointments=())) != PLUGIN.render_calendar(CALENDAR)
