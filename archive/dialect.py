"""The one place that knows which database it is; what differs between them is in `archive/dialects`, a module each.

On both, transactions that write take turns: so change numbers become visible in the order they were given, and the
indexer, which follows them, skips none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from types import ModuleType
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from archive.dialects import postgresql, sqlite

DATABASE_AWAY: tuple[type[DBAPIError], ...] = (OperationalError, InterfaceError)
"""What a call raises when the database can't be reached, is locked, or has no room, among others: see `is_away`."""

_DIALECTS: dict[str, ModuleType] = {"sqlite": sqlite, "postgresql": postgresql}


def open_engine(url: str) -> Engine:
    """An engine whose transactions read a snapshot and never wait; `writing` makes one that writes.

    Raises ValueError for a database that is not supported.
    """
    address = _supported(url)
    engine: Engine = _named(address.get_backend_name()).open_engine(address)
    return engine


def writing(engine: Engine) -> Engine:
    """The same database for transactions that write: they take turns from their first statement on.

    A transaction that read first and wrote later could fail instead of waiting.
    """
    writes: Engine = _named(engine.dialect.name).writing(engine)
    return writes


@contextmanager
def migrating(url: str) -> Iterator[Connection]:
    """A writing transaction in which tables may be changed; whoever else wants to write waits for it to end."""
    address = _supported(url)
    with _named(address.get_backend_name()).migrating(address) as connection:
        yield connection


def upsert(connection: Connection, table: Table) -> Any:
    """An INSERT into the table that can be told what to do ON CONFLICT."""
    return _named(connection.dialect.name).upsert(table)


def moment(connection: Connection) -> datetime:
    """The present moment (aware) by the clock that all who use the database share."""
    found: datetime = _named(connection.dialect.name).moment(connection)
    return found


def continue_numbering(connection: Connection, table: Table) -> None:
    """Have the table's rows numbered from behind those that were written with numbers of their own."""
    _named(connection.dialect.name).continue_numbering(connection, table)


def is_database_full(error: BaseException) -> bool:
    """Whether a database raised the error because its disk is full: nothing was written, and it may be tried again."""
    return any(dialect.is_full(error) for dialect in _DIALECTS.values())


def columns_lie_in_order(connection: Connection) -> bool:
    """Whether it matters for speed in which order a table has its columns."""
    found: bool = _named(connection.dialect.name).COLUMNS_LIE_IN_ORDER
    return found


def is_away(error: BaseException) -> bool:
    """Whether an error says that the database can't be reached now, is locked, or has no room: for the same may be asked
    again, and nothing is wrong with what was asked.
    """
    return isinstance(error, DATABASE_AWAY) and any(dialect.is_away(error.orig) for dialect in _DIALECTS.values())


def _named(name: str) -> ModuleType:
    return _DIALECTS[name]


def _supported(url: str) -> URL:
    address = make_url(url)
    name = address.get_backend_name()
    if name not in _DIALECTS or not _DIALECTS[name].accepts(address):
        known = "an SQLite file (sqlite:///PATH) or PostgreSQL (postgresql://HOST/DATABASE)"
        raise ValueError(f"the archive is kept in {known}, not in {address!r}")
    return address
