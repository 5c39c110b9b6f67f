"""What documents tell of days is known while they are public, every change counts, and a deadline is announced once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from archive.clock import now
from archive.store import Archive
from domain.alerts import Occasion
from domain.calendar import Event, EventKind
from domain.description import Field, SaidValue
from tests.archive.alerts.tenders import described, tender

DAY = date(2026, 12, 3)
ALWAYS = date(1900, 1, 1)


def events(archive: Archive) -> list[tuple[EventKind, date, int, bool]]:
    return [(one.kind, one.day, one.sequence, one.cancelled) for one in archive.alerts.calendar.since(ALWAYS, 100)]


def announced(archive: Archive) -> list[tuple[str, str]]:
    _, found = archive.alerts.publishing.unmatched(100)
    return [(one.document_id, one.edition) for one in found if one.occasion is Occasion.DEADLINE]


def test_a_tender_tells_its_deadline_and_its_opening(archive: Archive) -> None:
    document = tender(archive, "one", deadline="2026-12-03", opening="2026-12-04")
    kinds = [EventKind.DEADLINE, EventKind.OPENING]
    assert events(archive) == [(kinds[0], DAY, 0, False), (kinds[1], DAY + timedelta(days=1), 0, False)]
    (first, _) = archive.alerts.calendar.since(ALWAYS, 100)
    assert (first.document_id, abs(now() - first.changed_at) < timedelta(minutes=5)) == (document, True)


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ({"type": "session_minutes", "date": "2026-10-05"}, {EventKind.MEETING}),
        ({"type": "committee_minutes", "date": "2026-10-05"}, {EventKind.MEETING}),
        ({"type": "decision", "date": "2026-10-05"}, set()),
        ({"deadline": "2026-12"}, set()),
        ({"deadline": "2026"}, set()),
        ({"deadline": ""}, set()),
        ({}, set()),
    ],
)
def test_only_whole_days_are_told_and_only_minutes_tell_of_meetings(
    archive: Archive, told: dict[str, str], kinds: set[EventKind]
) -> None:
    tender(archive, "one", **told)
    assert {kind for kind, *_ in events(archive)} == kinds


def test_what_is_not_public_leaves_no_trace(archive: Archive) -> None:
    draft = tender(archive, "one", publish=False, deadline="2026-12-03")
    described(archive, draft, deadline="2026-12-09")
    archive.withdraw(draft, "system:test", "a mistake")
    assert events(archive) == []


def test_every_change_counts_and_what_is_no_change_does_not(archive: Archive) -> None:
    document = tender(archive, "one", deadline="2026-12-03")
    described(archive, document, deadline="2026-12-03", tender_reference="1/2026")
    assert events(archive) == [(EventKind.DEADLINE, DAY, 0, False)]
    described(archive, document, deadline="2026-12-10")
    archive.descriptions.correct(document, Field.DEADLINE, [SaidValue("2026-12-11")], "account:clerk")
    assert events(archive) == [(EventKind.DEADLINE, date(2026, 12, 11), 2, False)]
    described(archive, document, deadline="2026-12-24")
    assert events(archive) == [(EventKind.DEADLINE, date(2026, 12, 11), 2, False)]
    archive.descriptions.take_back(document, Field.DEADLINE, "account:clerk")
    assert events(archive) == [(EventKind.DEADLINE, date(2026, 12, 24), 3, False)]


def test_what_is_withdrawn_is_cancelled_until_it_is_public_again(archive: Archive) -> None:
    document = tender(archive, "one", deadline="2026-12-03")
    archive.withdraw(document, "system:test", "a mistake")
    assert events(archive) == [(EventKind.DEADLINE, DAY, 1, True)]
    archive.publish(document, "system:test")
    assert events(archive) == [(EventKind.DEADLINE, DAY, 2, False)]
    archive.descriptions.correct(document, Field.DEADLINE, [], "account:clerk")
    assert events(archive) == [(EventKind.DEADLINE, DAY, 3, True)]
    archive.remove([document], "system:test")
    assert events(archive) == []


def test_the_earliest_come_first_and_no_more_than_asked_for(archive: Archive) -> None:
    for day in ("2026-12-09", "2026-12-01", "2026-12-05"):
        tender(archive, day, deadline=day)
    found: list[Event] = archive.alerts.calendar.since(DAY, 1)
    assert [one.day for one in found] == [date(2026, 12, 5)]


def test_a_deadline_is_announced_once_and_a_new_one_again(archive: Archive) -> None:
    document = tender(archive, "one", deadline="2026-12-03")
    calendar = archive.alerts.calendar
    assert calendar.announce_deadlines(DAY - timedelta(days=9), DAY - timedelta(days=1)) == 0
    assert [calendar.announce_deadlines(DAY - timedelta(days=3), DAY) for _ in range(3)] == [1, 0, 0]
    described(archive, document, deadline="2026-12-10")
    assert calendar.announce_deadlines(DAY, date(2026, 12, 10)) == 1
    assert announced(archive) == [(document, "deadline-2026-12-03"), (document, "deadline-2026-12-10")]


def test_what_is_over_or_withdrawn_or_no_deadline_is_not_announced(archive: Archive) -> None:
    tender(archive, "over", deadline="2026-12-02")
    tender(archive, "opening", opening="2026-12-03")
    archive.withdraw(tender(archive, "withdrawn", deadline="2026-12-03"), "system:test", "a mistake")
    assert archive.alerts.calendar.announce_deadlines(DAY, DAY + timedelta(days=3)) == 0
