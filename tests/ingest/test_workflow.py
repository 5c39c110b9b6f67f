"""The durable queue: a file's pages are read side by side, by as many threads as are set, and resumed after a stop."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.blob_store import BlobsAwayError
from domain.failures import Failure, RefusedFileError
from domain.records import Urgency
from domain.tracing import current_request_id
from ingest.ocr import MissingModelError
from ingest.workflow import DurableQueue, Post
from tests.databases import url_in

PATIENCE = 60.0
PAGES = list(range(1, 13))
POST = Post("worker-1", threads=2, again=1, stop_seconds=0)


class Desk:
    """Steps that note who is at work. A page may have to wait for another one, or for the desk to open."""

    def __init__(self) -> None:
        self.read: Counter[tuple[str, int]] = Counter()
        self.ended: dict[str, str] = {}
        self.followed: set[str] = set()
        self.begun: list[str] = []
        self.most = 0
        self.failures = 0
        self.held = 0
        self.open = threading.Event()
        self.open.set()
        self.failing: dict[int, Exception] = {}
        self.meeting: threading.Barrier | None = None
        self.stuck: set[int] = set()
        self.at_work = 0
        self._lock = threading.Lock()

    def request_id(self, task_id: str) -> str:
        return f"request-of-{task_id}"

    def extract(self, task_id: str) -> list[int]:
        with self._working():
            self.begun.append(task_id)
            return PAGES

    def read_page(self, task_id: str, number: int) -> None:
        with self._working():
            self.begun.append(task_id)
            if self.meeting is not None:
                self.meeting.wait(PATIENCE)
            if number in self.stuck:
                self.held += 1
                self.open.wait(PATIENCE)
            time.sleep(0.002)
            if number in self.failing:
                self.failures += 1
                raise self.failing[number]
            self.read[task_id, number] += 1

    def finish(self, task_id: str) -> None:
        with self._working():
            self.ended[task_id] = "done"

    def refuse(self, task_id: str, failure: Failure, detail: str) -> None:
        with self._working():
            self.ended[task_id] = failure

    def counts(self) -> dict[str, int]:
        with self._lock:
            return {
                "tasks": len(self.ended),
                "pages": self.read.total(),
                "failures": self.failures,
                "held": self.held,
            }

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._lock:
            self.followed.add(current_request_id())
            self.at_work += 1
            self.most = max(self.most, self.at_work)
        try:
            yield
        finally:
            with self._lock:
                self.at_work -= 1


@contextmanager
def queue_of(desk: Desk, folder: Path, post: Post = POST) -> Iterator[DurableQueue]:
    queue = DurableQueue(desk, url_in(folder), post)
    try:
        yield queue
    finally:
        queue.close()


def await_that(what: str, *, desk: Desk, **least: int) -> None:
    """Until so many tasks have ended, pages were read, pages failed, and steps were held up."""
    deadline = time.monotonic() + PATIENCE
    while any(desk.counts()[name] < count for name, count in least.items()):
        assert time.monotonic() < deadline, f"{what} never came: {desk.read} {desk.ended}"
        time.sleep(0.01)


def test_pages_of_one_file_are_read_at_the_same_time(tmp_path: Path) -> None:
    desk = Desk()
    desk.meeting = threading.Barrier(2)  # no page is read unless another one is under way
    with queue_of(desk, tmp_path) as queue:
        queue.enqueue("one")
        await_that("the end", desk=desk, tasks=1)
    assert desk.ended == {"one": "done"}
    assert desk.read == Counter({("one", number): 1 for number in PAGES})


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_never_more_is_done_at_once_than_is_set_however_many_files_wait(tmp_path: Path, workers: int) -> None:
    desk = Desk()
    with queue_of(desk, tmp_path, replace(POST, threads=workers)) as queue:
        for name in "abcde":
            queue.enqueue(name)
        await_that("the end", desk=desk, tasks=5)
    assert desk.most == workers
    assert desk.read == Counter({(name, number): 1 for name in "abcde" for number in PAGES})


def test_a_short_file_is_read_while_pages_of_a_long_one_wait(tmp_path: Path) -> None:
    desk = Desk()
    desk.open.clear()
    desk.stuck = {5}
    with queue_of(desk, tmp_path) as queue:
        queue.enqueue("long")
        await_that("the page that sticks", desk=desk, pages=4)
        desk.stuck = set()
        queue.enqueue("short")
        await_that("the short one", desk=desk, tasks=1)
        desk.open.set()
        await_that("the long one", desk=desk, tasks=2)


def test_after_a_stop_only_pages_that_were_not_done_are_read(tmp_path: Path) -> None:
    before = Desk()
    before.open.clear()
    before.stuck = {4}
    with queue_of(before, tmp_path) as queue:
        queue.enqueue("register")
        await_that("all pages but one", desk=before, pages=6)
    after = Desk()
    with queue_of(after, tmp_path):
        await_that("the end", desk=after, tasks=1)
    before.open.set()
    assert ("register", 4) in after.read
    assert len(after.read) <= len(PAGES) - 4
    assert {number for _, number in [*before.read, *after.read]} == set(PAGES)


def test_a_stop_while_pages_fail_ends_the_file_with_its_reason(tmp_path: Path) -> None:
    before = Desk()
    before.open.clear()
    before.stuck = {4}
    before.failing = {2: RefusedFileError(Failure.UNREADABLE)}
    with queue_of(before, tmp_path) as queue:
        queue.enqueue("register")
        await_that("some pages", desk=before, pages=5)
    after = Desk()
    with queue_of(after, tmp_path):
        await_that("the end", desk=after, tasks=1)
    before.open.set()
    assert after.ended == {"register": Failure.UNREADABLE}


@pytest.mark.parametrize(
    ("error", "failure"),
    [(RefusedFileError(Failure.BROKEN), Failure.BROKEN), (MissingModelError("no model"), Failure.CRASHED)],
)
def test_a_failing_page_ends_the_file_once_the_others_are_read(tmp_path: Path, error: Exception, failure: Failure) -> None:
    desk = Desk()
    desk.failing = {3: error}
    with queue_of(desk, tmp_path) as queue:
        queue.enqueue("one")
        await_that("the end", desk=desk, tasks=1)
    assert desk.ended == {"one": failure}
    assert {number for _, number in desk.read} == set(PAGES) - {3}


def test_files_that_somebody_waits_for_go_before_files_that_are_read_again(tmp_path: Path) -> None:
    desk = Desk()
    desk.open.clear()
    desk.stuck = {1}
    with queue_of(desk, tmp_path, replace(POST, threads=1)) as queue:
        for name in ("old-1", "old-2"):
            queue.enqueue(name, Urgency.LATER)
        await_that("a page that sticks", desk=desk, held=1)
        queue.enqueue("new")
        while not queue.waiting(Urgency.SOON):
            time.sleep(0.01)
        begun_before = len(desk.begun)
        desk.stuck = set()
        desk.open.set()
        await_that("the end", desk=desk, tasks=3)
    assert desk.begun[begun_before] == "new"


def test_files_that_are_read_again_leave_threads_to_others(tmp_path: Path) -> None:
    desk = Desk()
    desk.open.clear()
    desk.stuck = {1}
    with queue_of(desk, tmp_path, replace(POST, threads=2, again=1)) as queue:
        for name in ("old-1", "old-2"):
            queue.enqueue(name, Urgency.LATER)
        await_that("a page that sticks", desk=desk, held=1)
        desk.stuck = set()
        queue.enqueue("new")
        await_that("the new one", desk=desk, tasks=1)
        assert desk.ended == {"new": "done"}
        desk.open.set()
        await_that("the end", desk=desk, tasks=3)


def test_what_is_away_for_long_costs_a_file_no_try(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ingest.room._AWAY_PAUSE", 0.01)
    monkeypatch.setattr("ingest.room._LONGEST_PAUSE", 0.01)
    desk = Desk()
    desk.failing = {3: BlobsAwayError("the S3 store can't be reached")}
    with queue_of(desk, tmp_path) as queue:
        queue.enqueue("one")
        await_that("all pages but one", desk=desk, pages=len(PAGES) - 1)
        await_that("many tries", desk=desk, failures=20)
        assert desk.ended == {}
        desk.failing = {}
        await_that("the end", desk=desk, tasks=1)
    assert desk.ended == {"one": "done"}


def test_a_worker_that_is_told_to_stop_ends_the_steps_that_are_under_way(tmp_path: Path) -> None:
    before = Desk()
    before.open.clear()
    before.stuck = {1, 2}
    with queue_of(before, tmp_path, replace(POST, stop_seconds=PATIENCE)) as queue:
        queue.enqueue("register")
        await_that("both threads", desk=before, held=2)
        threading.Timer(0.2, before.open.set).start()
    assert before.at_work == 0
    assert {("register", 1), ("register", 2)} <= set(before.read)
    assert before.ended == {}
    after = Desk()
    with queue_of(after, tmp_path):
        await_that("the end", desk=after, tasks=1)
    assert after.ended == {"register": "done"}
    assert {number for _, number in [*before.read, *after.read]} == set(PAGES)


def test_work_of_a_worker_that_is_gone_is_taken_over_by_another_name(tmp_path: Path) -> None:
    before = Desk()
    before.open.clear()
    before.stuck = {4}
    with queue_of(before, tmp_path) as queue:
        queue.enqueue("register")
        await_that("all pages but one", desk=before, pages=6)
    after = Desk()
    with queue_of(after, tmp_path, replace(POST, name="worker-2")) as queue:
        assert set(queue.executors()) == {"worker-1"}
        queue.take_over({"nobody"})
        assert not after.at_work
        for _ in range(3):
            queue.take_over({"worker-1"})
        await_that("the end", desk=after, tasks=1)
    before.open.set()
    assert after.ended == {"register": "done"}
    assert {number for _, number in [*before.read, *after.read]} == set(PAGES)
    assert len(after.read) <= len(PAGES) - 4
