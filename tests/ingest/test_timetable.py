"""Documents become public when their time has come, unless there is something in them that nobody has seen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.store import Archive
from domain.documents import DocumentStatus, Page, TextSource
from domain.publication import Schedule
from domain.records import Rereading
from ingest.personal_data.check import PersonalDataCheck
from ingest.timetable import Timetable
from tests.archive.samples import added, document, read
from tests.databases import archive_in

TOMORROW = datetime.now(UTC) + timedelta(days=1)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return archive_in(tmp_path)


def draft(archive: Archive, text: str) -> str:
    """A draft that says it, to be published tomorrow with what is in it now."""
    intake = added(archive, text)
    read(archive, intake, text)
    confirmed = PersonalDataCheck(archive).digests(document(archive, intake.document_id))
    archive.publishing.schedule(Schedule(intake.document_id, TOMORROW, "nadia", confirmed))
    return intake.document_id


def reread(archive: Archive, document_id: str, text: str) -> None:
    """Have the file say something else now."""
    archive.read_again(Rereading((document_id,)), "again", "system:test")
    task = archive.waiting_tasks()[-1].id
    archive.put_pages(task, [Page(1, text, TextSource.OCR, "tesseract")])
    archive.finish(task)


def look(archive: Archive, moment: datetime = TOMORROW) -> int:
    return Timetable(archive, lambda: moment).look()


def status(archive: Archive, document_id: str) -> DocumentStatus:
    return document(archive, document_id).status


def test_nothing_is_published_before_its_time(archive: Archive) -> None:
    one = draft(archive, "مقرر")
    assert look(archive, TOMORROW - timedelta(seconds=1)) == 0
    assert status(archive, one) is DocumentStatus.DRAFT
    assert look(archive) == 1
    assert status(archive, one) is DocumentStatus.PUBLISHED
    assert look(archive) == 0


def test_what_somebody_has_seen_is_published(archive: Archive) -> None:
    one = draft(archive, "CIN BK123456")
    assert look(archive) == 1
    assert status(archive, one) is DocumentStatus.PUBLISHED


def test_what_nobody_has_seen_is_held_back_and_others_are_not(archive: Archive) -> None:
    one, other = draft(archive, "CIN BK123456"), draft(archive, "مقرر")
    reread(archive, one, "CIN BK123456, GSM 0661234567")
    assert look(archive) == 1
    assert (status(archive, one), status(archive, other)) == (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED)
    assert archive.publishing.schedules([one])[one].held
    assert archive.audit(one)[0].action == "hold_schedule"
    assert look(archive) == 0


def test_what_was_redacted_meanwhile_needs_nobody_to_see_it(archive: Archive) -> None:
    one = draft(archive, "CIN BK123456")
    reread(archive, one, "CIN")
    assert look(archive) == 1


def test_a_document_that_was_removed_is_forgotten(archive: Archive) -> None:
    one = draft(archive, "مقرر")
    archive.remove([one], "nadia")
    assert look(archive) == 0
    assert archive.publishing.due(TOMORROW) == []


def test_it_looks_now_and_then_however_often_it_is_called(archive: Archive) -> None:
    one = draft(archive, "مقرر")
    timetable = Timetable(archive, lambda: TOMORROW)
    timetable.register()
    timetable.open()
    timetable.dispatch()
    assert status(archive, one) is DocumentStatus.PUBLISHED
    archive.withdraw(one, "nadia", "mistake")
    archive.publishing.schedule(Schedule(one, TOMORROW, "nadia"))
    timetable.dispatch()
    assert status(archive, one) is DocumentStatus.WITHDRAWN
    timetable.close()
