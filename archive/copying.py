"""Copying all records from one database to another, of whichever kinds: for backups, and for a move to a server."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Connection, Inspector, MetaData, Table, event, func, insert, select

from archive import tasks
from archive.dialect import continue_numbering

_ROWS = 200
"""How many rows are held in memory at a time: those of pages are large."""

_NOT_RECORDS = ("alembic_version", "workers")
"""Who is at work has to enter there first."""


class NotEmptyError(Exception):
    """The database that is to be filled holds an archive already."""


def tables_of(connection: Connection) -> list[Table]:
    """The tables of records that the database has, each behind those it refers to. Their types are those that every
    database has, with values as they are stored.
    """
    found = MetaData()
    event.listen(found, "column_reflect", _generalise)
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _NOT_RECORDS]


def copy_records(source: Connection, target: Connection, show: Callable[[int, int], None]) -> int:
    """Have in `target` the records of `source`, as they are in its snapshot, under the same numbers; new rows are numbered
    from behind them. What was being read waits to be read: the durable queue stays behind.

    Both have the same tables. Returns how many rows were copied; `show` is told so on the way, with how many there are.
    Raises NotEmptyError.
    """
    if not is_empty(target):
        raise NotEmptyError
    tables = tables_of(source)
    total, done = sum(_count(source, table) for table in tables), 0
    for table in tables:
        found = source.execute(select(table), execution_options={"yield_per": _ROWS})
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
            done += len(rows)
            show(done, total)
        continue_numbering(target, table)
    tasks.all_wait_again(target)
    return done


def is_empty(connection: Connection) -> bool:
    """Whether the database holds no records."""
    return not any(_count(connection, table) for table in tables_of(connection))


def _count(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _generalise(_inspector: Inspector, _table: Table, column: dict[str, Any]) -> None:
    generic = column["type"].as_generic()
    # Where nothing was stored, nothing is: not the word null.
    column["type"] = JSON(none_as_null=True) if isinstance(generic, JSON) else generic
