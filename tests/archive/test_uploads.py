"""Files of batches: each comes once, however often it is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.clock import now
from archive.store import Archive
from archive.upload_rows import KEPT, new_upload_id
from domain.batches import Standing, UploadState
from domain.documents import DocumentStatus
from domain.failures import Failure, RefusedFileError
from tests.archive.batched import CLERK, batch, begun, file, taken
from tests.archive.samples import added, read, task_of


def test_a_file_that_is_whole_is_a_document_of_the_batch_and_its_body(archive: Archive) -> None:
    of = batch(archive)
    one = taken(archive, of, file("مقررات/12.pdf"))
    document = archive.document(one.document_id or "")
    assert one.state is UploadState.TAKEN
    assert document is not None
    assert (document.body_id, document.status) == ("tafilalt", DocumentStatus.DRAFT)
    assert document.titles == {"und": "12"}
    assert archive.document_ids_of_batch(of.id) == [document.id]
    task = archive.task(one.task_id or "")
    assert task is not None
    assert (task.batch, task.name, task.actor, task.publish, task.announce) == (of.id, "مقررات/12.pdf", CLERK, False, True)


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("announce", [True, False])
def test_a_file_is_published_and_told_of_as_its_batch_says(archive: Archive, publish: bool, announce: bool) -> None:
    one = taken(archive, batch(archive, publish=publish, announce=announce), file())
    task = archive.task(one.task_id or "")
    assert task is not None
    assert (task.publish, task.announce) == (publish, announce)


def test_a_file_that_was_begun_becomes_whole_under_its_id(archive: Archive) -> None:
    of = batch(archive)
    first = begun(archive, of, file())
    one = taken(archive, of, file(), first.id)
    assert first.state is UploadState.RECEIVING
    assert (one.id, one.row, one.created_at, one.state) == (first.id, first.row, first.created_at, UploadState.TAKEN)
    assert archive.batches.uploads.of_batch(of.id) == [one]


def test_taking_a_whole_file_again_after_a_kill_is_taking_it_once(archive: Archive) -> None:
    of = batch(archive)
    one = taken(archive, of, file())
    assert taken(archive, of, file()) == one
    assert archive.batches.uploads.of_batch(of.id) == [one]
    assert archive.counts().documents == 1


def test_a_file_begun_twice_is_there_once_when_it_is_whole(archive: Archive) -> None:
    of = batch(archive)
    first, second = begun(archive, of, file()), begun(archive, of, file())
    one = taken(archive, of, file(), second.id)
    assert taken(archive, of, file(), first.id) == one
    assert archive.batches.uploads.of_batch(of.id) == [one]


def test_bytes_that_the_archive_had_are_known_and_not_a_second_document(archive: Archive) -> None:
    before = added(archive, "2004/12.pdf")
    read(archive, before, "نص")
    one = taken(archive, batch(archive), file("2004/12.pdf"))
    assert (one.state, one.document_id, one.task_id) == (UploadState.KNOWN, before.document_id, None)
    assert archive.counts().documents == 1


def test_two_paths_with_the_same_bytes_are_one_document(archive: Archive) -> None:
    of = batch(archive)
    one, other = taken(archive, of, file("a.pdf", "x")), taken(archive, of, file("b.pdf", "x"))
    assert (one.state, other.state) == (UploadState.TAKEN, UploadState.KNOWN)
    assert one.document_id == other.document_id


def test_a_refused_file_says_why_and_makes_no_document(archive: Archive) -> None:
    of = batch(archive)
    refusal = RefusedFileError(Failure.UNSUPPORTED, "x.exe")
    one = archive.batches.uploads.refuse(new_upload_id(), of, file("x.exe"), CLERK, refusal)
    assert (one.state, one.failure, one.detail) == (UploadState.REFUSED, Failure.UNSUPPORTED, "x.exe")
    assert archive.counts().documents == 0


def test_a_file_refused_and_sent_again_is_in_the_batch_once(archive: Archive) -> None:
    of = batch(archive)
    archive.batches.uploads.refuse(new_upload_id(), of, file(), CLERK, RefusedFileError(Failure.DISK_FULL))
    one = taken(archive, of, file())
    assert archive.batches.uploads.of_batch(of.id) == [one]


def standings(archive: Archive, of: str, *paths: str) -> list[Standing]:
    found = archive.batches.batch(of)
    assert found is not None
    return [one.standing for one in archive.batches.uploads.offer(found, [file(path) for path in paths], CLERK)]


def test_an_offer_tells_what_to_send_and_what_to_go_on_with(archive: Archive) -> None:
    of = batch(archive)
    read(archive, added(archive, "known"), "نص")
    taken(archive, of, file("sent"))
    begun(archive, of, file("begun"))
    archive.batches.uploads.refuse(new_upload_id(), of, file("refused"), CLERK, RefusedFileError(Failure.EMPTY))
    assert standings(archive, of.id, "refused", "new", "sent", "begun", "known") == [
        Standing.REFUSED,
        Standing.WANTED,
        Standing.SENT,
        Standing.BEGUN,
        Standing.KNOWN,
    ]


def test_what_is_known_is_recorded_in_the_batch_once_however_often_it_is_offered(archive: Archive) -> None:
    of = batch(archive)
    read(archive, added(archive, "known"), "نص")
    for _ in range(3):
        assert standings(archive, of.id, "known") == [Standing.KNOWN]
    (one,) = archive.batches.uploads.of_batch(of.id)
    assert (one.state, one.file.path) == (UploadState.KNOWN, "known")


def test_a_known_file_that_could_not_be_read_is_read_again_without_being_sent(archive: Archive) -> None:
    task = task_of(added(archive, "known"))
    archive.refuse(task, Failure.NEEDS_LIBREOFFICE, "")
    of = batch(archive)
    assert standings(archive, of.id, "known") == [Standing.KNOWN]
    (one,) = archive.batches.uploads.of_batch(of.id)
    assert one.state is UploadState.TAKEN
    assert one.task_id is not None
    assert archive.batch_report(of.id).waiting == 1


def test_an_offer_of_thousands_is_answered_in_order(archive: Archive) -> None:
    of = batch(archive)
    paths = [f"{number}.pdf" for number in range(1_200)]
    for number in (0, 700, 1_199):
        taken(archive, of, file(paths[number]))
    assert [number for number, one in enumerate(standings(archive, of.id, *paths)) if one is Standing.SENT] == [
        0,
        700,
        1_199,
    ]


def test_files_are_counted_by_state(archive: Archive) -> None:
    of = batch(archive)
    for path in ("a", "bb"):
        taken(archive, of, file(path))
    begun(archive, of, file("ccc"))
    counts = archive.batches.uploads.counts(of.id)
    assert (counts[UploadState.TAKEN], counts[UploadState.RECEIVING], counts[UploadState.REFUSED]) == (2, 1, 0)
    assert (counts.total, counts.size) == (3, 6)
    assert archive.batches.uploads.counts("x").total == 0


def test_files_are_listed_as_they_came_in_pages(archive: Archive) -> None:
    of, other = batch(archive), batch(archive)
    made = [taken(archive, of, file(str(number))) for number in range(5)]
    coming = begun(archive, of, file("coming"))
    begun(archive, other, file("other"))
    uploads = archive.batches.uploads
    assert uploads.of_batch(of.id) == [*made, coming]
    assert uploads.of_batch(of.id, after_row=made[1].row, limit=2) == made[2:4]
    assert uploads.of_batch(of.id, state=UploadState.RECEIVING) == [coming]
    assert uploads.upload(of.id, coming.id) == coming
    assert uploads.upload(other.id, coming.id) is None


def test_what_is_not_whole_can_be_dropped_and_what_is_whole_can_not(archive: Archive) -> None:
    of = batch(archive)
    coming, whole = begun(archive, of, file("coming")), taken(archive, of, file("whole"))
    assert archive.batches.uploads.drop(coming.id, CLERK)
    assert not archive.batches.uploads.drop(coming.id, CLERK)
    assert not archive.batches.uploads.drop(whole.id, CLERK)
    assert archive.batches.uploads.of_batch(of.id) == [whole]
    assert [entry.action for entry in archive.audit(coming.id)] == ["drop_upload"]


def test_what_is_not_whole_expires_after_its_time(archive: Archive) -> None:
    of = batch(archive)
    coming, whole = begun(archive, of, file("coming")), taken(archive, of, file("whole"))
    uploads = archive.batches.uploads
    assert uploads.receiving([coming.id, whole.id, "x"]) == {coming.id}
    assert uploads.expire(now()) == 0
    assert uploads.expire(now() + KEPT + timedelta(seconds=1)) == 1
    assert uploads.of_batch(of.id) == [whole]


def test_what_somebody_has_begun_is_counted(archive: Archive) -> None:
    of = batch(archive)
    assert archive.batches.uploads.unfinished(CLERK) == (0, 0)
    begun(archive, of, file("abc"))
    begun(archive, of, file("de"))
    taken(archive, of, file("whole"))
    assert archive.batches.uploads.unfinished(CLERK) == (2, 5)
    assert archive.batches.uploads.unfinished("a-other") == (0, 0)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["begin", "take", "offer", "refuse"])), max_size=12))
def test_whatever_is_sent_in_whatever_order_a_whole_file_is_there_once(
    archive: Archive, sent: list[tuple[str, str]]
) -> None:
    of = batch(archive)
    names = [f"{of.id}-{name}" for name, _ in sent]
    for path, (_, what) in zip(names, sent, strict=True):
        if what == "begin":
            begun(archive, of, file(path))
        elif what == "take":
            taken(archive, of, file(path))
        elif what == "refuse" and standings(archive, of.id, path)[0] is Standing.WANTED:
            archive.batches.uploads.refuse(new_upload_id(), of, file(path), CLERK, RefusedFileError(Failure.BROKEN))
        else:
            standings(archive, of.id, path)
    took = {path for path, (_, what) in zip(names, sent, strict=True) if what == "take"}
    whole = archive.batches.uploads.of_batch(of.id, state=UploadState.TAKEN)
    assert sorted(one.file.path for one in whole) == sorted(took)
    assert len(archive.document_ids_of_batch(of.id)) == len(took)
