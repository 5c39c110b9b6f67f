"""What somebody asks for who has shown no more than an address: nothing comes of it but a message to that address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Engine, and_

from archive.alerts import alert_rows, deliveries, subscribers
from archive.alerts.deliveries import Receiver
from archive.alerts.notifications import BY_EMAIL
from archive.alerts.tables import alerts
from archive.identifiers import new_id
from domain.alerts import Alert, AlertState, DeliveryKind, Subscriber

TIME_TO_CONFIRM = timedelta(hours=24)
"""How long an alert waits to be confirmed; then it is forgotten."""


@dataclass(frozen=True, slots=True)
class AskingLimits:
    """How much may be asked for an address: alerts that wait to be confirmed and links, a day each, and alerts in all."""

    unconfirmed: int = 5
    links: int = 3
    alerts: int = 200


class Asking:
    """Every call looks the same from outside, whether the address is known, has asked too often, or neither."""

    def __init__(self, writing: Engine, limits: AskingLimits | None = None) -> None:
        self._writing = writing
        self._limits = limits or AskingLimits()

    def alert(self, address: str, wanted: Alert, moment: datetime) -> None:
        """Save an alert (its ids are given here) for the address, and have the address asked to confirm it."""
        with self._writing.begin() as connection:
            subscriber = subscribers.put(connection, address, wanted.language)
            if self._may_ask(connection, subscriber, moment):
                owned = replace(wanted, id=new_id("a"), subscriber_id=subscriber.id, state=AlertState.UNCONFIRMED)
                saved = alert_rows.add(connection, owned)
                to = Receiver(subscriber.id, BY_EMAIL, saved.id)
                deliveries.add(connection, DeliveryKind.CONFIRMATION, to)

    def link(self, address: str, moment: datetime) -> None:
        """Have the link to all its alerts sent to the address, if it has any."""
        with self._writing.begin() as connection:
            subscriber = subscribers.by_address(connection, address)
            if subscriber is None:
                return
            day = moment - TIME_TO_CONFIRM
            sent = deliveries.count_since(connection, subscriber.id, DeliveryKind.LINK, day)
            if sent < self._limits.links:
                deliveries.add(connection, DeliveryKind.LINK, Receiver(subscriber.id, BY_EMAIL))

    def forget_unconfirmed(self, moment: datetime) -> None:
        """Delete what was not confirmed in time, and the addresses for which nothing is left."""
        with self._writing.begin() as connection:
            before = moment - TIME_TO_CONFIRM
            late = and_(alerts.c.state == AlertState.UNCONFIRMED, alerts.c.created_at < before)
            alert_rows.remove(connection, late)
            deliveries.remove_asked(connection, before)
            subscribers.remove_idle(connection)

    def _may_ask(self, connection: Connection, subscriber: Subscriber, moment: datetime) -> bool:
        asked = alert_rows.count_since(connection, subscriber.id, AlertState.UNCONFIRMED, moment - TIME_TO_CONFIRM)
        has = len(alert_rows.of_subscriber(connection, subscriber.id))
        return asked < self._limits.unconfirmed and has < self._limits.alerts
