"""A file is read again from its original while what was read before is still shown."""

from __future__ import annotations

import pytest

from archive.store import Archive
from domain.documents import DocumentStatus, PageKey, ReadingState
from domain.failures import Failure
from domain.records import Intake, Rereading, Task
from tests.archive.samples import added, page, read, task_of

ALL = Rereading()


def asked(archive: Archive, which: Rereading = ALL) -> list[Task]:
    """The tasks that reading again has made."""
    before = {task.id for task in archive.waiting_tasks()}
    archive.read_again(which, "again", "nadia")
    return [task for task in archive.waiting_tasks() if task.id not in before]


def texts(archive: Archive, intake: Intake) -> list[str]:
    return [found.text for found in archive.pages(intake.version_id)]


@pytest.fixture
def done(archive: Archive) -> Intake:
    """A published document of two pages."""
    intake = added(archive, publish=True)
    read(archive, intake, "قديم", "أقدم")
    return intake


def test_until_it_is_read_whole_the_old_pages_are_shown_and_then_the_new(archive: Archive, done: Intake) -> None:
    (task,) = asked(archive)
    archive.start_reading(task.id, 1)
    archive.put_pages(task.id, [page(1, "جديد")])
    assert texts(archive, done) == ["قديم", "أقدم"]
    assert set(archive.page_texts([PageKey(done.version_id, 1)]).values()) == {"قديم"}
    assert [found.text for found in archive.pages_read(task.id)] == ["جديد"]
    archive.finish(task.id)
    assert texts(archive, done) == ["جديد"]
    version = archive.version(done.version_id)
    assert version is not None
    assert (version.state, version.page_count) == (ReadingState.DONE, 1)
    assert archive.counts().pages == 1


def test_the_end_of_reading_again_is_one_change_for_the_index(archive: Archive, done: Intake) -> None:
    (task,) = asked(archive)
    archive.put_pages(task.id, [page(1, "جديد")])
    before = archive.last_change()
    archive.finish(task.id)
    assert [change.document_id for change in archive.changes_after(before)] == [done.document_id]


@pytest.mark.parametrize("failure", [Failure.CRASHED, Failure.NO_TEXT])
def test_when_it_fails_everything_stays_as_it_was(archive: Archive, done: Intake, failure: Failure) -> None:
    (task,) = asked(archive)
    archive.put_pages(task.id, [page(1, "نصف")])
    archive.refuse(task.id, failure, "")
    assert texts(archive, done) == ["قديم", "أقدم"]
    document = archive.document(done.document_id)
    assert document is not None
    assert document.status == DocumentStatus.PUBLISHED
    assert document.files[0].current.state == ReadingState.DONE
    assert archive.counts().pages == 2
    assert [failed.failure for failed in archive.batch_report("again").failures] == [failure]


def test_it_can_be_read_again_after_a_failure(archive: Archive, done: Intake) -> None:
    (failed,) = asked(archive)
    archive.put_pages(failed.id, [page(1, "نصف"), page(2, "نصف")])
    archive.refuse(failed.id, Failure.CRASHED, "")
    (task,) = asked(archive)
    archive.put_pages(failed.id, [page(2, "late")])
    archive.put_pages(task.id, [page(1, "جديد")])
    archive.finish(task.id)
    assert texts(archive, done) == ["جديد"]


def test_what_is_being_read_is_not_asked_for_twice(archive: Archive, done: Intake) -> None:
    added(archive, "waiting")
    assert [task.version_id for task in asked(archive)] == [done.version_id]
    assert asked(archive) == []


def test_a_refused_file_is_tried_again_as_if_for_the_first_time(archive: Archive) -> None:
    intake = added(archive)
    archive.refuse(task_of(intake), Failure.TIMED_OUT, "")
    (task,) = asked(archive)
    archive.put_pages(task.id, [page(1, "قرئ")])
    archive.finish(task.id)
    version = archive.version(intake.version_id)
    assert version is not None
    assert (version.state, version.reason) == (ReadingState.DONE, None)


def test_a_batch_of_files_read_again_tells_how_far_it_is(archive: Archive, done: Intake) -> None:
    second = added(archive, "two")
    read(archive, second, "نص")
    first, _ = asked(archive)
    archive.mark_enqueued([first.id])
    report = archive.batch_report("again")
    assert (report.total, report.waiting, report.reading, report.done) == (2, 1, 1, 0)
    archive.finish(first.id)
    assert archive.batch_report("again").done == 1


def test_reading_again_publishes_nothing(archive: Archive) -> None:
    intake = added(archive)
    read(archive, intake, "مسودة")
    (task,) = asked(archive)
    archive.put_pages(task.id, [page(1, "مسودة")])
    archive.finish(task.id)
    document = archive.document(intake.document_id)
    assert document is not None
    assert document.status == DocumentStatus.DRAFT


def test_who_asked_for_it_and_what_came_of_it_is_written_down(archive: Archive, done: Intake) -> None:
    (task,) = asked(archive)
    archive.put_pages(task.id, [page(1, "جديد")])
    archive.finish(task.id)
    found = [(entry.actor, entry.action) for entry in archive.audit(done.document_id)]
    assert found[:2] == [("nadia", "read_again"), ("nadia", "read_again_asked")]


OLD = page(1, "قديم", tool="tesseract 5.0 ara", trust=0.9)
POOR = page(1, "ردي", tool="tesseract 5.3 ara", trust=0.4)
UNJUDGED = page(1, "", tool="tesseract 5.3 ara")
GOOD = page(1, "جيد", tool="tesseract 5.3 ara", trust=0.9)
PAGES = {"old": OLD, "poor": POOR, "unjudged": UNJUDGED, "good": GOOD}


def put(archive: Archive, name: str) -> Intake:
    """A document whose one page is the one of that name."""
    intake = added(archive, name, name=name)
    archive.put_pages(task_of(intake), [PAGES[name]])
    archive.finish(task_of(intake))
    return intake


@pytest.mark.parametrize(
    ("which", "expected"),
    [
        (ALL, "old poor unjudged good"),
        (Rereading(tool="tesseract 5.0"), "old"),
        (Rereading(tool="5.0"), ""),
        (Rereading(tool="tesseract%"), ""),
        (Rereading(below=0.5), "poor unjudged"),
        (Rereading(tool="tesseract 5.3", below=0.95), "poor unjudged good"),
        (Rereading(tool="tesseract 5.0", below=0.5), ""),
    ],
)
def test_what_is_read_again_can_be_chosen(archive: Archive, which: Rereading, expected: str) -> None:
    for name in PAGES:
        put(archive, name)
    assert [task.name for task in asked(archive, which)] == expected.split()


def test_single_documents_can_be_read_again(archive: Archive, done: Intake) -> None:
    other = put(archive, "good")
    tasks = asked(archive, Rereading(document_ids=(other.document_id,)))
    assert [task.version_id for task in tasks] == [other.version_id]


def test_the_tools_that_read_the_pages_shown_are_counted(archive: Archive) -> None:
    for name in PAGES:
        put(archive, name)
    (task,) = asked(archive, Rereading(tool="tesseract 5.0"))
    archive.put_pages(task.id, [page(1, "x", tool="unfinished")])
    found = [(count.tool, count.pages, count.score) for count in archive.tools()]
    assert found == [("tesseract 5.3 ara", 3, pytest.approx(0.65)), ("tesseract 5.0 ara", 1, pytest.approx(0.9))]
