"""A process killed in the middle of writing leaves every call done whole or not at all."""

from __future__ import annotations

import random
import signal
import subprocess
import sys

import pytest

from archive.store import Archive
from domain.documents import Document, DocumentStatus, ReadingState
from domain.records import TaskState

WRITE_FOR_EVER = """
import itertools, sys
from archive.store import Archive
from tests.archive.samples import added, read

archive = Archive(sys.argv[1])
for number in itertools.count():
    read(archive, added(archive, f"{sys.argv[2]} {number}", publish=True), "one", "two", "three")
    print("read", flush=True)
"""


def write_and_kill(url: str, run: int, files: int) -> None:
    command = [sys.executable, "-c", WRITE_FOR_EVER, url, str(run)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for _ in range(files):
        assert process.stdout.readline()
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


def standing(archive: Archive, document: Document) -> tuple[object, ...]:
    """What one commit each has to keep together: state, status, pages at the end, audit."""
    (version,) = document.files[0].versions
    pages = [page.number for page in archive.pages(version.id)]
    actions = {entry.action for entry in archive.audit(document.id)}
    done = version.state == ReadingState.DONE
    return done, document.status == DocumentStatus.PUBLISHED, done <= (pages == [1, 2, 3]), actions


@pytest.mark.parametrize("seed", range(3))
def test_every_call_of_a_killed_writer_is_whole(archive: Archive, url: str, seed: int) -> None:
    write_and_kill(url, seed, random.Random(seed).randint(1, 12))
    found = archive.documents(archive.all_document_ids())
    allowed = [(True, True, True, {"add", "read", "publish"}), (False, False, True, {"add"})]
    assert found
    assert all(standing(archive, document) in allowed for document in found.values())


def test_a_killed_writer_leaves_a_task_for_every_file_that_was_not_read(archive: Archive, url: str) -> None:
    for run in range(3):
        write_and_kill(url, run, 4)
    documents = archive.documents(archive.all_document_ids()).values()
    unread = [d.files[0].current.id for d in documents if d.files[0].current.state != ReadingState.DONE]
    waiting = archive.waiting_tasks()
    assert [task.version_id for task in waiting] == unread
    assert all(task.state == TaskState.WAITING for task in waiting)


def test_the_next_writer_goes_on_at_once(archive: Archive, url: str) -> None:
    write_and_kill(url, 0, 3)
    last = archive.last_change()
    write_and_kill(url, 1, 3)
    numbers = [change.number for change in archive.changes_after(last)]
    # The number of a transaction that was cut may be missing.
    assert last < numbers[0] <= last + 2
    assert numbers == sorted(set(numbers))
