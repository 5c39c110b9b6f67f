"""Documents as staff look them up: by council, state, batch and words of their titles."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, Text, cast, func, or_, select

from archive import schedules
from archive.column_types import storable
from archive.documents import load
from archive.schema import documents, files, publication_schedules
from domain.documents import DocumentStatus
from domain.publication import DocumentFilter, ListedDocument


def page(connection: Connection, wanted: DocumentFilter, before: int | None, limit: int) -> list[ListedDocument]:
    """The documents that entered last, the newest first, with rows below `before`."""
    found = select(documents.c.id, documents.c.batch).where(*_conditions(wanted))
    if before is not None:
        found = found.where(documents.c.row < before)
    batches = {row.id: row.batch for row in connection.execute(found.order_by(documents.c.row.desc()).limit(limit))}
    times = schedules.load(connection, batches)
    return [ListedDocument(one, batches[one.id], times.get(one.id)) for one in load(connection, batches).values()]


def count(connection: Connection, wanted: DocumentFilter) -> int:
    """How many there are."""
    return connection.scalar(select(func.count()).select_from(documents).where(*_conditions(wanted))) or 0


def _conditions(wanted: DocumentFilter) -> Iterator[ColumnElement[bool]]:
    yield documents.c.status != DocumentStatus.MOVED
    if wanted.bodies is not None:
        yield documents.c.body_id.in_(sorted(wanted.bodies))
    if wanted.status is not None:
        yield documents.c.status == wanted.status
    if wanted.scheduled:
        yield documents.c.id.in_(select(publication_schedules.c.document_id))
    if wanted.batch:
        yield documents.c.batch == wanted.batch
    for word in wanted.text.split():
        yield _holds(storable(word))


def _holds(word: str) -> ColumnElement[bool]:
    """Whether a title, the number, a file's name or the id has the word in it."""
    named = select(files.c.document_id).where(files.c.name.icontains(word, autoescape=True))
    return or_(
        cast(documents.c.titles, Text).icontains(word, autoescape=True),
        documents.c.number.icontains(word, autoescape=True),
        documents.c.id == word,
        documents.c.id.in_(named),
    )
