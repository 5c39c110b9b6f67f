"""When documents are to become public."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from archive.schema import publication_schedules as table
from domain.publication import Schedule


def put(connection: Connection, schedule: Schedule) -> None:
    """Publish the document then, and not when was said before."""
    drop(connection, schedule.document_id)
    values = {
        "document_id": schedule.document_id,
        "at": schedule.at,
        "actor": schedule.actor,
        "confirmed": sorted(schedule.confirmed),
        "held": schedule.held,
    }
    connection.execute(insert(table).values(values))


def drop(connection: Connection, document_id: str) -> bool:
    """Do not publish it by itself any more; whether that was meant to be."""
    return connection.execute(delete(table).where(table.c.document_id == document_id)).rowcount > 0


def take(connection: Connection, schedule: Schedule) -> bool:
    """Drop exactly this schedule; False when it was carried out, held, changed or cancelled meanwhile."""
    same = table.c.document_id == schedule.document_id, table.c.at == schedule.at, ~table.c.held
    return connection.execute(delete(table).where(*same)).rowcount > 0


def hold(connection: Connection, schedule: Schedule) -> bool:
    """Leave it to people; False when others did something about it before."""
    same = table.c.document_id == schedule.document_id, table.c.at == schedule.at, ~table.c.held
    return connection.execute(update(table).where(*same).values(held=True)).rowcount > 0


def due(connection: Connection, moment: datetime, limit: int) -> list[Schedule]:
    """Those whose time has come by then, the oldest first."""
    found = select(table).where(table.c.at <= moment, ~table.c.held).order_by(table.c.at, table.c.document_id)
    return [_schedule(row) for row in connection.execute(found.limit(limit))]


def load(connection: Connection, document_ids: Collection[str]) -> dict[str, Schedule]:
    """The schedules of those of the documents that have one."""
    found = select(table).where(table.c.document_id.in_(document_ids))
    return {row.document_id: _schedule(row) for row in connection.execute(found)}


def _schedule(row: Row[Any]) -> Schedule:
    return Schedule(row.document_id, row.at, row.actor, frozenset(row.confirmed), row.held)
