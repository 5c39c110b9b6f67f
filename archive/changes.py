"""The numbered list of what the index has to look at again."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from archive import schema
from archive.clock import now
from domain.records import Change


def record(connection: Connection, document_id: str) -> None:
    """Say that what the index should hold of the document may have changed."""
    connection.execute(insert(schema.changes), {"document_id": document_id, "at": now()})


def after(connection: Connection, number: int, limit: int) -> list[Change]:
    """The next changes behind `number`, lowest first.

    No lower number turns up later: numbers are given inside writing transactions, which take turns
    (`archive.dialect`).
    """
    table = schema.changes
    found = select(table.c.number, table.c.document_id).where(table.c.number > number).order_by(table.c.number)
    return [Change(row.number, row.document_id) for row in connection.execute(found.limit(limit))]


def last(connection: Connection) -> int:
    """The highest number, 0 before the first change."""
    return connection.scalar(select(func.max(schema.changes.c.number))) or 0
