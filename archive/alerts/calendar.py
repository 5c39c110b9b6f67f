"""What documents tell of days: of all that are public, or were."""

from __future__ import annotations

from datetime import date

from archive.alerts import event_rows
from archive.transactions import Transactions
from domain.calendar import Event


class Calendar(Transactions):
    """The events of one archive. Every call is one transaction."""

    def since(self, day: date, limit: int) -> list[Event]:
        """The first events from that day on, in the order of their days; cancelled ones too."""
        with self._reading.begin() as connection:
            return event_rows.since(connection, day, limit)

    def announce_deadlines(self, first: date, last: date) -> int:
        """Have who follows a tender told of its deadline when that is between both days, each included: of each day once,
        however often this is asked for and whoever does it. How many it is told of now.
        """
        with self._writing.begin() as connection:
            return event_rows.announce(connection, first, last)
