"""The numbered list of what there is to tell, and how far it has been told."""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, select

from archive.alerts.tables import cursors, publications
from archive.clock import now
from archive.dialect import upsert
from domain.alerts import Occasion, Publication

MATCHER = "matcher"
"""The cursor of whoever looks up which alerts a publication concerns."""


def record(connection: Connection, document_id: str, edition: str, occasion: Occasion) -> None:
    """Say that there is something to tell of the document."""
    values = {"document_id": document_id, "edition": edition, "occasion": occasion, "at": now()}
    connection.execute(insert(publications).values(values))


def after(connection: Connection, number: int, limit: int) -> list[Publication]:
    """The next publications behind `number`, lowest first; no lower number turns up later."""
    found = select(publications).where(publications.c.number > number).order_by(publications.c.number).limit(limit)
    rows = connection.execute(found)
    return [Publication(row.number, row.document_id, row.edition, row.occasion, row.at) for row in rows]


def last(connection: Connection) -> int:
    """The highest number, 0 before the first publication."""
    return connection.scalar(select(func.max(publications.c.number))) or 0


def cursor(connection: Connection, name: str) -> int:
    """How far the reader of that name has come: 0 at the beginning."""
    return connection.scalar(select(cursors.c.number).where(cursors.c.name == name)) or 0


def move_cursor(connection: Connection, name: str, number: int) -> None:
    """The reader has come to `number`."""
    put = upsert(connection, cursors).values(name=name, number=number)
    connection.execute(put.on_conflict_do_update(index_elements=["name"], set_={"number": number}))
