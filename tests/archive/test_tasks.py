"""Tasks and batches."""

from __future__ import annotations

import pytest

from archive.store import Archive
from domain.failures import Failure
from domain.records import BatchFailure, BatchReport, QueueState, Rereading, TaskState, Urgency
from domain.tracing import following
from tests.archive.samples import added, read, task_of


def test_tasks_wait_in_the_order_they_came(archive: Archive) -> None:
    tasks = [task_of(added(archive, f"file {number}")) for number in range(5)]
    assert [task.id for task in archive.waiting_tasks()] == tasks
    assert [task.id for task in archive.waiting_tasks(limit=2)] == tasks[:2]


def test_what_somebody_waits_for_goes_before_an_archive_that_is_read_again(archive: Archive) -> None:
    for content in ("a", "b"):
        read(archive, added(archive, content), "نص")
    archive.read_again(Rereading(tool="tesseract"), "again", "nadia")
    new = task_of(added(archive, "new"))
    first, *others = archive.waiting_tasks()
    assert (first.id, first.urgency) == (new, Urgency.SOON)
    assert [task.urgency for task in others] == [Urgency.LATER] * 2
    archive.mark_enqueued([task.id for task in others] + [new])
    assert [task.id for task in archive.unfinished_tasks()] == [new, *(task.id for task in others)]


def test_who_names_a_document_to_be_read_again_waits_for_it(archive: Archive) -> None:
    intake = added(archive)
    read(archive, intake, "نص")
    archive.read_again(Rereading((intake.document_id,)), "again", "nadia")
    assert [task.urgency for task in archive.waiting_tasks()] == [Urgency.SOON]


def test_an_enqueued_task_waits_no_more_but_is_unfinished(archive: Archive) -> None:
    first, second = (task_of(added(archive, content)) for content in ("a", "b"))
    archive.mark_enqueued([first])
    assert [task.id for task in archive.waiting_tasks()] == [second]
    assert [(task.id, task.state) for task in archive.unfinished_tasks()] == [(first, TaskState.ENQUEUED)]


def test_a_finished_task_is_never_enqueued_again(archive: Archive) -> None:
    intake = added(archive)
    read(archive, intake, "نص")
    archive.mark_enqueued([task_of(intake)])
    assert archive.unfinished_tasks() == []
    task = archive.task(task_of(intake))
    assert task is not None
    assert task.state == TaskState.FINISHED


def test_an_unknown_task_is_none(archive: Archive) -> None:
    assert archive.task("t0") is None


def test_a_batch_tells_how_far_it_is_and_what_failed(archive: Archive) -> None:
    _waiting, reading, done, refused = (added(archive, content) for content in "abcd")
    added(archive, "e", batch="another")
    archive.start_reading(task_of(reading), 4)
    read(archive, done, "نص")
    archive.refuse(task_of(refused), Failure.ENCRYPTED, "needs a password")
    failure = BatchFailure("d.pdf", Failure.ENCRYPTED, refused.document_id, "needs a password")
    assert archive.batch_report("batch-1") == BatchReport(4, 1, 1, 1, 1, (failure,))


def test_a_failure_stays_in_the_report_of_its_batch_when_another_batch_tries_again(archive: Archive) -> None:
    first = added(archive, batch="monday")
    archive.refuse(task_of(first), Failure.CRASHED, "")
    again = added(archive, batch="tuesday", name="again.pdf")
    read(archive, again, "نص")
    monday, tuesday = archive.batch_report("monday"), archive.batch_report("tuesday")
    assert (monday.total, monday.refused) == (1, 1)
    assert (tuesday.total, tuesday.done, tuesday.failures) == (1, 1, ())


def test_a_batch_nobody_sent_is_empty(archive: Archive) -> None:
    assert archive.batch_report("none") == BatchReport(0, 0, 0, 0, 0)


def test_a_batch_owns_the_documents_that_entered_with_it(archive: Archive) -> None:
    old = added(archive, "old")
    archive.refuse(task_of(old), Failure.CRASHED, "")
    samples = [added(archive, content, batch="samples").document_id for content in ("x", "old", "y")]
    assert archive.document_ids_of_batch("samples") == [samples[0], samples[2]]


def test_a_task_keeps_the_id_of_the_request_that_made_it(archive: Archive) -> None:
    with following("upload-2026-11"):
        traced = task_of(added(archive, "a"))
    untraced = task_of(added(archive, "b"))
    found = {task.id: task.request_id for task in archive.waiting_tasks()}
    assert found == {traced: "upload-2026-11", untraced: ""}


def test_the_queue_tells_what_waits_and_since_when(archive: Archive) -> None:
    assert archive.queue_state() == QueueState(0, 0, None)
    finished, *others = (added(archive, content) for content in "abcd")
    archive.mark_enqueued([task_of(others[0])])
    read(archive, finished, "نص")
    state = archive.queue_state()
    assert (state.waiting, state.enqueued) == (2, 1)
    assert state.oldest is not None
    assert state.oldest.utcoffset() is not None
    for intake in others:
        archive.refuse(task_of(intake), Failure.BROKEN, "")
    assert archive.queue_state() == QueueState(0, 0, None)


def test_a_task_without_a_workflow_waits_again_unless_it_is_finished(archive: Archive) -> None:
    finished, enqueued, other = (task_of(added(archive, content)) for content in "abc")
    archive.mark_enqueued([enqueued, other])
    archive.finish(finished)
    archive.wait_again([finished, enqueued, "t0"])
    assert [task.id for task in archive.waiting_tasks()] == [enqueued]
    assert [task.id for task in archive.unfinished_tasks()] == [other]


@pytest.mark.parametrize("failure", Failure)
def test_every_reason_can_be_kept_on_every_database(archive: Archive, failure: Failure) -> None:
    task = task_of(added(archive))
    archive.refuse(task, failure, "")
    assert [one.failure for one in archive.batch_report("batch-1").failures] == [failure]
