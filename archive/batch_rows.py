"""Which files a batch has and how far each is.

A file that is being read, or was, is known by its newest task of the batch. One that has not got so far, or never will, is
known by its upload: it is still coming, was refused at the door, or the archive had its bytes before.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    String,
    Subquery,
    case,
    cast,
    exists,
    func,
    literal,
    null,
    select,
    type_coerce,
    union_all,
)

from archive import schema
from archive.batch_tables import uploads
from archive.column_types import Choice, storable
from domain.batch_files import FAILED, BatchFile, FileCounts, FileFilter, FileState
from domain.batches import UploadState
from domain.documents import ReadingState
from domain.failures import Failure
from domain.records import TaskState

_tasks, _versions, _files, _documents = schema.tasks, schema.versions, schema.files, schema.documents

_BEHIND_UPLOADS = 2**40
"""Added to the rows of tasks: in the list they come behind those of uploads."""

_was_read = _versions.c.state == ReadingState.DONE
STATE: ColumnElement[FileState] = type_coerce(
    case(
        # What is read again has been read before.
        (_was_read & (_tasks.c.state == TaskState.WAITING), FileState.WAITING.value),
        (_was_read & (_tasks.c.state == TaskState.ENQUEUED), FileState.READING.value),
        (_versions.c.reason == Failure.CANCELLED, FileState.CANCELLED.value),
        else_=type_coerce(_versions.c.state, String),
    ),
    Choice(FileState),
)
"""How far the file of a task is."""

_ARRIVAL: ColumnElement[FileState] = type_coerce(
    case((uploads.c.state == UploadState.RECEIVING, FileState.COMING.value), else_=type_coerce(uploads.c.state, String)),
    Choice(FileState),
)
"""How far the file of an upload is that was not taken."""


def newest(batch: str) -> ColumnElement[bool]:
    """Of each file's tasks of the batch, the newest."""
    last = select(func.max(_tasks.c.row)).where(_tasks.c.batch == batch).group_by(_tasks.c.version_id)
    return _tasks.c.row.in_(last)


def failed(batch: str) -> ColumnElement[bool]:
    """The newest tasks of the files that were refused or cancelled, and for which nothing else came since."""
    return newest(batch) & STATE.in_(FAILED) & ~_was_replaced(batch)


def counts(connection: Connection, batch: str) -> FileCounts:
    """How many files of the batch are how far."""
    rows = _rows(batch)
    here = rows.c.version_id.is_not(None)
    found = connection.execute(select(rows.c.state, here, func.count()).group_by(rows.c.state, here)).all()
    by_state = dict.fromkeys(FileState, 0)
    for state, _, count in found:
        by_state[state] += count
    return FileCounts(by_state, sum(count for state, is_here, count in found if is_here and state in FAILED))


def page(connection: Connection, batch: str, wanted: FileFilter, after: int, limit: int) -> list[BatchFile]:
    """The next files behind the place `after`: what has not got into the archive first, the others as they came."""
    rows = _rows(batch)
    found = select(rows).where(rows.c.place > after).order_by(rows.c.place).limit(limit)
    if wanted.state is not None:
        found = found.where(rows.c.state == type_coerce(wanted.state, Choice(FileState)))
    if wanted.name:
        found = found.where(func.lower(rows.c.name).contains(storable(wanted.name).lower(), autoescape=True))
    return [_file(row) for row in connection.execute(found)]


def _rows(batch: str) -> Subquery:
    return union_all(_arriving(batch), _read(batch)).subquery()


def _arriving(batch: str) -> Select[Any]:
    """The uploads of the batch that no task tells of."""
    return (
        select(
            cast(uploads.c.row, BigInteger).label("place"),
            uploads.c.path.label("name"),
            _ARRIVAL.label("state"),
            uploads.c.failure.label("failure"),
            type_coerce(null(), String).label("version_id"),
            uploads.c.document_id.label("document_id"),
            _documents.c.status.label("status"),
        )
        .select_from(uploads.outerjoin(_documents, _documents.c.id == uploads.c.document_id))
        .where(uploads.c.batch_id == batch, uploads.c.state != UploadState.TAKEN, ~_came_again(uploads))
    )


def _read(batch: str) -> Select[Any]:
    """The newest task of each file of the batch."""
    return (
        select(
            (_tasks.c.row + literal(_BEHIND_UPLOADS, BigInteger)).label("place"),
            _tasks.c.name,
            STATE.label("state"),
            _versions.c.reason,
            _tasks.c.version_id,
            _documents.c.id,
            _documents.c.status,
        )
        .select_from(_tasks.join(_versions).join(_files).join(_documents))
        .where(newest(batch), ~(STATE.in_(FAILED) & _was_replaced(batch)))
    )


def _was_replaced(batch: str) -> ColumnElement[bool]:
    """Whether the file of a task came under a path under which another one came since: then that one counts."""
    first = uploads.alias()
    same = first.c.batch_id == batch, first.c.document_id == _files.c.document_id, first.c.state == UploadState.TAKEN
    return exists().where(*same, _came_again(first))


def _came_again(first: FromClause) -> ColumnElement[bool]:
    """Whether another file came since with the same batch, under the same path."""
    other = uploads.alias()
    same = other.c.batch_id == first.c.batch_id, other.c.path == first.c.path
    return exists().where(*same, other.c.row > first.c.row)


def _file(row: Row[Any]) -> BatchFile:
    return BatchFile(row.place, row.name, row.state, row.failure, row.version_id, row.document_id, row.status)
