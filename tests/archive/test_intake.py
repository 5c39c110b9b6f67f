"""Taking files in."""

from __future__ import annotations

from dataclasses import replace

import pytest

from archive.identifiers import ALPHABET
from archive.store import Archive
from domain.documents import DocumentStatus, FileRole, ReadingState
from domain.failures import Failure
from domain.records import UNDETERMINED
from tests.archive.samples import added, page, read, task_of, upload


def test_a_new_file_is_a_draft_with_one_main_file_and_one_waiting_task(archive: Archive) -> None:
    intake = added(archive)
    document = archive.document(intake.document_id)
    assert document is not None
    assert (document.status, document.type) == (DocumentStatus.DRAFT, "other")
    (file,) = document.files
    assert (file.name, file.role, file.current.state) == ("one.pdf", FileRole.MAIN, ReadingState.WAITING)
    assert file.current.id == intake.version_id
    assert [task.id for task in archive.waiting_tasks()] == [intake.task_id]


def test_a_task_carries_what_the_upload_asked_for(archive: Archive) -> None:
    intake = added(archive, publish=True, batch="spring", actor="nadia")
    task = archive.task(task_of(intake))
    assert task is not None
    assert (task.version_id, task.publish, task.batch, task.actor) == (
        intake.version_id,
        True,
        "spring",
        "nadia",
    )


@pytest.mark.parametrize(
    ("name", "title", "expected"),
    [
        ("قرار 12.pdf", None, "قرار 12"),
        ("folder/PV 2024.docx", None, "PV 2024"),
        ("x.pdf", "Budget 2024", "Budget 2024"),
        (".pdf", None, ".pdf"),
        ("bad\udcff.pdf", None, "bad\ufffd"),
    ],
)
def test_a_document_has_a_title_from_the_start(archive: Archive, name: str, title: str | None, expected: str) -> None:
    document = archive.document(added(archive, name=name, title=title).document_id)
    assert document is not None
    assert document.titles == {UNDETERMINED: expected}


def test_identifiers_are_twelve_characters_that_are_not_misread(archive: Archive) -> None:
    intake = added(archive)
    assert len(intake.document_id) == 12
    assert set(intake.document_id) <= set(ALPHABET)
    assert not set(ALPHABET) & set("ilou")


def test_the_same_bytes_are_one_file_under_whatever_name(archive: Archive) -> None:
    first = added(archive)
    again = archive.add(upload(name="other name.pdf", batch="batch-2"))
    assert again == replace(first, task_id=None, duplicate=True)
    assert archive.counts().documents == 1
    assert len(archive.waiting_tasks()) == 1


def test_the_same_bytes_after_reading_are_not_read_again(archive: Archive) -> None:
    read(archive, added(archive), "نص")
    again = added(archive)
    assert (again.duplicate, again.task_id) == (True, None)


def test_refused_bytes_sent_again_are_read_from_the_start(archive: Archive) -> None:
    first = added(archive)
    archive.start_reading(task_of(first), 3)
    archive.put_pages(task_of(first), [page(1)])
    archive.refuse(task_of(first), Failure.TIMED_OUT, "")
    again = added(archive, batch="batch-2")
    version = archive.version(first.version_id)
    assert again.duplicate
    assert task_of(again) != first.task_id
    assert (again.document_id, again.version_id) == (first.document_id, first.version_id)
    assert version is not None
    assert (version.state, version.reason, version.page_count) == (ReadingState.WAITING, None, 0)
    assert list(archive.pages(first.version_id)) == []


def test_refused_bytes_are_queued_once_however_often_they_come(archive: Archive) -> None:
    first = added(archive)
    archive.refuse(task_of(first), Failure.CRASHED, "")
    tasks = [added(archive).task_id for _ in range(3)]
    assert tasks[0] is not None
    assert tasks[1:] == [None, None]


def test_an_annex_joins_its_document(archive: Archive) -> None:
    main = added(archive)
    annex = added(archive, "annex", document_id=main.document_id, role=FileRole.ANNEX)
    document = archive.document(main.document_id)
    assert annex.document_id == main.document_id
    assert document is not None
    assert [file.role for file in document.files] == [FileRole.MAIN, FileRole.ANNEX]


@pytest.mark.parametrize("said", [{"body_id": "nowhere"}, {"document_id": "nothing"}])
def test_an_upload_to_what_is_not_there_leaves_nothing(archive: Archive, said: dict[str, str]) -> None:
    with pytest.raises(LookupError):
        added(archive, **said)
    assert archive.counts().documents == 0
    assert archive.last_change() == 0
    assert archive.audit() == []


def test_every_upload_is_told_in_the_audit(archive: Archive) -> None:
    document_id = added(archive, actor="nadia").document_id
    added(archive, actor="karim")
    told = [(entry.actor, entry.action) for entry in archive.audit(document_id)]
    assert told == [("karim", "add_again"), ("nadia", "add")]
