"""Reading again: from the originals, while what was read before is still shown."""

from __future__ import annotations

from sqlalchemy import Connection, Row, Select, func, select

from archive import audit, pages, schema, tasks
from archive.identifiers import new_id
from domain.documents import ReadingState
from domain.records import Rereading, Task, TaskState, ToolCount, Urgency

_Found = Row[tuple[str, ReadingState, int, str, str]]


def ask(connection: Connection, which: Rereading, batch: str, actor: str) -> list[str]:
    """Add a task for every version that is meant and is not being read already; returns the versions' ids."""
    found = connection.execute(_wanted(which)).all()
    urgency = _urgency(which)
    for version in found:
        _ask(connection, version, Task(new_id("t"), version.id, version.name, False, batch, actor, urgency=urgency))
    return [version.id for version in found]


def tools(connection: Connection) -> list[ToolCount]:
    """The tools that read the pages shown, those with most pages first."""
    table = schema.pages
    counted = select(table.c.tool, func.count(), func.avg(table.c.trust)).select_from(pages.all_shown())
    rows = connection.execute(counted.group_by(table.c.tool).order_by(func.count().desc(), table.c.tool))
    return [ToolCount(tool, count, score) for tool, count, score in rows]


def _ask(connection: Connection, version: _Found, task: Task) -> None:
    attempt = version.attempt
    if version.state == ReadingState.DONE:
        attempt += 1
    else:
        pages.forget(connection, version.id)
    tasks.insert(connection, task, attempt)
    audit.record(connection, task.actor, "read_again_asked", version.document_id, version=version.id)


def _urgency(which: Rereading) -> Urgency:
    """Whoever names a document waits for it; nobody waits for a whole archive."""
    return Urgency.SOON if which.document_ids else Urgency.LATER


def _wanted(which: Rereading) -> Select[tuple[str, ReadingState, int, str, str]]:
    versions, files, busy = schema.versions, schema.files, schema.tasks
    under_way = select(busy.c.version_id).where(busy.c.state != TaskState.FINISHED)
    columns = (versions.c.id, versions.c.state, versions.c.attempt, files.c.name, files.c.document_id)
    free = versions.c.id.not_in(under_way), ~versions.c.withheld
    wanted = select(*columns).join(files).where(*free).order_by(versions.c.row)
    if which.document_ids:
        arranged = schema.arranged_pages
        borrowed = select(arranged.c.version_id).where(arranged.c.document_id.in_(which.document_ids))
        wanted = wanted.where(files.c.document_id.in_(which.document_ids) | versions.c.id.in_(borrowed))
    if which.tool is not None or which.below is not None:
        wanted = wanted.where(versions.c.id.in_(_with_pages(which)))
    return wanted


def _with_pages(which: Rereading) -> Select[tuple[str]]:
    """The versions of which one page meets the conditions on pages."""
    table = schema.pages
    found = select(table.c.version_id).select_from(pages.all_shown())
    if which.tool is not None:
        found = found.where(table.c.tool.startswith(which.tool, autoescape=True))
    if which.below is not None:
        found = found.where(func.coalesce(table.c.trust, 0.0) < which.below)
    return found
