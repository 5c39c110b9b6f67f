"""Who follows a tender is told when its deadline is near."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from archive.alerts.calendar import Calendar
from archive.clock import now

NEAR = timedelta(days=3)
"""How long before the day on which bids are due; of one that is published later it is told at once."""


class Deadlines:
    """Announces each deadline once, however often it is looked and whoever does it."""

    def __init__(self, calendar: Calendar, zone: tzinfo, clock: Callable[[], datetime] = now) -> None:
        self._calendar = calendar
        self._zone = zone
        self._clock = clock

    def announce_near(self) -> int:
        """Have it told of the deadlines that are near where the council is; how many."""
        today = self._clock().astimezone(self._zone).date()
        return self._calendar.announce_deadlines(today, today + NEAR)
