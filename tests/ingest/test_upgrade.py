"""An upgrade while work is under way: what the former version enqueued or began, this one ends."""

from __future__ import annotations

from pathlib import Path

from ingest.workflow import APPLICATION_VERSION, DurableQueue
from tests.databases import PostgresDatabases, url_in
from tests.ingest import former_workflow
from tests.ingest.test_workflow import PAGES, POST, Desk, await_that, queue_of

DEATH = 5
BEFORE_DEATH = set(range(1, DEATH))


def begin_with_the_former_version(folder: Path, url: str, version: str) -> None:
    """Two tasks: `register`, of which some pages are read, and `waiting`."""
    log = folder / "read-before"
    former_workflow.run(url, version, log, DEATH, "register", "waiting")
    assert log.read_text().split() == [part for number in sorted(BEFORE_DEATH) for part in ("register", str(number))]


def pages_read(desk: Desk, task_id: str) -> set[int]:
    return {number for read, number in desk.read if read == task_id}


def check_both_are_ended(desk: Desk, queue: DurableQueue) -> None:
    assert queue.left_behind(["register", "waiting"]) == []
    await_that("the end of both", desk=desk, tasks=2)
    assert desk.ended == {"register": "done", "waiting": "done"}
    assert pages_read(desk, "register") == set(PAGES) - BEFORE_DEATH
    assert pages_read(desk, "waiting") == set(PAGES)
    assert set(desk.read.values()) == {1}


def test_what_the_former_version_began_is_ended_without_doing_anything_twice(tmp_path: Path) -> None:
    begin_with_the_former_version(tmp_path, url_in(tmp_path), APPLICATION_VERSION)
    desk = Desk()
    with queue_of(desk, tmp_path) as queue:
        check_both_are_ended(desk, queue)


def test_the_same_on_a_server(tmp_path: Path, postgres_databases: PostgresDatabases) -> None:
    with postgres_databases.empty() as url:
        begin_with_the_former_version(tmp_path, url, APPLICATION_VERSION)
        desk = Desk()
        queue = DurableQueue(desk, url, POST)
        try:
            check_both_are_ended(desk, queue)
        finally:
            queue.close()


def test_what_a_version_with_other_steps_began_is_begun_anew(tmp_path: Path) -> None:
    begin_with_the_former_version(tmp_path, url_in(tmp_path), "0")
    desk = Desk()
    with queue_of(desk, tmp_path) as queue:
        left = queue.left_behind([])
        assert sorted(left) == ["register", "waiting"]
        queue.forget(left)
        for task_id in left:
            queue.enqueue(task_id)
        await_that("the end of both", desk=desk, tasks=2)
    assert desk.ended == {"register": "done", "waiting": "done"}
    assert pages_read(desk, "register") == pages_read(desk, "waiting") == set(PAGES)


def test_tasks_that_the_queue_does_not_know_are_left_behind(tmp_path: Path) -> None:
    desk = Desk()
    with queue_of(desk, tmp_path) as queue:
        queue.enqueue("known")
        await_that("the end", desk=desk, tasks=1)
        assert queue.left_behind(["lost", "known"]) == ["lost"]
        assert queue.left_behind([f"t{number}" for number in range(1200)]) == [f"t{number}" for number in range(1200)]
