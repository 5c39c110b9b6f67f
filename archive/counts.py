"""How much there is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, FromClause, func, select

from archive.pages import all_shown
from archive.schema import documents, tasks
from domain.documents import DocumentStatus
from domain.records import ArchiveCounts, TaskState

_IDS_AT_ONCE = 500


def counts(connection: Connection) -> ArchiveCounts:
    """The archive's counts of this moment."""
    return ArchiveCounts(
        documents=_count(connection, documents),
        published=_count(connection, documents, documents.c.status == DocumentStatus.PUBLISHED),
        pages=_count(connection, all_shown()),
        waiting=_count(connection, tasks, tasks.c.state != TaskState.FINISHED),
    )


def published_since(connection: Connection, ids: Sequence[str], moment: datetime) -> int:
    """How many of the documents are public and were published first at or after the moment."""
    new = documents.c.status == DocumentStatus.PUBLISHED, documents.c.published_at >= moment
    some = (ids[first : first + _IDS_AT_ONCE] for first in range(0, len(ids), _IDS_AT_ONCE))
    return sum(_count(connection, documents, documents.c.id.in_(part), *new) for part in some)


def _count(connection: Connection, table: FromClause, *conditions: ColumnElement[bool]) -> int:
    return connection.scalar(select(func.count()).select_from(table).where(*conditions)) or 0
