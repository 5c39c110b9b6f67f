"""Messages that wait to be sent, were sent, or could not be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, or_, select, update

from archive.alerts.tables import deliveries, subscribers
from archive.clock import now
from archive.identifiers import new_id
from domain.alerts import AlertState, Delivery, DeliveryKind, DeliveryState

_UNCONFIRMED = (DeliveryKind.CONFIRMATION, DeliveryKind.LINK)
"""What is sent to an address that is not told of anything: its owner asked for it at this moment."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who gets a message: over which channel, and for which alert where it is about one ("" for several)."""

    subscriber_id: str
    channel: str
    alert_id: str = ""


def add(connection: Connection, kind: DeliveryKind, to: Receiver) -> str:
    """Have a message sent, from now on; its id."""
    made, moment = new_id("n"), now()
    values = {
        "id": made,
        "kind": kind,
        "subscriber_id": to.subscriber_id,
        "channel": to.channel,
        "alert_id": to.alert_id,
        "state": DeliveryState.WAITING,
        "attempts": 0,
        "due_at": moment,
        "error": "",
        "created_at": moment,
    }
    connection.execute(insert(deliveries).values(values))
    return made


def due(connection: Connection, moment: datetime, channels: Sequence[str], limit: int) -> list[tuple[str, int]]:
    """The messages over these channels to be tried now, each with the attempts so far, the longest due first; none to a
    paused address.
    """
    table = deliveries
    found = select(table.c.id, table.c.attempts).join(subscribers, subscribers.c.id == table.c.subscriber_id)
    found = found.where(table.c.state == DeliveryState.WAITING, table.c.due_at <= moment)
    found = found.where(table.c.channel.in_(channels))
    found = found.where(or_(table.c.kind.in_(_UNCONFIRMED), subscribers.c.state == AlertState.ACTIVE))
    rows = connection.execute(found.order_by(table.c.due_at, table.c.row).limit(limit))
    return [(row.id, row.attempts) for row in rows]


def lease(connection: Connection, delivery_ids: Sequence[str], until: datetime) -> None:
    """Somebody has been asked to send the messages and is left alone with them until then."""
    waiting = deliveries.c.id.in_(delivery_ids), deliveries.c.state == DeliveryState.WAITING
    connection.execute(update(deliveries).where(*waiting).values(due_at=until))


def begin(connection: Connection, delivery_id: str, attempt: int) -> Delivery | None:
    """Count an attempt; None when the message does not wait any more, or was tried more often than `attempt` times."""
    table = deliveries
    waiting = table.c.id == delivery_id, table.c.state == DeliveryState.WAITING, table.c.attempts <= attempt
    if connection.execute(update(table).where(*waiting).values(attempts=attempt)).rowcount == 0:
        return None
    return load(connection, delivery_id)


def load(connection: Connection, delivery_id: str) -> Delivery | None:
    """The message, without what it tells, or None."""
    row = connection.execute(select(deliveries).where(deliveries.c.id == delivery_id)).one_or_none()
    return None if row is None else _delivery(row)


def newest(connection: Connection, state: DeliveryState | None, limit: int) -> list[Delivery]:
    """The newest messages, of one state or of all, without what they tell."""
    found = select(deliveries).order_by(deliveries.c.row.desc()).limit(limit)
    if state is not None:
        found = found.where(deliveries.c.state == state)
    return [_delivery(row) for row in connection.execute(found)]


def of_alert(connection: Connection, alert_id: str, limit: int) -> list[Delivery]:
    """The newest messages that are about that alert alone."""
    found = select(deliveries).where(deliveries.c.alert_id == alert_id).order_by(deliveries.c.row.desc()).limit(limit)
    return [_delivery(row) for row in connection.execute(found)]


def of_subscriber(connection: Connection, subscriber_id: str) -> list[Delivery]:
    """All messages to the subscriber, oldest first, without what they tell."""
    found = select(deliveries).where(deliveries.c.subscriber_id == subscriber_id).order_by(deliveries.c.row)
    return [_delivery(row) for row in connection.execute(found)]


def settle(connection: Connection, delivery_id: str, state: DeliveryState, error: str = "") -> str | None:
    """A waiting message has ended so; returns whose it was, None for one that had ended before, which stays as it is."""
    values = {"state": state, "error": error, "ended_at": now()}
    whose: str | None = connection.scalar(_waiting(delivery_id).values(values).returning(deliveries.c.subscriber_id))
    return whose


def put_off(connection: Connection, delivery_id: str, until: datetime, error: str) -> None:
    """An attempt failed; there will be another one then."""
    connection.execute(_waiting(delivery_id).values(due_at=until, error=error))


def send_again(connection: Connection, delivery_id: str) -> bool:
    """Try a message that failed once more, from now on; whether it had failed."""
    failed = update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state == DeliveryState.FAILED)
    changed = failed.values(state=DeliveryState.WAITING, due_at=now(), ended_at=None)
    return connection.execute(changed).rowcount > 0


def count_since(connection: Connection, subscriber_id: str, kind: DeliveryKind, moment: datetime) -> int:
    """How many messages of a kind the subscriber was to be sent since then."""
    which = deliveries.c.subscriber_id == subscriber_id, deliveries.c.kind == kind, deliveries.c.created_at >= moment
    return connection.scalar(select(func.count()).where(*which)) or 0


def counts(connection: Connection) -> dict[DeliveryState, int]:
    """How many messages are in which state."""
    counted = select(deliveries.c.state, func.count()).group_by(deliveries.c.state)
    found = {row[0]: row[1] for row in connection.execute(counted)}
    return {state: found.get(state, 0) for state in DeliveryState}


def oldest(connection: Connection, state: DeliveryState) -> datetime | None:
    """When the oldest message in that state was made; None where there is none."""
    found: datetime | None = connection.scalar(select(func.min(deliveries.c.created_at)).where(deliveries.c.state == state))
    return found


def remove_asked(connection: Connection, before: datetime) -> None:
    """Delete the links and confirmations that were asked for before then: they are void."""
    old = deliveries.c.kind != DeliveryKind.NEWS, deliveries.c.created_at < before
    connection.execute(delete(deliveries).where(*old))


def _waiting(delivery_id: str) -> Any:
    return update(deliveries).where(deliveries.c.id == delivery_id, deliveries.c.state == DeliveryState.WAITING)


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        row.id,
        row.kind,
        row.subscriber_id,
        row.channel,
        row.alert_id,
        row.state,
        row.attempts,
        row.due_at,
        row.created_at,
        (),
        row.error,
    )
