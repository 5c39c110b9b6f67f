"""What differs between databases, and nothing else of the archive does. Today: SQLite.

PostgreSQL will need here: an upsert of its own, an advisory lock for migrations, and one advisory transaction
lock that `writing` takes before anything else. On SQLite there is one writer; without that lock two
transactions could commit in another order than they were given change numbers, and the indexer would skip one
for ever.
"""

from __future__ import annotations

import fcntl
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, NullPool, Pool, QueuePool, create_engine, event, make_url
from sqlalchemy.dialects.sqlite import insert as upsert

from archive.column_types import to_json

__all__ = ["migrating", "open_engine", "upsert", "writing"]

_WAIT_SECONDS = 30


def open_engine(url: str) -> Engine:
    """An engine whose transactions read a snapshot and never wait; `writing` makes one that writes.

    Raises ValueError for a database that is not supported.
    """
    return _engine(_supported(url), QueuePool)


def writing(engine: Engine) -> Engine:
    """The same database for transactions that write: they take turns from their first statement on.

    A transaction that read first and wrote later could fail instead of waiting.
    """
    return engine.execution_options(writes=True)


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """A writing transaction in which tables may be changed; whoever else wants one waits for it to end.

    Foreign keys are not enforced in it, because SQLite changes a table by replacing it.
    """
    address = _supported(url)
    path = Path(str(address.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.with_name(f"{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        engine = _engine(address, NullPool, foreign_keys=False)
        _use_write_ahead_log(engine)
        with writing(engine).begin() as connection:
            yield connection


def _supported(url: str) -> URL:
    address = make_url(url)
    if address.get_backend_name() != "sqlite" or address.database in (None, "", ":memory:"):
        raise ValueError(f"the archive is kept in an SQLite file (sqlite:///PATH), not in {address!r}")
    return address


def _engine(address: URL, pool: type[Pool], foreign_keys: bool = True) -> Engine:
    engine = create_engine(address, poolclass=pool, json_serializer=to_json)

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_WAIT_SECONDS * 1000}")
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
