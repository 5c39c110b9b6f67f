"""What documents tell of days, kept in step with what is said of them and who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, insert, select, update

from archive import correcting, described_values, schema
from archive.alerts import publications
from archive.alerts.tables import events
from archive.clock import now
from domain.alerts import DEADLINE_EDITION, Occasion
from domain.calendar import Event, EventKind, told_days
from domain.description import DocumentDescription
from domain.documents import DocumentStatus


def refresh(connection: Connection, document_id: str) -> None:
    """Take in what is said of the document now. What it never told in public leaves no trace."""
    table = schema.documents
    found = connection.execute(select(table.c.status, table.c.type).where(table.c.id == document_id)).one_or_none()
    told: Mapping[EventKind, date] = {}
    if found is not None and found.status is DocumentStatus.PUBLISHED:
        told = told_days(describe(connection, document_id), found.type)
    known = {event.kind: event for event in _some(connection, events.c.document_id == document_id)}
    for kind in EventKind:
        _put(connection, document_id, kind, told.get(kind), known.get(kind))


def describe(connection: Connection, document_id: str) -> DocumentDescription:
    """What is said of the document, by programs and by people."""
    return DocumentDescription(described_values.load(connection, document_id), correcting.load(connection, document_id))


def since(connection: Connection, day: date, limit: int) -> list[Event]:
    """The next events from that day on, those that are cancelled too."""
    return _some(connection, events.c.day >= day, limit)


def announce(connection: Connection, first: date, last: date) -> int:
    """Have it told of each deadline between both days, each included, that it is near, unless that was done; how many."""
    kept = events.c.kind == EventKind.DEADLINE, events.c.day.between(first, last), ~events.c.cancelled
    near = select(events).where(*kept, events.c.announced.is_distinct_from(events.c.day)).order_by(events.c.day)
    rows = connection.execute(near).all()
    for row in rows:
        publications.record(connection, row.document_id, f"{DEADLINE_EDITION}{row.day.isoformat()}", Occasion.DEADLINE)
        connection.execute(update(events).where(*_is(row.document_id, row.kind)).values(announced=row.day))
    return len(rows)


def _put(connection: Connection, document_id: str, kind: EventKind, day: date | None, known: Event | None) -> None:
    if known is None:
        if day is not None:
            values = {"document_id": document_id, "kind": kind, "day": day, "sequence": 0, "cancelled": False}
            connection.execute(insert(events).values(**values, changed_at=now()))
        return
    if (known.day, known.cancelled) == (day or known.day, day is None):
        return
    changed: dict[str, Any] = {"day": day or known.day, "cancelled": day is None, "sequence": known.sequence + 1}
    connection.execute(update(events).where(*_is(document_id, kind)).values(**changed, changed_at=now()))


def _is(document_id: str, kind: EventKind) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return events.c.document_id == document_id, events.c.kind == kind


def _some(connection: Connection, where: ColumnElement[bool], limit: int | None = None) -> list[Event]:
    wanted = select(events).where(where).order_by(events.c.day, events.c.document_id, events.c.kind).limit(limit)
    return [_event(row) for row in connection.execute(wanted)]


def _event(row: Row[Any]) -> Event:
    return Event(row.document_id, row.kind, row.day, row.sequence, row.changed_at, row.cancelled)
