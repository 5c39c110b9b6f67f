"""How people turned pages, and which of them have not been read since."""

from __future__ import annotations

from sqlalchemy import Connection, delete, func, insert, select

from archive import audit, changes, pages, schema, tasks
from archive.arrangement import page_keys, require_drawn, require_open, showing
from archive.documents import load_one
from archive.identifiers import new_id
from domain.arranging import ArrangementError, ArrangementFault, Turn
from domain.documents import PageKey
from domain.records import Task, TaskState
from domain.turning import normalized


def turn(connection: Connection, wanted: Turn, batch: str, actor: str) -> None:
    """Turn a page further and have it read again. See `Arrangements.turn`."""
    _require_page(connection, wanted)
    key = wanted.page
    degrees = normalized(pages.turns(connection, key.version_id).get(key.number, 0) + wanted.degrees)
    _put(connection, key, degrees)
    detail = {"version": key.version_id, "page": str(key.number), "degrees": str(degrees)}
    audit.record(connection, actor, "turn", wanted.document_id, **detail)
    for shown_in in showing(connection, [key.version_id]):
        changes.record(connection, shown_in)
    read_turned(connection, key.version_id, batch, actor)


def read_turned(connection: Connection, version_id: str, batch: str, actor: str) -> None:
    """Ask for those of the version's pages to be read that were turned since they were read, unless there are none or the
    version is being read: then that reading's end asks again.
    """
    busy = schema.tasks
    unfinished = select(busy.c.id).where(busy.c.version_id == version_id, busy.c.state != TaskState.FINISHED)
    if connection.scalar(unfinished.limit(1)) or not due(connection, version_id):
        return
    versions, files = schema.versions, schema.files
    found = select(versions.c.attempt, files.c.name).join(files).where(versions.c.id == version_id)
    version = connection.execute(found).one()
    task = Task(new_id("t"), version_id, version.name, False, batch, actor, turned=True)
    tasks.insert(connection, task, version.attempt + 1)


def due(connection: Connection, version_id: str) -> list[int]:
    """The numbers of the pages shown that lie otherwise than when they were read."""
    table, turned = schema.pages, schema.page_turns
    same = (turned.c.version_id == table.c.version_id) & (turned.c.number == table.c.number)
    joined = select(table.c.number).select_from(table.outerjoin(turned, same)).where(*pages.shown(version_id))
    otherwise = joined.where(table.c.turn != func.coalesce(turned.c.degrees, 0)).order_by(table.c.number)
    return list(connection.scalars(otherwise))


def carry_over(connection: Connection, task_id: str) -> list[int]:
    """Begin the task's attempt with the pages shown; returns the numbers of those to be read."""
    task = tasks.load(connection, task_id)
    if task is None:
        return []
    pages.copy_shown(connection, task_id)
    return due(connection, task.version_id)


def _require_page(connection: Connection, wanted: Turn) -> None:
    document = load_one(connection, wanted.document_id)
    require_open(document)
    if wanted.page not in page_keys(connection, document):
        raise ArrangementError(ArrangementFault.NO_PAGE, page=wanted.page.number)
    require_drawn(connection, document, [wanted.page])


def _put(connection: Connection, key: PageKey, degrees: int) -> None:
    table = schema.page_turns
    connection.execute(delete(table).where(table.c.version_id == key.version_id, table.c.number == key.number))
    if degrees:
        row = {"version_id": key.version_id, "number": key.number, "degrees": degrees}
        connection.execute(insert(table).values(row))
