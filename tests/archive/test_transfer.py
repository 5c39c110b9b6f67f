"""An archive moves to another database with all it holds, whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from archive import copying
from archive.copying import NotEmptyError
from archive.dialect import open_engine
from archive.schema import metadata, tasks, workers
from archive.store import Archive
from archive.transfer import carry_over
from domain.arranging import Turn
from domain.documents import Body
from domain.records import TaskState
from tests.archive.samples import added, done, keys, page, read, split, task_of, texts
from tests.databases import PostgresDatabases, SqliteDatabases

WAYS = ["sqlite to postgresql", "postgresql to sqlite", "sqlite to sqlite"]


@pytest.fixture(params=WAYS)
def urls(
    request: pytest.FixtureRequest, sqlite_databases: SqliteDatabases, postgres_databases: PostgresDatabases
) -> Iterator[tuple[str, str]]:
    """The addresses of an archive to be carried over and of a database without tables."""
    kinds = {"sqlite": sqlite_databases, "postgresql": postgres_databases}
    source, target = (kinds[name] for name in request.param.split(" to "))
    with source.migrated() as old, target.empty() as new:
        yield old, new


def fill(url: str) -> None:
    """Something of everything: read, being read, waiting, split, turned, withdrawn, removed."""
    archive = Archive(url)
    archive.put_body(Body("tafilalt", {"ar": "مجلس جهة تافيلالت"}))
    register = done(archive, "register", 4, publish=True)
    split(archive, register.document_id, [1, 2])
    archive.arrangements.turn(Turn(register.document_id, keys(archive, register.document_id, 1)[0], 90), "t", "nadia")
    archive.withdraw(done(archive, "gone", 1, publish=True).document_id, "nadia", "خطأ")
    archive.remove([added(archive, "removed").document_id], "nadia")
    begun = added(archive, "begun")
    archive.mark_enqueued([task_of(begun)])
    archive.put_pages(task_of(begun), [page(1, "نص «قديم» \U0001f600")])
    added(archive, "waiting")
    archive.workers.enter("worker-1", "run")
    archive.close()


def contents(url: str) -> dict[str, list[Any]]:
    engine = open_engine(url)
    with engine.connect() as connection:
        found = {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
            if table is not workers
        }
    engine.dispose()
    return found


def test_everything_is_carried_over_under_the_same_numbers(urls: tuple[str, str]) -> None:
    old, new = urls
    fill(old)
    before = contents(old)
    assert carry_over(old, new) == sum(map(len, before.values()))
    assert contents(old) == before
    after = contents(new)
    state = list(tasks.c.keys()).index("state")
    waiting = [(*row[:state], _again(row[state]), *row[state + 1 :]) for row in before["tasks"]]
    assert after == before | {"tasks": waiting}
    assert {name for name, rows in before.items() if rows} >= FILLED


FILLED = {
    *("bodies", "documents", "files", "versions", "pages", "tasks", "changes", "audit", "publications"),
    *("arranged_pages", "former_arrangements", "page_turns"),
}
"""Tables that hold something, so that carrying them over is tried."""


def _again(state: TaskState) -> TaskState:
    return TaskState.WAITING if state is TaskState.ENQUEUED else state


def test_work_goes_on_in_the_new_database(urls: tuple[str, str]) -> None:
    old, new = urls
    fill(old)
    carry_over(old, new)
    archive = Archive(new)
    last = archive.last_change()
    assert archive.workers.beats() == {}
    assert len(archive.waiting_tasks()) == 3
    intake = added(archive, "new")
    read(archive, intake, "جديد")
    assert texts(archive, intake.document_id) == ["جديد"]
    assert min(change.number for change in archive.changes_after(last)) > last
    assert added(archive, "waiting").duplicate
    archive.close()


def test_how_far_it_is_can_be_seen(urls: tuple[str, str]) -> None:
    old, new = urls
    fill(old)
    shown: list[tuple[int, int]] = []
    count = carry_over(old, new, lambda done, total: shown.append((done, total)))
    assert shown == sorted(shown)
    assert shown[-1] == (count, count)


def test_a_database_that_holds_something_is_left_alone(urls: tuple[str, str]) -> None:
    old, new = urls
    fill(old)
    there = Archive(new)
    there.migrate()
    kept = added(there, "there").document_id
    with pytest.raises(NotEmptyError):
        carry_over(old, new)
    assert list(there.all_document_ids()) == [kept]
    there.close()


def test_what_fails_midway_leaves_nothing_behind(urls: tuple[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = urls
    fill(old)

    def fail(_connection: object, table: Any) -> None:
        if table.name == "tasks":
            raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(copying, "continue_numbering", fail)
        with pytest.raises(RuntimeError):
            carry_over(old, new)
    assert not any(contents(new).values())
    assert carry_over(old, new)
