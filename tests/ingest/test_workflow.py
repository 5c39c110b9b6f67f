"""The durable queue: a file's pages are read side by side, by as many threads as are set, and resumed after a stop."""

from __future__ import annotations

import errno
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.failures import Failure, FullDiskError, RefusedFileError
from domain.tracing import current_request_id
from ingest import room
from ingest.disk import DiskReserve
from ingest.figures import REGISTRY
from ingest.ocr import MissingModelError
from ingest.workflow import DurableQueue

PATIENCE = 60.0
PAGES = list(range(1, 13))


class Desk:
    """Steps that note who is at work. A page may have to wait for another one, or for the desk to open."""

    def __init__(self) -> None:
        self.read: Counter[tuple[str, int]] = Counter()
        self.ended: dict[str, str] = {}
        self.followed: set[str] = set()
        self.most = 0
        self.open = threading.Event()
        self.open.set()
        self.failing: dict[int, Exception] = {}
        self.meeting: threading.Barrier | None = None
        self.stuck: set[int] = set()
        self._at_work = 0
        self._lock = threading.Lock()

    def request_id(self, task_id: str) -> str:
        return f"request-of-{task_id}"

    def extract(self, task_id: str) -> list[int]:
        with self._working():
            return PAGES

    def read_page(self, task_id: str, number: int) -> None:
        with self._working():
            if self.meeting is not None:
                self.meeting.wait(PATIENCE)
            if number in self.stuck:
                self.open.wait(PATIENCE)
            time.sleep(0.002)
            if number in self.failing:
                raise self.failing[number]
            self.read[task_id, number] += 1

    def finish(self, task_id: str) -> None:
        with self._working():
            self.ended[task_id] = "done"

    def refuse(self, task_id: str, failure: Failure, detail: str) -> None:
        with self._working():
            self.ended[task_id] = failure

    @contextmanager
    def _working(self) -> Iterator[None]:
        with self._lock:
            self.followed.add(current_request_id())
            self._at_work += 1
            self.most = max(self.most, self._at_work)
        try:
            yield
        finally:
            with self._lock:
                self._at_work -= 1


@contextmanager
def queue_of(
    desk: Desk, folder: Path, workers: int = 2, name: str = "worker-1", disk: DiskReserve | None = None
) -> Iterator[DurableQueue]:
    queue = DurableQueue(desk, f"sqlite:///{folder / 'work.sqlite'}", workers, name, disk)
    try:
        yield queue
    finally:
        queue.close()


def await_that(what: str, *, desk: Desk, tasks: int = 0, pages: int = 0) -> None:
    deadline = time.monotonic() + PATIENCE
    while len(desk.ended) < tasks or desk.read.total() < pages:
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
    with queue_of(desk, tmp_path, workers) as queue:
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


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def await_figure(expected: float, name: str, **labels: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while figure(name, **labels) != expected:
        assert time.monotonic() < deadline, f"{name} stayed {figure(name, **labels)}"
        time.sleep(0.01)


def test_every_step_of_a_file_is_done_for_the_request_that_brought_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk()
    with queue_of(desk, tmp_path) as queue:
        for name in "ab":
            queue.enqueue(name)
        await_that("the end", desk=desk, tasks=2)
    assert desk.followed == {"request-of-a", "request-of-b"}


def test_what_a_worker_did_is_counted_under_its_name(tmp_path: Path) -> None:
    desk = Desk()
    with queue_of(desk, tmp_path, name="counting") as queue:
        queue.enqueue("good")
        await_that("the good one", desk=desk, tasks=1)
        desk.failing = {3: RefusedFileError(Failure.BROKEN)}
        queue.enqueue("bad")
        await_that("the bad one", desk=desk, tasks=2)
        await_figure(1, "shaffaf_files_total", worker="counting", outcome="broken")
    assert figure("shaffaf_files_total", worker="counting", outcome="done") == 1
    assert figure("shaffaf_ocr_pages_total", worker="counting") == 2 * len(PAGES) - 1


NO_ROOM = [OSError(errno.ENOSPC, "No space left on device"), FullDiskError("in a child")]


@pytest.mark.parametrize("error", NO_ROOM)
def test_a_page_that_there_is_no_room_for_waits_until_there_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr(room, "_LOOK_SECONDS", 0.01)
    desk = Desk()
    desk.failing = {3: error}
    with queue_of(desk, tmp_path, name="crowded") as queue:
        queue.enqueue("one")
        await_that("all pages but one", desk=desk, pages=len(PAGES) - 1)
        await_figure(1, "shaffaf_files_paused", worker="crowded")
        assert desk.ended == {}
        desk.failing = {}
        await_that("the end", desk=desk, tasks=1)
        await_figure(0, "shaffaf_files_paused", worker="crowded")
    assert desk.ended == {"one": "done"}
    assert desk.read == Counter({("one", number): 1 for number in PAGES})


class Disk(DiskReserve):
    """A disk whose room the test decides on."""

    short = True

    def is_short(self, needed: int = 0) -> bool:
        return Disk.short


def test_nothing_is_begun_while_the_disk_is_short_and_a_stop_need_not_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "_LOOK_SECONDS", 0.01)
    monkeypatch.setattr(Disk, "short", True)
    before = Desk()
    with queue_of(before, tmp_path, name="short", disk=Disk(tmp_path, 1)) as queue:
        queue.enqueue("one")
        await_figure(1, "shaffaf_files_paused", worker="short")
    assert (before.read.total(), before.ended) == (0, {})
    after = Desk()
    with queue_of(after, tmp_path, name="short", disk=Disk(tmp_path, 1)):
        assert after.ended == {}
        monkeypatch.setattr(Disk, "short", False)
        await_that("the end", desk=after, tasks=1)
    assert after.ended == {"one": "done"}
