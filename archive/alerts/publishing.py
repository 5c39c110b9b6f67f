"""What there is to tell, matched once with those who want to be told."""

from __future__ import annotations

from collections.abc import Iterable

from archive.alerts import notifications, publications
from archive.transactions import Transactions
from domain.alerts import AlertHit, Frequency, Occasion, Publication


class Publishing(Transactions):
    """The numbered publications and what they lead to. Every call is one transaction."""

    def announce(self, document_id: str, edition: str, occasion: Occasion) -> None:
        """Have people told of an edition of the document, such as a version or correction that staff confirmed."""
        with self._writing.begin() as connection:
            publications.record(connection, document_id, edition, occasion)

    def unmatched(self, limit: int = 100) -> tuple[int, list[Publication]]:
        """How far publications have been matched with alerts, and the next ones."""
        with self._reading.begin() as connection:
            cursor = publications.cursor(connection, publications.MATCHER)
            return cursor, publications.after(connection, cursor, limit)

    def record_hits(self, hits: Iterable[AlertHit], matched: tuple[int, int], alert_change: int) -> bool:
        """Write down which alerts the publications behind `matched[0]` up to `matched[1]` concern, each alert and
        edition once; what is to be told at once gets its messages.

        False, and nothing is written, when they were matched meanwhile or an alert has changed since the change
        `alert_change`.
        """
        with self._writing.begin() as connection:
            return notifications.record(connection, hits, matched, alert_change)

    def open_digests(self, frequency: Frequency, period: int) -> int:
        """Make messages of what waits to be told every so often, unless that was done for this period or a later one;
        how many.
        """
        with self._writing.begin() as connection:
            name = f"digest-{frequency}"
            if publications.cursor(connection, name) >= period:
                return 0
            publications.move_cursor(connection, name, period)
            return notifications.open_deliveries(connection, frequency)

    def digest_period(self, frequency: Frequency) -> int:
        """The last period for which messages were made, 0 before the first."""
        with self._reading.begin() as connection:
            return publications.cursor(connection, f"digest-{frequency}")
