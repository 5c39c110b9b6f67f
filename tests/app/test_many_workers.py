"""Workers of many machines share one archive: what one leaves undone, whatever way it goes, another one does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app import wiring
from app.ingesting import somebody_works
from app.settings import Settings
from archive.store import Archive
from domain.documents import ReadingState
from ingest.intake import Sender
from ingest.worker_files import worker_lock
from tests.databases import PostgresDatabases
from tests.ingest.scanned import page
from tests.s3_server import S3Server

BATCH = "many"
PATIENCE = 240.0
PAGES = 2


class Machine:
    """A machine with a state folder of its own, on which a worker runs."""

    def __init__(self, folder: Path, shared: Settings) -> None:
        said = shared.model_dump(include={"lexicon", "database_url", "blobs", "blobs_url"}, exclude_none=True)
        chosen = {f"SHAFFAF_{name.upper()}": str(value) for name, value in said.items()}
        self._environment = os.environ | chosen | {"SHAFFAF_STATE": str(folder), "SHAFFAF_WORKERS": "1"}
        self._folder = folder
        self._process = self.start()

    def start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen([sys.executable, "-m", "app.command_line", "worker"], env=self._environment)
        return self._process

    @property
    def name(self) -> str:
        return (self._folder / "worker-name").read_text()

    def send(self, number: signal.Signals) -> None:
        self._process.send_signal(number)

    def ended(self) -> int:
        return self._process.wait(PATIENCE)

    def remove(self) -> None:
        self._process.kill()
        self._process.wait()


@pytest.fixture
def shared(
    tmp_path: Path, lexicon_path: Path, postgres_databases: PostgresDatabases, s3_server: S3Server
) -> Iterator[Settings]:
    """What all machines are told."""
    with postgres_databases.empty() as url:
        yield Settings(
            state=tmp_path / "front", lexicon=lexicon_path, database_url=url, blobs="s3", blobs_url=s3_server.bucket()
        )


@pytest.fixture
def archive(shared: Settings) -> Iterator[Archive]:
    opened = wiring.open_archive(shared)
    yield opened
    opened.close()


@contextmanager
def machine(shared: Settings, name: str) -> Iterator[Machine]:
    running = Machine(shared.state.parent / name, shared)
    try:
        yield running
    finally:
        running.remove()


def take_in(shared: Settings, archive: Archive, count: int) -> None:
    """Hand in scans of a few pages, none like another."""
    door = wiring.open_front_door(shared, archive)
    for number in range(count):
        path = shared.state / f"{number}.pdf"
        first, *others = (
            page().point(lambda tone, shade=250 - number * PAGES - place: min(tone, shade)) for place in range(PAGES)
        )
        first.save(path, save_all=True, append_images=others, resolution=300)
        door.take(path, path.name, Sender("system:test", BATCH))


def await_that(what: str, condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, f"{what} never came"
        time.sleep(0.1)


def begun(archive: Archive) -> bool:
    """Whether pages of a file are there that is not finished."""
    return any(any(archive.pages_read(task.id)) for task in archive.unfinished_tasks())


def finished(archive: Archive, count: int) -> bool:
    report = archive.batch_report(BATCH)
    return report.done + report.refused == count


def check_everything_is_there_once(archive: Archive, count: int) -> None:
    documents = archive.documents(list(archive.all_document_ids())).values()
    assert len(documents) == count
    for document in documents:
        (file,) = document.files
        assert (file.current.state, file.current.page_count) == (ReadingState.DONE, PAGES)
    actions = Counter((entry.action, entry.subject) for entry in archive.audit(limit=10_000))
    assert [key for key, times in actions.items() if times > 1] == []


def test_what_a_killed_worker_left_is_done_by_another(shared: Settings, archive: Archive) -> None:
    take_in(shared, archive, 2)
    with machine(shared, "first") as first:
        await_that("work under way", lambda: begun(archive))
        first.send(signal.SIGKILL)
        first.ended()
        assert archive.workers.beats().keys() == {first.name}
        # As another one does after a while: the wait itself is what the run with `full` is for.
        archive.workers.dismiss(first.name, archive.workers.beats()[first.name])
        with machine(shared, "second") as second:
            await_that("the end", lambda: finished(archive, 2))
            assert archive.workers.beats().keys() == {second.name}
    check_everything_is_there_once(archive, 2)


def test_a_worker_that_stops_hands_its_work_to_the_others(shared: Settings, archive: Archive) -> None:
    take_in(shared, archive, 2)
    with machine(shared, "first") as first, machine(shared, "second") as second:
        await_that("both", lambda: len(archive.workers.beats()) == 2 and begun(archive))
        first.send(signal.SIGTERM)
        assert first.ended() == 0
        assert archive.workers.beats().keys() == {second.name}
        await_that("the end", lambda: finished(archive, 2))
    check_everything_is_there_once(archive, 2)


def test_a_worker_that_others_took_for_dead_does_not_go_on(shared: Settings, archive: Archive) -> None:
    with machine(shared, "first") as first:
        await_that("the worker", lambda: bool(archive.workers.beats()))
        archive.workers.dismiss(first.name, archive.workers.beats()[first.name])
        assert first.ended() == 1


def test_files_handed_in_on_a_machine_without_a_worker_are_left_to_the_others(shared: Settings, archive: Archive) -> None:
    assert not somebody_works(shared, archive)
    archive.workers.enter("elsewhere", "run")
    assert somebody_works(shared, archive)


def test_on_one_machine_a_worker_is_there_when_its_folder_is_held(tmp_path: Path) -> None:
    alone = Settings(state=tmp_path / "state")
    archive = wiring.open_archive(alone)
    archive.workers.enter("killed a moment ago", "run")
    assert not somebody_works(alone, archive)
    with worker_lock(alone.state):
        assert somebody_works(alone, archive)
    archive.close()


@pytest.mark.full
def test_a_worker_that_stands_still_is_missed_and_its_work_done_once(shared: Settings, archive: Archive) -> None:
    take_in(shared, archive, 4)
    with machine(shared, "first") as first, machine(shared, "second") as second:
        await_that("both", lambda: len(archive.workers.beats()) == 2 and begun(archive))
        first.send(signal.SIGSTOP)
        await_that("the silence", lambda: archive.workers.beats().keys() == {second.name})
        await_that("the end", lambda: finished(archive, 4))
        first.send(signal.SIGCONT)
        assert first.ended() == 1
    check_everything_is_there_once(archive, 4)
