"""The files of a batch: each counted once, tried again alone, cancelled before its turn, and undone while nobody saw it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.store import Archive
from domain.arranging import Turn
from domain.batch_files import FileFilter, FileState, PublishedBatchError
from domain.documents import DocumentStatus, ReadingState
from domain.failures import Failure
from domain.records import Intake, TaskState, Upload
from tests.archive.samples import added, changed, document, done, keys, read, split, task_of, upload

BATCH, EVERYTHING = "batch-1", FileFilter()


def refused(archive: Archive, content: str, failure: Failure = Failure.BROKEN) -> Intake:
    """A file that can't be read."""
    intake = added(archive, content)
    archive.refuse(task_of(intake), failure, "detail")
    return intake


def undone(archive: Archive, batch: str = BATCH) -> list[str]:
    """Undo the batch; the blobs that were to be deleted."""
    deleted: list[str] = []
    archive.batch_files.undo(batch, "nadia", deleted.append)
    return deleted


def states(archive: Archive, wanted: FileFilter = EVERYTHING, batch: str = BATCH) -> dict[str, FileState]:
    """How far each file is that is wanted."""
    return {file.name: file.state for file in archive.batch_files.walk(batch, wanted)}


def waiting(archive: Archive) -> list[str]:
    """The files whose tasks wait for a workflow."""
    return [task.name for task in archive.waiting_tasks()]


@pytest.fixture
def mixed(archive: Archive) -> Archive:
    """One file of each state, in the order of the states."""
    added(archive, "waits")
    archive.start_reading(task_of(added(archive, "is read")), 2)
    read(archive, added(archive, "was read"), "text")
    refused(archive, "is broken")
    refused(archive, "was stopped", Failure.CANCELLED)
    return archive


def test_every_state_is_counted_and_named(mixed: Archive) -> None:
    assert states(mixed) == {
        "waits.pdf": FileState.WAITING,
        "is read.pdf": FileState.READING,
        "was read.pdf": FileState.DONE,
        "is broken.pdf": FileState.REFUSED,
        "was stopped.pdf": FileState.CANCELLED,
    }
    counts = mixed.batch_files.counts(BATCH)
    assert {state for state, count in counts.by_state.items() if count == 1} == set(states(mixed).values())
    assert (counts.total, counts.ended, counts.retryable) == (5, 3, 2)


def test_a_failure_has_its_reason_and_the_others_have_none(mixed: Archive) -> None:
    found = {file.name: file.failure for file in mixed.batch_files.walk(BATCH, EVERYTHING) if file.failure}
    assert found == {"is broken.pdf": Failure.BROKEN, "was stopped.pdf": Failure.CANCELLED}


def test_a_batch_nobody_knows_has_no_files(archive: Archive) -> None:
    assert archive.batch_files.counts("none").total == 0
    assert archive.batch_files.page("\x00", EVERYTHING) == []
    assert archive.batch_files.retry("none", "nadia") == archive.batch_files.cancel("none", "nadia") == 0
    assert undone(archive, "none") == []
    assert archive.audit("none") == []


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (FileFilter(FileState.REFUSED), {"is broken.pdf"}),
        (FileFilter(name="READ"), {"is read.pdf", "was read.pdf"}),
        (FileFilter(FileState.DONE, "read"), {"was read.pdf"}),
        (FileFilter(name="%"), set()),
        (FileFilter(name="_s"), set()),
        (FileFilter(name="\x00"), set()),
    ],
)
def test_files_are_found_by_state_and_by_a_part_of_their_name(mixed: Archive, wanted: FileFilter, found: set[str]) -> None:
    assert set(states(mixed, wanted)) == found


def test_a_long_batch_is_given_page_by_page_in_the_order_it_came(archive: Archive) -> None:
    names = [added(archive, f"{number:02}") and f"{number:02}.pdf" for number in range(7)]
    first = archive.batch_files.page(BATCH, EVERYTHING, limit=4)
    second = archive.batch_files.page(BATCH, EVERYTHING, after=first[-1].place, limit=4)
    assert [file.name for file in first + second] == names


def test_files_of_other_batches_stay_out_of_it(mixed: Archive) -> None:
    added(mixed, "other", batch="batch-2")
    assert mixed.batch_files.counts(BATCH).total == 5
    assert states(mixed, batch="batch-2") == {"other.pdf": FileState.WAITING}


def test_all_that_failed_is_tried_again_and_nothing_else(mixed: Archive) -> None:
    before = waiting(mixed)
    assert mixed.batch_files.retry(BATCH, "nadia") == 2
    assert waiting(mixed) == [*before, "is broken.pdf", "was stopped.pdf"]
    assert mixed.batch_files.counts(BATCH).total == 5
    assert mixed.batch_files.retry(BATCH, "nadia") == 0


def test_one_of_them_is_tried_again_alone(mixed: Archive) -> None:
    (broken,) = mixed.batch_files.page(BATCH, FileFilter(FileState.REFUSED))
    assert broken.version_id
    assert mixed.batch_files.retry(BATCH, "nadia", broken.version_id) == 1
    assert states(mixed)["was stopped.pdf"] is FileState.CANCELLED
    assert states(mixed)["is broken.pdf"] is FileState.WAITING
    (readable,) = mixed.batch_files.page(BATCH, FileFilter(FileState.DONE))
    assert mixed.batch_files.retry(BATCH, "nadia", readable.version_id) == 0


def test_what_is_tried_again_can_end_well(archive: Archive) -> None:
    intake = refused(archive, "one")
    archive.batch_files.retry(BATCH, "nadia")
    (task,) = archive.waiting_tasks()
    assert (task.version_id, task.publish, task.actor, task.batch) == (intake.version_id, False, "nadia", BATCH)
    archive.start_reading(task.id, 1)
    archive.finish(task.id)
    assert states(archive) == {"one.pdf": FileState.DONE}


def test_another_try_publishes_and_announces_as_the_first_one_would_have(archive: Archive) -> None:
    intake = added(archive, "one", publish=True, announce=False)
    archive.refuse(task_of(intake), Failure.TIMED_OUT, "")
    archive.batch_files.retry(BATCH, "nadia")
    (task,) = archive.waiting_tasks()
    assert (task.publish, task.announce) == (True, False)


def test_a_file_that_is_read_again_keeps_its_place_in_the_batch(archive: Archive) -> None:
    intake = done(archive, "one", 2)
    (key,) = keys(archive, intake.document_id, 1)
    archive.arrangements.turn(Turn(intake.document_id, key, 90), BATCH, "nadia")
    assert states(archive) == {"one.pdf": FileState.WAITING}
    archive.mark_enqueued([task.id for task in archive.waiting_tasks()])
    assert states(archive) == {"one.pdf": FileState.READING}
    assert archive.batch_files.counts(BATCH).total == 1
    assert archive.batch_files.cancel(BATCH, "nadia") == 0


def test_cancelling_ends_what_waits_even_when_a_workflow_is_there(mixed: Archive) -> None:
    enqueued = task_of(added(mixed, "is enqueued"))
    mixed.mark_enqueued([enqueued])
    assert mixed.batch_files.cancel(BATCH, "nadia") == 2
    assert mixed.waiting_tasks() == [task for task in mixed.waiting_tasks() if task.name == "is read.pdf"]
    found = states(mixed)
    assert found["waits.pdf"] is found["is enqueued.pdf"] is FileState.CANCELLED
    assert (found["is read.pdf"], found["was read.pdf"]) == (FileState.READING, FileState.DONE)


def test_a_workflow_that_comes_late_finds_a_cancelled_file_as_it_was_left(archive: Archive) -> None:
    intake = added(archive, "one", publish=True)
    archive.batch_files.cancel(BATCH, "nadia")
    archive.start_reading(task_of(intake), 3)
    archive.finish(task_of(intake))
    assert states(archive) == {"one.pdf": FileState.CANCELLED}
    assert document(archive, intake.document_id).status is DocumentStatus.DRAFT


def test_each_act_is_one_entry_that_says_to_how_many_files(mixed: Archive) -> None:
    mixed.batch_files.cancel(BATCH, "nadia")
    mixed.batch_files.retry(BATCH, "nadia")
    undone(mixed)
    found = [(entry.action, entry.detail["files"], entry.actor) for entry in mixed.audit(BATCH)]
    assert found == [("undo_batch", "5", "nadia"), ("retry_batch", "3", "nadia"), ("cancel_batch", "1", "nadia")]


def test_an_undone_batch_leaves_nothing_but_its_entries(mixed: Archive) -> None:
    stays = added(mixed, "other", batch="batch-2")
    hashes = undone(mixed)
    assert len(hashes) == 5
    assert list(mixed.all_document_ids()) == [stays.document_id]
    assert mixed.batch_files.counts(BATCH).total == 0
    assert [task.name for task in mixed.waiting_tasks()] == ["other.pdf"]


def test_undoing_a_large_batch_takes_all_of_it_and_the_index_hears_of_each(archive: Archive) -> None:
    ids = {added(archive, str(number)).document_id for number in range(120)}
    before = archive.last_change()
    assert len(undone(archive)) == 120
    assert changed(archive, before) >= ids


@pytest.mark.parametrize("withdrawn", [False, True])
def test_a_batch_of_which_something_was_public_is_not_undone(mixed: Archive, withdrawn: bool) -> None:
    intake = done(mixed, "public", 1, publish=True)
    if withdrawn:
        mixed.withdraw(intake.document_id, "nadia", "moved")
    before = states(mixed)
    with pytest.raises(PublishedBatchError) as raised:
        undone(mixed)
    assert raised.value.count == 1
    assert states(mixed) == before


def test_a_batch_whose_pages_are_shown_in_a_public_document_is_not_undone(archive: Archive) -> None:
    lender = done(archive, "two", 3)
    (piece,) = split(archive, lender.document_id, (2,))
    archive.publish(piece, "nadia")
    with pytest.raises(PublishedBatchError):
        undone(archive)


def test_bytes_that_another_document_needs_are_not_given_up(archive: Archive) -> None:
    added(archive, "one")
    kept = added(archive, "two", batch="batch-2")
    assert upload("two").sha256 not in undone(archive)
    assert archive.version(kept.version_id) is not None


ACTS = st.lists(st.sampled_from(["add", "begin", "finish", "refuse", "cancel", "retry"]), max_size=12)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(ACTS)
def test_whatever_happens_every_file_is_counted_once_and_nothing_finished_is_lost(archive: Archive, acts: list[str]) -> None:
    batch, taken, read_once = f"b{archive.last_change()}", set(), set()
    for number, act in enumerate(acts):
        unfinished = [*archive.waiting_tasks(), *archive.unfinished_tasks()]
        mine = [task for task in unfinished if task.batch == batch]
        if act == "add":
            taken.add(_take(archive, batch, number))
        elif act == "cancel":
            archive.batch_files.cancel(batch, "nadia")
        elif act == "retry":
            archive.batch_files.retry(batch, "nadia")
        elif mine:
            read_once |= _go_on(archive, act, mine[0].id)
    found = list(archive.batch_files.walk(batch, EVERYTHING))
    assert {file.version_id for file in found} == taken
    assert len(found) == len(taken) == archive.batch_files.counts(batch).total
    assert {file.version_id for file in found if file.state is FileState.DONE} == read_once


def _take(archive: Archive, batch: str, number: int) -> str:
    one: Upload = upload(f"{batch} {number}", batch=batch)
    return archive.add(one).version_id


def _go_on(archive: Archive, act: str, task_id: str) -> set[str]:
    """Begin, finish or refuse a task; the version that was read by it."""
    if act == "begin":
        archive.start_reading(task_id, 1)
    elif act == "refuse":
        archive.refuse(task_id, Failure.BROKEN, "")
    else:
        archive.finish(task_id)
    task = archive.task(task_id)
    assert task is not None
    version = archive.version(task.version_id)
    ended = act == "finish" and task.state is TaskState.FINISHED
    return {task.version_id} if ended and version and version.state is ReadingState.DONE else set()
