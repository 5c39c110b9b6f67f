"""How the reading of a version ends: read or refused, once, together with all that follows from it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from archive import audit, changes, pages, schema
from archive.alerts import publications
from archive.arrangement import adopt, showing
from archive.documents import load_one, owner
from archive.publication import publish_draft
from archive.turns import read_turned
from domain.alerts import FIRST_EDITION, Occasion
from domain.documents import DocumentStatus, ReadingState
from domain.failures import Failure
from domain.records import TaskState


def finish(connection: Connection, task_id: str) -> None:
    """The version is read. See `Archive.finish`."""
    task = _close(connection, task_id, failure=None, detail="")
    if task is None:
        return
    again = _is_done(connection, task.version_id)
    pages.keep_attempt(connection, task.version_id, task.attempt)
    page_count = _page_count(connection, task.version_id)
    _end_reading(connection, task.version_id, state=ReadingState.DONE, page_count=page_count)
    document_id = str(owner(connection, task.version_id))
    audit.record(connection, task.actor, "read_again" if again else "read", document_id, version=task.version_id)
    adopt(connection, task.version_id, document_id)
    if task.announce and not again and load_one(connection, document_id).status == DocumentStatus.PUBLISHED:
        publications.record(connection, document_id, FIRST_EDITION, Occasion.READABLE)
    if task.publish:
        publish_draft(connection, document_id, task.actor, task.announce)
    for shown_in in showing(connection, [task.version_id]):
        changes.record(connection, shown_in)
    read_turned(connection, task.version_id, task.batch, task.actor)


def refuse(connection: Connection, task_id: str, failure: Failure, detail: str) -> None:
    """The version can't be read. See `Archive.refuse`."""
    task = _close(connection, task_id, failure=failure, detail=detail)
    if task is None:
        return
    if _is_done(connection, task.version_id):
        pages.drop_attempt(connection, task.version_id, task.attempt)
    else:
        _end_reading(connection, task.version_id, state=ReadingState.REFUSED, reason=failure)
    document_id = str(owner(connection, task.version_id))
    audit.record(connection, task.actor, "refuse", document_id, version=task.version_id, reason=failure)
    changes.record(connection, document_id)


def _close(connection: Connection, task_id: str, **outcome: object) -> Row[Any] | None:
    """Finish the task and return it; None when it was finished already or removed."""
    table = schema.tasks
    unfinished = update(table).where(table.c.id == task_id, table.c.state != TaskState.FINISHED)
    closed = unfinished.values(state=TaskState.FINISHED, **outcome)
    columns = (table.c.version_id, table.c.attempt, table.c.actor, table.c.publish, table.c.batch, table.c.announce)
    return connection.execute(closed.returning(*columns)).one_or_none()


def _is_done(connection: Connection, version_id: str) -> bool:
    """Whether the version was read before: then what is shown stays until a new reading is complete."""
    state = connection.scalar(select(schema.versions.c.state).where(schema.versions.c.id == version_id))
    return state == ReadingState.DONE


def _end_reading(connection: Connection, version_id: str, **values: object) -> None:
    connection.execute(update(schema.versions).where(schema.versions.c.id == version_id).values(values))


def _page_count(connection: Connection, version_id: str) -> int:
    """The last page's number."""
    return connection.scalar(select(func.max(schema.pages.c.number)).where(*pages.shown(version_id))) or 0
