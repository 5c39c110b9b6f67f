"""When what was gathered is told: every morning, and Monday mornings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo

from archive.alerts.publishing import Publishing
from archive.clock import now
from domain.alerts import Frequency

HOUR = 7
"""The hour of the day, where the council is, from which digests are sent."""


class Digests:
    """Opens the digests that are due. Each is opened once, however often it is looked for and whoever does it."""

    def __init__(self, publishing: Publishing, zone: tzinfo, clock: Callable[[], datetime] = now) -> None:
        self._publishing = publishing
        self._zone = zone
        self._clock = clock

    def open_due(self) -> int:
        """Make messages of what has been gathered, if it is time; how many."""
        opened = 0
        for frequency, period in self._periods():
            if self._publishing.digest_period(frequency) < period:
                opened += self._publishing.open_digests(frequency, period)
        return opened

    def _periods(self) -> list[tuple[Frequency, int]]:
        """The last morning and the last Monday's, as ordinals of days."""
        morning = (self._clock().astimezone(self._zone) - timedelta(hours=HOUR)).date()
        monday = morning - timedelta(days=morning.weekday())
        return [(Frequency.DAILY, morning.toordinal()), (Frequency.WEEKLY, monday.toordinal())]
