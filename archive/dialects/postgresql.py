"""PostgreSQL: a server that many machines share. Writers take turns by an advisory lock (ADR 21)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, cast

from sqlalchemy import URL, Connection, Engine, Integer, NullPool, Table, create_engine, event, text
from sqlalchemy.dialects.postgresql import insert as upsert

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

COLUMNS_LIE_IN_ORDER = False
"""Large values lie beside their table; the order of its columns means nothing."""

_WRITERS = 7_353_011
"""The advisory lock that writers take turns by: any number, the same in every program that writes to the archive."""

_DISK_FULL = "53100"
_CONNECT_SECONDS = 10
_WAIT_SECONDS = 30
_POOL = {"pool_size": 5, "max_overflow": 20, "pool_pre_ping": True, "pool_recycle": 1800}

_AWAY = ("08", "53", "55", "57", "25P03")
"""How SQLSTATEs begin that tell of no connection, no room, a lock, a stop, and a transaction that was cut."""

_SESSION = {
    # A writer that was stopped in the middle, or whose machine is gone, lets the others go on.
    "idle_in_transaction_session_timeout": "60s",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
}


def accepts(address: URL) -> bool:
    """Whether the address names a database."""
    return bool(address.database)


def open_engine(address: URL) -> Engine:
    """See `archive.dialect.open_engine`. A connection that the server closed meanwhile is replaced unseen."""
    session = _SESSION | {"lock_timeout": f"{_WAIT_SECONDS}s"}
    return _engine(address, session, isolation_level="REPEATABLE READ", **_POOL)


def writing(engine: Engine) -> Engine:
    """See `archive.dialect.writing`.

    READ COMMITTED, because a snapshot would be taken before the lock is there: each statement behind the lock sees all
    that earlier writers did.
    """
    return engine.execution_options(isolation_level="READ COMMITTED", writes=True)


@contextmanager
def migrating(address: URL) -> Iterator[Connection]:
    """See `archive.dialect.migrating`."""
    engine = _engine(address, _SESSION, poolclass=NullPool)
    with writing(engine).begin() as connection:
        yield connection


def moment(connection: Connection) -> datetime:
    """The present moment by the server's clock: those of the machines differ."""
    return cast(datetime, connection.scalar(text("SELECT clock_timestamp()")))


def is_full(error: BaseException) -> bool:
    """Whether the server's disk is full."""
    return getattr(error, "sqlstate", None) == _DISK_FULL


def continue_numbering(connection: Connection, table: Table) -> None:
    """Have rows that come numbered from behind the highest number there is."""
    (key, *others) = table.primary_key.columns
    if others or not isinstance(key.type, Integer):
        return
    sequence = f"pg_get_serial_sequence('{table.name}', '{key.name}')"
    highest = f'SELECT max("{key.name}") FROM "{table.name}"'  # noqa: S608 (names of the schema)
    connection.execute(text(f"SELECT setval({sequence}, coalesce(({highest}), 1), ({highest}) IS NOT NULL)"))


def is_away(error: BaseException | None) -> bool:
    """See `archive.dialect.is_away`; what the driver raised. Without a SQLSTATE it never came to the server."""
    state = getattr(error, "sqlstate", "")
    return state is None or state.startswith(_AWAY)


def _engine(address: URL, session: dict[str, str], **pool: Any) -> Engine:
    connecting = {
        "connect_timeout": _CONNECT_SECONDS,
        "application_name": "shaffaf",
        "options": " ".join(f"-c {name}={value}" for name, value in session.items()),
    }
    server = address.set(drivername="postgresql+psycopg")
    engine = create_engine(server, json_serializer=to_json, connect_args=connecting, **pool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("writes", False):
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITERS})")

    return engine
