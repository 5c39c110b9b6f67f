"""What a file's steps need: room on the disk, and to know for whom they are done. What they did is counted."""

from __future__ import annotations

import errno
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from domain.failures import Failure, FullDiskError, RefusedFileError
from ingest import room
from ingest.disk import DiskReserve
from ingest.figures import REGISTRY
from tests.ingest.test_workflow import PAGES, PATIENCE, POST, Desk, await_that, queue_of


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0


def await_figure(expected: float, name: str, **labels: str) -> None:
    deadline = time.monotonic() + PATIENCE
    while figure(name, **labels) != expected:
        assert time.monotonic() < deadline, f"{name} stayed {figure(name, **labels)}"
        time.sleep(0.01)


def test_every_step_of_a_file_is_done_for_the_request_that_brought_it(tmp_path: Path) -> None:
    desk = Desk()
    with queue_of(desk, tmp_path) as queue:
        for name in "ab":
            queue.enqueue(name)
        await_that("the end", desk=desk, tasks=2)
    assert desk.followed == {"request-of-a", "request-of-b"}


def test_what_a_worker_did_is_counted_under_its_name(tmp_path: Path) -> None:
    desk = Desk()
    with queue_of(desk, tmp_path, replace(POST, name="counting")) as queue:
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
    with queue_of(desk, tmp_path, replace(POST, name="crowded")) as queue:
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
    short = replace(POST, name="short", disk=Disk(tmp_path, 1))
    before = Desk()
    with queue_of(before, tmp_path, short) as queue:
        queue.enqueue("one")
        await_figure(1, "shaffaf_files_paused", worker="short")
    assert (before.read.total(), before.ended) == (0, {})
    after = Desk()
    with queue_of(after, tmp_path, short):
        assert after.ended == {}
        monkeypatch.setattr(Disk, "short", False)
        await_that("the end", desk=after, tasks=1)
    assert after.ended == {"one": "done"}
