"""The messages of alerts until they are sent, and what became of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from archive.alerts import deliveries, notifications, subscribers
from archive.transactions import Transactions
from domain.alerts import Delivery, DeliveryState
from domain.mail import Backlog

MOST_BOUNCES = 3
"""Messages in a row that an address may refuse before it is paused."""


class Outbox(Transactions):
    """Messages of one archive. Every call is one transaction."""

    def due(self, moment: datetime, channels: Sequence[str], limit: int = 100) -> list[tuple[str, int]]:
        """The messages over these channels to be tried now, each with the attempts so far, the longest due first."""
        with self._reading.begin() as connection:
            return deliveries.due(connection, moment, channels, limit)

    def lease(self, delivery_ids: list[str], until: datetime) -> None:
        """Somebody has been asked to send the messages and is left alone with them until then."""
        with self._writing.begin() as connection:
            deliveries.lease(connection, delivery_ids, until)

    def begin(self, delivery_id: str, attempt: int) -> Delivery | None:
        """Count an attempt; None when the message does not wait (any more) or was tried more often than that."""
        with self._writing.begin() as connection:
            found = deliveries.begin(connection, delivery_id, attempt)
            return None if found is None else _with_news(connection, found)

    def delivery(self, delivery_id: str) -> Delivery | None:
        """The message with what it tells, or None."""
        with self._reading.begin() as connection:
            found = deliveries.load(connection, delivery_id)
            return None if found is None else _with_news(connection, found)

    def sent(self, delivery_id: str) -> None:
        """The message was taken."""
        with self._writing.begin() as connection:
            whose = deliveries.settle(connection, delivery_id, DeliveryState.SENT)
            if whose is not None:
                subscribers.reached(connection, whose)

    def dropped(self, delivery_id: str) -> None:
        """There is nothing (left) to tell."""
        with self._writing.begin() as connection:
            deliveries.settle(connection, delivery_id, DeliveryState.DROPPED)

    def failed(self, delivery_id: str, error: str) -> None:
        """The message will not be tried again."""
        with self._writing.begin() as connection:
            deliveries.settle(connection, delivery_id, DeliveryState.FAILED, error)

    def bounced(self, delivery_id: str, error: str) -> None:
        """The address refused the message for good; one that refuses several in a row is paused."""
        with self._writing.begin() as connection:
            whose = deliveries.settle(connection, delivery_id, DeliveryState.FAILED, error)
            if whose is not None:
                subscribers.bounced(connection, whose, MOST_BOUNCES)

    def put_off(self, delivery_id: str, until: datetime, error: str) -> None:
        """An attempt failed; there will be another one."""
        with self._writing.begin() as connection:
            deliveries.put_off(connection, delivery_id, until, error)

    def send_again(self, delivery_id: str) -> bool:
        """Try a message that failed once more; whether it had failed."""
        with self._writing.begin() as connection:
            return deliveries.send_again(connection, delivery_id)

    def newest(self, state: DeliveryState | None = None, limit: int = 100) -> list[Delivery]:
        """The newest messages, newest first, without what they tell."""
        with self._reading.begin() as connection:
            return deliveries.newest(connection, state, limit)

    def of_alert(self, alert_id: str, limit: int = 20) -> list[Delivery]:
        """The newest messages that are about that alert alone, newest first, without what they tell."""
        with self._reading.begin() as connection:
            return deliveries.of_alert(connection, alert_id, limit)

    def history(self, subscriber_id: str) -> list[Delivery]:
        """All messages to the subscriber with all that they told, oldest first."""
        with self._reading.begin() as connection:
            told = notifications.told_to(connection, subscriber_id)
            found = deliveries.of_subscriber(connection, subscriber_id)
        return [replace(one, told=told.get(one.id, ())) for one in found]

    def backlog(self) -> Backlog:
        """What is still to be sent."""
        with self._reading.begin() as connection:
            counts = deliveries.counts(connection)
            oldest = deliveries.oldest(connection, DeliveryState.WAITING)
        return Backlog(counts[DeliveryState.WAITING], oldest, counts[DeliveryState.FAILED])

    def counts(self) -> dict[DeliveryState, int]:
        """How many messages are in which state."""
        with self._reading.begin() as connection:
            return deliveries.counts(connection)


def _with_news(connection: Connection, delivery: Delivery) -> Delivery:
    return replace(delivery, told=notifications.told_by(connection, [delivery.id])[delivery.id])
