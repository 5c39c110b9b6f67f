"""Addresses that are told of something, and whether their owners have confirmed them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, exists, insert, select, update

from archive.alerts import alert_rows
from archive.alerts.tables import alerts, subscribers
from archive.clock import now
from archive.identifiers import new_id
from domain.alerts import AlertState, Subscriber


def put(connection: Connection, address: str, language: str) -> Subscriber:
    """The subscriber with that address, added unconfirmed if there is none."""
    known = by_address(connection, address)
    if known is not None:
        return known
    key = new_id() + new_id() + new_id()
    made = Subscriber(new_id("s"), _folded(address), language, AlertState.UNCONFIRMED, key)
    values = {"id": made.id, "address": made.address, "language": language, "state": made.state, "key": made.key}
    connection.execute(insert(subscribers).values(**values, bounces=0, created_at=now()))
    return made


def by_address(connection: Connection, address: str) -> Subscriber | None:
    """The subscriber with that address, in whatever letter case, or None."""
    return _one(connection, subscribers.c.address == _folded(address))


def load(connection: Connection, subscriber_id: str) -> Subscriber | None:
    """The subscriber, or None."""
    return _one(connection, subscribers.c.id == subscriber_id)


def set_state(connection: Connection, subscriber_id: str, state: AlertState) -> None:
    """Confirm, pause or take up again everything the address asked for; what it refused is forgotten."""
    changed = update(subscribers).where(subscribers.c.id == subscriber_id)
    connection.execute(changed.values(state=state, bounces=0))
    alert_rows.touch(connection, alerts.c.subscriber_id == subscriber_id)


def bounced(connection: Connection, subscriber_id: str, most: int) -> None:
    """Count a message that the address refused, and pause it when there are `most` in a row."""
    where = subscribers.c.id == subscriber_id
    counted = update(subscribers).where(where).values(bounces=subscribers.c.bounces + 1)
    count = connection.scalar(counted.returning(subscribers.c.bounces))
    if count is not None and count >= most:
        connection.execute(update(subscribers).where(where).values(state=AlertState.PAUSED))
        alert_rows.touch(connection, alerts.c.subscriber_id == subscriber_id)


def reached(connection: Connection, subscriber_id: str) -> None:
    """The address took a message: what it refused before is forgotten."""
    connection.execute(update(subscribers).where(subscribers.c.id == subscriber_id).values(bounces=0))


def remove(connection: Connection, subscriber_id: str) -> None:
    """Delete the address with all it asked for and was told."""
    alert_rows.touch(connection, alerts.c.subscriber_id == subscriber_id)
    connection.execute(delete(subscribers).where(subscribers.c.id == subscriber_id))


def remove_idle(connection: Connection) -> None:
    """Delete the addresses for which no alert is left that was ever confirmed or still may be."""
    asks = exists().where(alerts.c.subscriber_id == subscribers.c.id)
    connection.execute(delete(subscribers).where(~asks))


def _one(connection: Connection, where: ColumnElement[bool]) -> Subscriber | None:
    row = connection.execute(select(subscribers).where(where)).one_or_none()
    return None if row is None else _subscriber(row)


def _subscriber(row: Row[Any]) -> Subscriber:
    return Subscriber(row.id, row.address, row.language, row.state, row.key, row.bounces)


def _folded(address: str) -> str:
    return address.strip().casefold()
