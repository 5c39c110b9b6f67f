"""SQLite: a file beside the program, one writer at a time."""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, Pool, QueuePool, Table, create_engine, event
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.clock import now
from archive.column_types import to_json

__all__ = [
    "COLUMNS_LIE_IN_ORDER",
    "accepts",
    "continue_numbering",
    "is_away",
    "is_full",
    "migrating",
    "moment",
    "open_engine",
    "upsert",
    "writing",
]

COLUMNS_LIE_IN_ORDER = True
"""A row is walked through from its first column, so the large ones come last."""

_WAIT_SECONDS = 30

_CACHE_KIBIBYTES = 16_384
"""Of the file that each connection keeps in memory."""

_AWAY = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
}


def accepts(address: URL) -> bool:
    """Whether the address is that of a file."""
    return address.database not in (None, "", ":memory:")


def open_engine(address: URL) -> Engine:
    """See `archive.dialect.open_engine`."""
    return _engine(address, QueuePool)


def writing(engine: Engine) -> Engine:
    """See `archive.dialect.writing`."""
    return engine.execution_options(writes=True)


@contextmanager
def migrating(address: URL) -> Iterator[Connection]:
    """See `archive.dialect.migrating`. Foreign keys are not enforced in it: a table is changed by replacing it."""
    path = Path(str(address.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        engine = _engine(address, NullPool, foreign_keys=False)
        _use_write_ahead_log(engine)
        with writing(engine).begin() as connection:
            yield connection


def moment(_connection: Connection) -> datetime:
    """The present moment: whoever shares the file shares the clock."""
    return now()


def is_full(error: BaseException) -> bool:
    """Whether the file could not grow."""
    return getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL


def continue_numbering(_connection: Connection, _table: Table) -> None:
    """Nothing to do: the next number follows the highest there was."""


def is_away(error: BaseException | None) -> bool:
    """See `archive.dialect.is_away`; what the driver raised."""
    # The higher bits tell more about it.
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _AWAY


def _engine(address: URL, pool: type[Pool], foreign_keys: bool = True) -> Engine:
    engine = create_engine(address, poolclass=pool, json_serializer=to_json)

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
        connection.execute(f"PRAGMA cache_size = -{_CACHE_KIBIBYTES}")
        connection.execute(f"PRAGMA foreign_keys = {int(foreign_keys)}")
        # Who was told that a file was taken must find it after a power cut: each commit reaches the disk.
        connection.execute("PRAGMA synchronous = FULL")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _use_write_ahead_log(engine: Engine) -> None:
    # Remembered by the file; can't be changed inside a transaction.
    connection = engine.raw_connection()
    connection.cursor().execute("PRAGMA journal_mode = WAL")
    connection.close()
