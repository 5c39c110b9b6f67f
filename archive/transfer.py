"""Carrying an archive over into another database, of the same kind or another, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, Row, Table, func, insert, select, update

from archive import schema
from archive.dialect import continue_numbering, open_engine, writing
from archive.store import Archive
from domain.records import TaskState

_ROWS_AT_ONCE = 200

_LEFT = {schema.workers}
"""Who is at work there has to enter here first."""


class NotEmptyError(Exception):
    """The database that is to be filled holds an archive already."""


def carry_over(source: str, target: str, show: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Fill the archive at the URL `target`, which is made if need be and must hold nothing, with all that the one at
    `source` holds, under the same ids and numbers. Nobody can write to either meanwhile.

    What was being read waits to be read again: the durable queue stays behind. Returns how many rows were carried; `show`
    is told so on the way, with how many there are. Raises NotEmptyError, or whatever a database raises; the target then
    stays empty.
    """
    for url in (source, target):
        opened = Archive(url)
        opened.migrate()
        opened.close()
    read_from, write_to = writing(open_engine(source)), writing(open_engine(target))
    try:
        with read_from.begin() as old, write_to.begin() as new:
            return _carry(old, new, show)
    finally:
        read_from.dispose()
        write_to.dispose()


def _carry(old: Connection, new: Connection, show: Callable[[int, int], None]) -> int:
    tables = [table for table in schema.metadata.sorted_tables if table not in _LEFT]
    if any(_count(new, table) for table in tables):
        raise NotEmptyError
    total, done = sum(_count(old, table) for table in tables), 0
    for table in tables:
        for rows in _rows(old, table):
            new.execute(insert(table), [row._asdict() for row in rows])
            done += len(rows)
            show(done, total)
        continue_numbering(new, table)
    enqueued = schema.tasks.c.state == TaskState.ENQUEUED
    new.execute(update(schema.tasks).where(enqueued).values(state=TaskState.WAITING))
    return done


def _rows(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    found = connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table))
    yield from (list(part) for part in found.partitions())


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0
