"""Another try for what failed of a batch, and an end for what waits: one entry in the audit each time."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update

from archive import audit, pages, schema, tasks
from archive.batch_rows import failed
from archive.identifiers import new_id
from domain.documents import ReadingState
from domain.failures import Failure
from domain.records import Task, TaskState

_tasks, _versions = schema.tasks, schema.versions


def retry(connection: Connection, batch: str, actor: str, version_id: str | None) -> int:
    """Add a task for each file that failed. See `BatchFiles.retry`."""
    columns = (*_tasks.c, _versions.c.attempt.label("shown"))
    wanted = select(*columns).select_from(_tasks.join(_versions).join(schema.files)).where(failed(batch))
    if version_id is not None:
        wanted = wanted.where(_versions.c.id == version_id)
    found = connection.execute(wanted.order_by(_tasks.c.row)).all()
    for row in found:
        pages.forget(connection, row.version_id)
        tasks.insert(connection, _again(row, actor), row.shown)
    if found:
        record(connection, batch, actor, "retry_batch", len(found))
    return len(found)


def cancel(connection: Connection, batch: str, actor: str) -> int:
    """Refuse what waits. See `BatchFiles.cancel`."""
    unread = select(_versions.c.id).where(_versions.c.state == ReadingState.WAITING)
    ended = end_unfinished(connection, batch, unread)
    if ended:
        refused = {"state": ReadingState.REFUSED, "reason": Failure.CANCELLED}
        connection.execute(update(_versions).where(_versions.c.id.in_(ended)).values(refused))
        record(connection, batch, actor, "cancel_batch", len(ended))
    return len(ended)


def end_unfinished(connection: Connection, batch: str, of_versions: Any) -> list[str]:
    """Close the tasks of the batch that are not finished, of these versions, as cancelled; returns the versions' ids.

    A workflow that has one of them finds it finished, and does nothing.
    """
    unfinished = _tasks.c.batch == batch, _tasks.c.state != TaskState.FINISHED, _tasks.c.version_id.in_(of_versions)
    closed = update(_tasks).where(*unfinished).values(state=TaskState.FINISHED, failure=Failure.CANCELLED)
    return list(connection.scalars(closed.returning(_tasks.c.version_id)))


def record(connection: Connection, batch: str, actor: str, action: str, files: int) -> None:
    """Say in the audit what was done to the batch, and to how many of its files."""
    body = select(schema.documents.c.body_id).where(schema.documents.c.batch == batch)
    bodies = list(connection.scalars(body.distinct().limit(2)))
    audit.record_in(connection, bodies[0] if len(bodies) == 1 else None, actor, action, batch, files=str(files))


def _again(row: Row[Any], actor: str) -> Task:
    return Task(new_id("t"), row.version_id, row.name, row.publish, row.batch, actor, announce=row.announce)
