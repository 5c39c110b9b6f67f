"""After the archive has become another one, nothing of the old queue stands in the way of its tasks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.queue_reset import forget_queue
from ingest.workflow import DurableQueue
from tests.databases import PostgresDatabases
from tests.ingest.test_workflow import POST, Desk, await_that


def run(url: str, desk: Desk) -> None:
    queue = DurableQueue(desk, url, POST)
    try:
        queue.enqueue("one")
        await_that("the end", desk=desk, tasks=1)
    finally:
        queue.close()


def check_a_forgotten_task_runs_again(url: str) -> None:
    first, again = Desk(), Desk()
    run(url, first)
    forget_queue(url)
    run(url, again)
    assert again.ended == first.ended == {"one": "done"}


def test_a_queue_in_a_file_is_forgotten(tmp_path: Path) -> None:
    check_a_forgotten_task_runs_again(f"sqlite:///{tmp_path / 'work.sqlite'}")


def test_a_queue_on_a_server_is_forgotten(postgres_databases: PostgresDatabases) -> None:
    with postgres_databases.empty() as url:
        check_a_forgotten_task_runs_again(url)


@pytest.mark.parametrize("name", ["work.sqlite", "never made.sqlite"])
def test_a_queue_that_never_was_is_forgotten_too(tmp_path: Path, name: str) -> None:
    forget_queue(f"sqlite:///{tmp_path / name}")
    assert list(tmp_path.iterdir()) == []
