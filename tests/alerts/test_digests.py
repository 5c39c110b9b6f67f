"""Digests come every morning and on Monday mornings, by the clock of the council, once each."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from alerts.digests import Digests
from alerts.matching import AlertMatcher
from domain.alerts import Frequency
from tests.archive.alerts.people import confirmed, told, waiting
from tests.search_api.library import Library, Paper

ZONE = ZoneInfo("Africa/Casablanca")


def at(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=ZONE).astimezone(UTC)


class Clock:
    def __init__(self, moment: str) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return at(self.moment)


def opened(library: Library, clock: Clock, moment: str) -> int:
    clock.moment = moment
    return Digests(library.archive.alerts.publishing, ZONE, clock).open_due()


@pytest.fixture
def clock(library: Library) -> Clock:
    started = Clock("2026-03-04T12:00")  # a Wednesday
    Digests(library.archive.alerts.publishing, ZONE, started).open_due()
    return started


def test_what_is_gathered_in_a_day_comes_the_next_morning(library: Library, matcher: AlertMatcher, clock: Clock) -> None:
    alert = confirmed(library.archive, text="ميزانية")
    put = [library.put(Paper(f"ميزانية {number}")).document for number in range(3)]
    while matcher.step():
        pass
    moments = ("2026-03-04T23:00", "2026-03-05T06:59", "2026-03-05T07:00", "2026-03-05T07:00", "2026-03-06T09:00")
    assert [opened(library, clock, moment) for moment in moments] == [0, 0, 1, 0, 0]
    assert told(library.archive) == sorted((alert.id, document) for document in put)
    assert len(waiting(library.archive)) == 1


def test_what_is_gathered_in_a_week_comes_on_monday(library: Library, matcher: AlertMatcher, clock: Clock) -> None:
    confirmed(library.archive, text="ميزانية", frequency=Frequency.WEEKLY)
    library.put(Paper("ميزانية"))
    matcher.step()
    moments = ("2026-03-05T08:00", "2026-03-08T12:00", "2026-03-09T06:00", "2026-03-09T07:30", "2026-03-10T08:00")
    assert [opened(library, clock, moment) for moment in moments] == [0, 0, 0, 1, 0]


def test_the_hour_is_that_of_the_council_in_ramadan_too(library: Library, matcher: AlertMatcher, clock: Clock) -> None:
    confirmed(library.archive, text="ميزانية")
    library.put(Paper("ميزانية"))
    matcher.step()
    digests = Digests(library.archive.alerts.publishing, ZONE, lambda: datetime(2026, 3, 5, 6, 30, tzinfo=UTC))
    assert digests.open_due() == 0  # 6:30 in Casablanca, which is at +00:00 until the 22nd
    digests = Digests(library.archive.alerts.publishing, ZONE, lambda: datetime(2026, 3, 5, 7, 0, tzinfo=UTC))
    assert digests.open_due() == 1


def test_a_worker_that_slept_for_days_sends_one_digest(library: Library, matcher: AlertMatcher, clock: Clock) -> None:
    confirmed(library.archive, text="ميزانية")
    library.put(Paper("ميزانية"))
    matcher.step()
    assert opened(library, clock, "2026-03-15T08:00") == 1
    assert opened(library, clock, "2026-03-15T08:01") == 0
