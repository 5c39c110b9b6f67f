"""How much there is."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from archive.pages import all_shown
from archive.schema import documents, tasks
from domain.documents import DocumentStatus
from domain.records import ArchiveCounts, TaskState


def counts(connection: Connection) -> ArchiveCounts:
    """The archive's counts of this moment."""
    return ArchiveCounts(
        documents=_count(connection, documents),
        published=_count(connection, documents, documents.c.status == DocumentStatus.PUBLISHED),
        pages=_count(connection, all_shown()),
        waiting=_count(connection, tasks, tasks.c.state != TaskState.FINISHED),
    )


def _count(connection: Connection, table: FromClause, *conditions: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
