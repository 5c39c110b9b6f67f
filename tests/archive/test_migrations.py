"""The tables that migrations make are the tables the code works with."""

from __future__ import annotations

import multiprocessing
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect

from archive import migration
from archive.dialect import migrating, open_engine
from archive.schema import metadata
from archive.store import Archive
from domain.records import Rereading
from tests.archive.samples import added, page, read, upload


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


def test_the_database_reads_while_it_is_written_and_loses_nothing_with_the_power(url: str) -> None:
    migration.upgrade(url)
    engine = open_engine(url)
    with engine.connect() as connection:
        settings = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]
    engine.dispose()
    assert settings == ["wal", 2, 1, 30_000]


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "postgresql://localhost/archive", "mysql://h/d"])
def test_a_database_that_is_not_supported_is_refused_by_name(url: str) -> None:
    with pytest.raises(ValueError, match="SQLite file"):
        Archive(url)


def test_a_broken_reference_cannot_be_written(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    plain = sqlite3.connect(tmp_path / "state" / "archive.db")
    plain.execute("PRAGMA foreign_keys = ON")
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute("INSERT INTO files (id, document_id, name, role) VALUES ('f', 'nothing', 'x', 'main')")
    plain.close()
