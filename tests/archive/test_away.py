"""A database that is away for a while is told from one that refuses what it is asked."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from archive.dialect import is_away, open_engine, writing
from tests.databases import PostgresDatabases, SqliteDatabases

WRONG = [
    "SELECT * FROM nowhere",
    "INSERT INTO organizations (id, body_id, names) VALUES ('x', 'nobody', '{}')",
    "INSERT INTO bodies (id) VALUES ('x')",
    "SELECT (",
]


def error_of(statement: str, url: str) -> DBAPIError:
    engine = open_engine(url)
    try:
        with pytest.raises(DBAPIError) as raised, writing(engine).begin() as connection:
            connection.execute(text(statement))
    finally:
        engine.dispose()
    return raised.value


@pytest.mark.parametrize("statement", WRONG)
def test_what_is_wrong_stays_wrong_on_sqlite(sqlite_databases: SqliteDatabases, statement: str) -> None:
    with sqlite_databases.migrated() as url:
        assert not is_away(error_of(statement, url))


@pytest.mark.parametrize("statement", WRONG)
def test_what_is_wrong_stays_wrong_on_postgresql(postgres_databases: PostgresDatabases, statement: str) -> None:
    with postgres_databases.migrated() as url:
        assert not is_away(error_of(statement, url))


def test_a_file_that_another_program_locks_is_away(tmp_path: Path) -> None:
    file = tmp_path / "archive.sqlite"
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    impatient = sqlite3.connect(file, timeout=0)
    with pytest.raises(sqlite3.OperationalError) as raised:
        impatient.execute("CREATE TABLE t (x)")
    impatient.close()
    holder.close()
    assert is_away(OperationalError("", {}, raised.value))


def test_a_folder_that_is_gone_is_away(tmp_path: Path) -> None:
    assert is_away(error_of("SELECT 1", f"sqlite:///{tmp_path}/gone/archive.sqlite"))


def test_a_server_that_does_not_answer_is_away() -> None:
    assert is_away(error_of("SELECT 1", "postgresql://nobody@127.0.0.1:1/none"))


@pytest.mark.parametrize(
    "break_off",
    ["SELECT pg_terminate_backend(pg_backend_pid())", "SET LOCAL statement_timeout = 1; SELECT pg_sleep(9)"],
)
def test_a_session_that_the_server_ends_is_away(postgres_databases: PostgresDatabases, break_off: str) -> None:
    with postgres_databases.migrated() as url:
        assert is_away(error_of(break_off, url))


@pytest.mark.parametrize("error", [ValueError("x"), OSError("x"), RuntimeError()])
def test_other_errors_say_nothing_of_the_database(error: Exception) -> None:
    assert not is_away(error)
