"""Subscribers and their alerts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from archive.alerts import alert_rows, deliveries, subscribers
from archive.alerts.deliveries import Receiver
from archive.alerts.tables import alerts
from archive.transactions import Transactions
from domain.alerts import Alert, AlertState, DeliveryKind, Subscriber

_ALERTS_AT_ONCE = 1_000


class SavedAlerts(Transactions):
    """Who asked for what. Every call is one transaction."""

    def subscriber(self, subscriber_id: str) -> Subscriber | None:
        """The subscriber, or None."""
        with self._reading.begin() as connection:
            return subscribers.load(connection, subscriber_id)

    def confirm(self, alert_id: str) -> Alert | None:
        """The address's owner wants the alert, and so has confirmed the address. None when it is gone."""
        with self._writing.begin() as connection:
            alert = alert_rows.load(connection, [alert_id]).get(alert_id)
            if alert is None:
                return None
            if alert.state is AlertState.UNCONFIRMED:
                subscribers.set_state(connection, alert.subscriber_id, AlertState.ACTIVE)
                alert_rows.set_state(connection, alert_id, AlertState.ACTIVE)
            return alert_rows.load(connection, [alert_id])[alert_id]

    def set_subscriber_state(self, subscriber_id: str, state: AlertState) -> None:
        """Pause or take up again all that an address asked for."""
        with self._writing.begin() as connection:
            subscribers.set_state(connection, subscriber_id, state)

    def remove_subscriber(self, subscriber_id: str) -> None:
        """Delete an address for good, with all it asked for and was told."""
        with self._writing.begin() as connection:
            subscribers.remove(connection, subscriber_id)

    def change(self, alert: Alert) -> None:
        """Replace what an alert asks for and how; its owner and from when it counts stay."""
        with self._writing.begin() as connection:
            alert_rows.change(connection, alert)

    def set_state(self, alert_id: str, state: AlertState) -> None:
        """Pause an alert or take it up again."""
        with self._writing.begin() as connection:
            alert_rows.set_state(connection, alert_id, state)

    def remove(self, alert_id: str) -> None:
        """Delete an alert, and its address with the last one; an unknown id is no error."""
        with self._writing.begin() as connection:
            alert_rows.remove(connection, alerts.c.id == alert_id)
            subscribers.remove_idle(connection)

    def try_out(self, alert: Alert) -> None:
        """Have a trial message sent over the alert's channel."""
        with self._writing.begin() as connection:
            deliveries.add(connection, DeliveryKind.TRIAL, Receiver(alert.subscriber_id, alert.channel, alert.id))

    def alert(self, alert_id: str) -> Alert | None:
        """The alert, or None."""
        return self.alerts([alert_id]).get(alert_id)

    def alerts(self, ids: Iterable[str]) -> dict[str, Alert]:
        """Those of the alerts that exist, by id."""
        with self._reading.begin() as connection:
            return alert_rows.load(connection, ids)

    def of(self, subscriber_id: str) -> list[Alert]:
        """A subscriber's alerts, oldest first."""
        with self._reading.begin() as connection:
            return alert_rows.of_subscriber(connection, subscriber_id)

    def told(self) -> Iterator[Alert]:
        """Every alert that is told, a few at a time; what changes meanwhile is in `changed_after`."""
        row = 0
        while found := self._told_after(row):
            yield from (alert for _, alert in found)
            row = found[-1][0]

    def changed_after(self, number: int) -> tuple[int, dict[str, Alert | None]]:
        """The number of the last change among alerts, and those that changed behind `number`: None for one that is
        gone or not told.
        """
        with self._reading.begin() as connection:
            last, ids = alert_rows.changed_after(connection, number)
            told = alert_rows.told(connection, ids)
        return last, {id_: told.get(id_) for id_ in ids}

    def last_change(self) -> int:
        """The number of the last change among alerts, 0 before the first."""
        with self._reading.begin() as connection:
            return alert_rows.last_change(connection)

    def _told_after(self, row: int) -> list[tuple[int, Alert]]:
        with self._reading.begin() as connection:
            return alert_rows.told_after(connection, row, _ALERTS_AT_ONCE)
