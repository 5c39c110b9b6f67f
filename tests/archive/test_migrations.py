"""The tables that migrations make are the tables the code works with."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import IntegrityError

from archive import migration
from archive.dialect import migrating, open_engine, writing
from archive.schema import files, metadata
from archive.store import Archive
from domain.documents import FileRole
from domain.records import Rereading
from tests.archive.samples import added, page, read, upload
from tests.databases import Databases, PostgresDatabases, SqliteDatabases


@pytest.fixture
def url(databases: Databases) -> Iterator[str]:
    """The address of a database without tables."""
    with databases.empty() as made:
        yield made


@pytest.fixture
def on_sqlite(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    with sqlite_databases.migrated() as made:
        yield made


@pytest.fixture
def on_postgres(postgres_databases: PostgresDatabases) -> Iterator[str]:
    with postgres_databases.migrated() as made:
        yield made


def shown(url: str, *settings: str) -> list[object]:
    """What the database's settings are in a session of the archive."""
    engine = open_engine(url)
    with engine.connect() as connection:
        asked = "PRAGMA" if url.startswith("sqlite") else "SHOW"
        found = [connection.exec_driver_sql(f"{asked} {name}").scalar() for name in settings]
    engine.dispose()
    return found


def tables(url: str) -> set[str]:
    engine = open_engine(url)
    found = set(inspect(engine).get_table_names())
    engine.dispose()
    return found


def test_an_empty_database_gets_exactly_the_tables_of_the_schema(url: str) -> None:
    migration.upgrade(url)
    assert tables(url) == {*metadata.tables, "alembic_version"}


def test_the_migrated_tables_are_those_of_the_schema(url: str) -> None:
    migration.upgrade(url)
    with migrating(url) as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_newest_revision_is_the_one_the_code_asks_for(url: str) -> None:
    engine = open_engine(url)
    assert not migration.is_newest(engine)
    for _ in range(2):
        migration.downgrade(url, "base")
        assert not migration.is_newest(engine)
        migration.upgrade(url)
        assert migration.is_newest(engine)
    engine.dispose()


def test_pages_keep_their_text_on_the_way_up_and_those_shown_on_the_way_down(url: str) -> None:
    archive = Archive(url)
    archive.migrate()
    intake = added(archive)
    read(archive, intake, "قديم")
    archive.read_again(Rereading(), "again", "nadia")
    archive.put_pages(archive.waiting_tasks()[0].id, [page(1, "unfinished")])
    migration.downgrade(url, "0001")
    migration.upgrade(url)
    assert [found.text for found in archive.pages(intake.version_id)] == ["قديم"]
    assert archive.counts().pages == 1
    archive.close()


def test_going_down_takes_all_tables_away_and_up_brings_them_back(url: str) -> None:
    migration.upgrade(url)
    migration.downgrade(url, "base")
    assert tables(url) == {"alembic_version"}
    migration.upgrade(url)
    assert tables(url) == {*metadata.tables, "alembic_version"}


def test_a_second_migration_keeps_what_is_there(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.migrate()
    assert archive.document(document_id) is not None


def test_a_migration_that_fails_leaves_nothing_behind(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail_midway(connection: Connection) -> None:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError), migrating(url) as connection:
        fail_midway(connection)
    assert tables(url) == set()


def start_up(url: str, number: int) -> None:
    archive = Archive(url)
    archive.migrate()
    archive.add(upload(str(number)))
    archive.close()


def test_processes_that_start_at_once_all_find_their_tables(url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    starting = [spawn.Process(target=start_up, args=(url, number)) for number in range(3)]
    for process in starting:
        process.start()
    for process in starting:
        process.join()
    assert [process.exitcode for process in starting] == [0, 0, 0]
    archive = Archive(url)
    assert archive.counts().documents == 3
    archive.close()


def test_sqlite_reads_while_it_is_written_and_loses_nothing_with_the_power(on_sqlite: str) -> None:
    found = shown(on_sqlite, "journal_mode", "synchronous", "foreign_keys", "busy_timeout")
    assert found == ["wal", 2, 1, 30_000]


def test_a_session_of_postgresql_waits_for_nobody_for_ever(on_postgres: str) -> None:
    found = shown(on_postgres, "lock_timeout", "idle_in_transaction_session_timeout", "transaction_isolation")
    assert found == ["30s", "1min", "repeatable read"]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://localhost", "mysql://h/d"])
def test_a_database_that_is_not_supported_is_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match=r"SQLite file .* or PostgreSQL"):
        Archive(url)


def test_a_broken_reference_cannot_be_written(archive: Archive, url: str) -> None:
    engine = open_engine(url)
    with pytest.raises(IntegrityError), writing(engine).begin() as connection:
        connection.execute(files.insert().values(id="f", document_id="nothing", name="x", role=FileRole.MAIN))
    engine.dispose()
