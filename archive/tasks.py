"""Tasks between the archive and the workflows, and how far a batch of them is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, select, update

from archive import schema
from archive.clock import now
from domain.documents import ReadingState
from domain.records import BatchFailure, BatchReport, QueueState, Task, TaskState, Urgency
from domain.tracing import current_request_id

_AGAIN = {
    TaskState.WAITING: ReadingState.WAITING,
    TaskState.ENQUEUED: ReadingState.READING,
    TaskState.FINISHED: ReadingState.DONE,
}
"""How far a task is that reads a version again."""


def load(connection: Connection, task_id: str) -> Task | None:
    """The task, or None."""
    row = connection.execute(select(schema.tasks).where(schema.tasks.c.id == task_id)).one_or_none()
    return None if row is None else _task(row)


def insert(connection: Connection, task: Task, attempt: int) -> str:
    """Add the task, which reads its version in the numbered attempt; returns its id. It keeps the request's id."""
    values = {
        "id": task.id,
        "version_id": task.version_id,
        "name": task.name,
        "publish": task.publish,
        "batch": task.batch,
        "actor": task.actor,
        "state": task.state,
        "detail": "",
        "created_at": now(),
        "attempt": attempt,
        "turned": task.turned,
        "urgency": task.urgency,
        "request_id": task.request_id or current_request_id(),
        "announce": task.announce,
    }
    connection.execute(schema.tasks.insert(), values)
    return task.id


def in_state(connection: Connection, state: TaskState, limit: int | None = None) -> list[Task]:
    """The tasks in a state, the most urgent first and of these the oldest."""
    table = schema.tasks
    found = select(table).where(table.c.state == state).order_by(table.c.urgency, table.c.row)
    rows = connection.execute(found.limit(limit))
    return [_task(row) for row in rows]


def queue_state(connection: Connection) -> QueueState:
    """How many tasks are in which state, and since when the oldest unfinished one is there."""
    table = schema.tasks
    counted = (
        select(table.c.state, func.count().label("tasks")).where(table.c.state != TaskState.FINISHED).group_by(table.c.state)
    )
    depth = {row.state: row.tasks for row in connection.execute(counted)}
    oldest = connection.scalar(select(func.min(table.c.created_at)).where(table.c.state != TaskState.FINISHED))
    return QueueState(depth.get(TaskState.WAITING, 0), depth.get(TaskState.ENQUEUED, 0), oldest)


def wait_again(connection: Connection, task_ids: Collection[str]) -> None:
    """Those of them that are enqueued wait as if no workflow had been started for them."""
    table = schema.tasks
    enqueued = table.c.id.in_(task_ids), table.c.state == TaskState.ENQUEUED
    connection.execute(update(table).where(*enqueued).values(state=TaskState.WAITING))


def all_wait_again(connection: Connection) -> None:
    """As `wait_again`, of all tasks."""
    table = schema.tasks
    connection.execute(update(table).where(table.c.state == TaskState.ENQUEUED).values(state=TaskState.WAITING))


def mark_enqueued(connection: Connection, task_ids: Sequence[str]) -> None:
    """Waiting ones become enqueued; others stay as they are."""
    table = schema.tasks
    waiting = table.c.id.in_(task_ids), table.c.state == TaskState.WAITING
    connection.execute(update(table).where(*waiting).values(state=TaskState.ENQUEUED))


def report(connection: Connection, batch: str) -> BatchReport:
    """How far the batch is."""
    standing = _standing(connection, batch)
    return BatchReport(
        total=standing.total(),
        waiting=standing[ReadingState.WAITING],
        reading=standing[ReadingState.READING],
        done=standing[ReadingState.DONE],
        refused=standing[ReadingState.REFUSED],
        failures=_failures(connection, batch),
    )


def _standing(connection: Connection, batch: str) -> Counter[ReadingState]:
    """How many tasks went how. A finished one tells for itself: its version may be queued again, and one that is read
    again has been read before.
    """
    tasks, versions = schema.tasks, schema.versions
    refused = tasks.c.failure.is_not(None)
    kinds = (tasks.c.state, refused, versions.c.state)
    found = select(*kinds, func.count()).select_from(tasks.join(versions)).where(tasks.c.batch == batch)
    standing: Counter[ReadingState] = Counter()
    for state, was_refused, reading, count in connection.execute(found.group_by(*kinds)):
        ended = ReadingState.REFUSED if was_refused else ReadingState.DONE
        under_way = _AGAIN[state] if reading == ReadingState.DONE else reading
        standing[ended if state == TaskState.FINISHED else under_way] += count
    return standing


def _failures(connection: Connection, batch: str) -> tuple[BatchFailure, ...]:
    tasks, files = schema.tasks, schema.files
    joined = tasks.join(schema.versions).join(files)
    columns = (tasks.c.name, tasks.c.failure, files.c.document_id, tasks.c.detail)
    failed = select(*columns).select_from(joined).where(tasks.c.batch == batch, tasks.c.failure.is_not(None))
    rows = connection.execute(failed.order_by(tasks.c.row))
    return tuple(BatchFailure(row.name, row.failure, row.document_id, row.detail) for row in rows)


def _task(row: Row[Any]) -> Task:
    return Task(
        id=row.id,
        version_id=row.version_id,
        name=row.name,
        publish=row.publish,
        batch=row.batch,
        actor=row.actor,
        state=row.state,
        turned=row.turned,
        urgency=Urgency(row.urgency),
        request_id=row.request_id,
        announce=row.announce,
    )
