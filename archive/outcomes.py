"""How the reading of a version ends: read or refused, once, together with all that follows from it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from archive import audit, changes, schema
from archive.documents import owner
from archive.publication import publish_draft
from domain.documents import ReadingState
from domain.failures import Failure
from domain.records import TaskState


def finish(connection: Connection, task_id: str) -> None:
    """The version is read. See `Archive.finish`."""
    task = _close(connection, task_id, failure=None, detail="")
    if task is None:
        return
    page_count = _page_count(connection, task.version_id)
    _end_reading(connection, task.version_id, state=ReadingState.DONE, page_count=page_count)
    document_id = str(owner(connection, task.version_id))
    audit.record(connection, task.actor, "read", document_id, version=task.version_id)
    if task.publish:
        publish_draft(connection, document_id, task.actor)
    changes.record(connection, document_id)


def refuse(connection: Connection, task_id: str, failure: Failure, detail: str) -> None:
    """The version can't be read. See `Archive.refuse`."""
    task = _close(connection, task_id, failure=failure, detail=detail)
    if task is None:
        return
    _end_reading(connection, task.version_id, state=ReadingState.REFUSED, reason=failure)
    document_id = str(owner(connection, task.version_id))
    audit.record(connection, task.actor, "refuse", document_id, version=task.version_id, reason=failure)
    changes.record(connection, document_id)


def _close(connection: Connection, task_id: str, **outcome: object) -> Row[Any] | None:
    """Finish the task and return it; None when it was finished already or removed."""
    table = schema.tasks
    unfinished = update(table).where(table.c.id == task_id, table.c.state != TaskState.FINISHED)
    closed = unfinished.values(state=TaskState.FINISHED, **outcome)
    return connection.execute(closed.returning(table.c.version_id, table.c.actor, table.c.publish)).one_or_none()


def _end_reading(connection: Connection, version_id: str, **values: object) -> None:
    connection.execute(update(schema.versions).where(schema.versions.c.id == version_id).values(values))


def _page_count(connection: Connection, version_id: str) -> int:
    """The number that was announced, or the last page's where none was."""
    pages, versions = schema.pages, schema.versions
    announced = connection.scalar(select(versions.c.page_count).where(versions.c.id == version_id))
    last = connection.scalar(select(func.max(pages.c.number)).where(pages.c.version_id == version_id))
    return announced or last or 0
