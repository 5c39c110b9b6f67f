"""Copying all records from one database to another, of whichever kinds: for backups, and for a move to a server."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Connection, Inspector, MetaData, Table, delete, event, insert, select

from archive.dialect import continue_numbering

_ROWS = 200
"""How many rows are held in memory at a time: those of pages are large."""

_NOT_RECORDS = ("alembic_version",)


def tables_of(connection: Connection) -> list[Table]:
    """The tables of records that the database has, each behind those it refers to. Their types are those that every
    database has, with values as they are stored.
    """
    found = MetaData()
    event.listen(found, "column_reflect", _generalise)
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name not in _NOT_RECORDS]


def copy_records(source: Connection, target: Connection) -> None:
    """Have in `target` the records of `source`, as they are in its snapshot, and nothing else.

    Both have the same tables. Rows keep their numbers, and new ones are numbered from behind them.
    """
    tables = tables_of(source)
    for table in reversed(tables):
        target.execute(delete(table))
    for table in tables:
        found = source.execute(select(table), execution_options={"yield_per": _ROWS})
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])
        continue_numbering(target, table)


def _generalise(_inspector: Inspector, _table: Table, column: dict[str, Any]) -> None:
    generic = column["type"].as_generic()
    # Where nothing was stored, nothing is: not the word null.
    column["type"] = JSON(none_as_null=True) if isinstance(generic, JSON) else generic
