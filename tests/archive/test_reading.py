"""What reading leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from archive.store import Archive
from domain.documents import (
    DatedValue,
    DatePrecision,
    DocumentStatus,
    FileRole,
    Page,
    PageKey,
    PageReading,
    ReadingState,
    TextSource,
)
from domain.failures import Failure
from domain.records import Description
from tests.archive.samples import added, begun, done, page, read, task_of

FULL = Page(
    2,
    "المادة 1 : Article premier",
    TextSource.REPAIRED,
    "pdfminer.six",
    confidence=0.5,
    width=595.3,
    height=841.9,
    words=page(1).words,
    trust=0.75,
    raw_text="1 ةداملا : Article premier",
    readings=(
        PageReading(TextSource.REPAIRED, "pdfminer.six", 0.75, chosen=True),
        PageReading(TextSource.OCR, "tesseract 5.3", 0.5, 0.9),
    ),
)

DESCRIPTION = Description(
    type="decision",
    titles={"ar": "قرار", "fr": "Décision"},
    number="12/2024",
    decided_on=DatedValue(date(2024, 2, 1), DatePrecision.MONTH),
    organization_id="bureau",
    languages=("ar", "fr"),
    body_id="tafilalt",
)


def test_a_page_comes_back_as_it_was_put(archive: Archive) -> None:
    task_id, version_id = begun(archive)
    archive.put_pages(task_id, [FULL])
    assert archive.page(version_id, 2) == FULL


def test_pages_come_in_order_without_their_boxes_unless_asked(archive: Archive) -> None:
    task_id, version_id = begun(archive)
    archive.put_pages(task_id, [page(3, raw_text="raw"), page(1)])
    archive.put_pages(task_id, [page(2)])
    assert [found.number for found in archive.pages(version_id)] == [1, 2, 3]
    assert all(found.words == () and found.raw_text is None for found in archive.pages(version_id))
    assert all(found.words for found in archive.pages(version_id, words=True))


def test_a_long_version_gives_every_page_once(archive: Archive) -> None:
    task_id, version_id = begun(archive)
    archive.put_pages(task_id, [page(number) for number in range(1, 234)])
    assert [found.number for found in archive.pages(version_id)] == list(range(1, 234))


def test_the_texts_of_pages_of_several_versions_come_at_once(archive: Archive) -> None:
    first, second = done(archive, "one", 3).version_id, done(archive, "two", 3).version_id
    wanted = [PageKey(first, 3), PageKey(second, 2), PageKey(first, 4), PageKey("elsewhere", 1)]
    assert archive.page_texts(wanted) == {PageKey(first, 3): "one 3", PageKey(second, 2): "two 2"}
    assert archive.page_texts([]) == {}


@pytest.mark.parametrize("number", [0, 1, 3])
def test_a_page_that_is_not_there_is_none(archive: Archive, number: int) -> None:
    task_id, version_id = begun(archive)
    archive.put_pages(task_id, [page(2)])
    assert archive.page(version_id, number) is None


def test_a_page_put_again_takes_the_place_of_the_first(archive: Archive) -> None:
    task_id, version_id = begun(archive)
    archive.put_pages(task_id, [page(1, "قبل"), page(2)])
    archive.put_pages(task_id, [page(1, "بعد", words=())])
    assert [found.text for found in archive.pages(version_id)] == ["بعد", page(2).text]
    assert archive.counts().pages == 2


def test_text_no_database_can_hold_keeps_its_length(archive: Archive) -> None:
    task_id, version_id = begun(archive)
    archive.put_pages(task_id, [page(1, "a\x00b\ud800c")])
    kept = archive.page(version_id, 1)
    assert kept is not None
    assert kept.text == "a\ufffdb\ufffdc"


def test_a_version_that_turns_out_shorter_loses_the_pages_beyond(archive: Archive) -> None:
    task_id, version_id = begun(archive)
    archive.put_pages(task_id, [page(number) for number in (1, 2, 3)])
    archive.start_reading(task_id, 2)
    assert [found.number for found in archive.pages(version_id)] == [1, 2]


def test_starting_again_keeps_the_pages_that_were_read(archive: Archive) -> None:
    task_id, version_id = begun(archive)
    archive.start_reading(task_id, 2)
    archive.put_pages(task_id, [page(1)])
    archive.start_reading(task_id, 2)
    assert len(list(archive.pages(version_id))) == 1


def test_a_description_is_written_down(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.describe(document_id, DESCRIPTION)
    document = archive.document(document_id)
    assert document is not None
    assert (document.type, document.titles, document.number) == ("decision", DESCRIPTION.titles, "12/2024")
    assert (document.decided_on, document.languages) == (DESCRIPTION.decided_on, ("ar", "fr"))
    assert (document.organization_id, document.body_id) == ("bureau", "tafilalt")


def test_a_later_description_replaces_the_earlier(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.describe(document_id, DESCRIPTION)
    archive.describe(document_id, Description("notice"))
    document = archive.document(document_id)
    assert document is not None
    assert (document.type, document.number, document.decided_on) == ("notice", None, None)
    assert (document.titles, document.body_id) == (DESCRIPTION.titles, "tafilalt")


def test_a_program_never_overwrites_what_a_person_said(archive: Archive) -> None:
    archive.put_body(replace(archive.bodies()[0], id="atlas"))
    document_id = added(archive, title="Budget 2024", body_id="atlas").document_id
    archive.describe(document_id, DESCRIPTION)
    document = archive.document(document_id)
    assert document is not None
    assert (document.title("fr")[0], document.body_id, document.type) == ("Budget 2024", "atlas", "decision")


@pytest.mark.parametrize(
    "description",
    [Description("decision", organization_id="nobody"), Description("decision", body_id="none")],
)
def test_a_description_that_names_what_is_not_there_is_an_error(archive: Archive, description: Description) -> None:
    with pytest.raises(LookupError):
        archive.describe(added(archive).document_id, description)


def test_a_finished_version_is_done_and_its_document_stays_a_draft(archive: Archive) -> None:
    intake = added(archive)
    read(archive, intake, "أ", "ب")
    document = archive.document_of_version(intake.version_id)
    assert document.status == DocumentStatus.DRAFT
    assert (document.files[0].current.state, document.files[0].current.page_count) == (ReadingState.DONE, 2)


def test_a_version_that_never_told_its_pages_has_those_that_were_put(archive: Archive) -> None:
    intake = added(archive)
    archive.put_pages(task_of(intake), [page(1), page(2)])
    archive.finish(task_of(intake))
    version = archive.version(intake.version_id)
    assert version is not None
    assert version.page_count == 2


def test_a_refused_version_keeps_its_reason_and_its_document_stays_a_draft(archive: Archive) -> None:
    intake = added(archive, publish=True)
    archive.refuse(task_of(intake), Failure.BROKEN, "xref table")
    document = archive.document_of_version(intake.version_id)
    assert document.status == DocumentStatus.DRAFT
    assert (document.files[0].current.state, document.files[0].current.reason) == (
        ReadingState.REFUSED,
        Failure.BROKEN,
    )


def test_publishing_happens_with_the_end_of_reading(archive: Archive) -> None:
    intake = added(archive, publish=True)
    read(archive, intake, "نص")
    document = archive.document(intake.document_id)
    assert document is not None
    assert document.status == DocumentStatus.PUBLISHED
    assert document.published_at is not None
    assert document.published_at >= document.entered_at
    assert [entry.action for entry in archive.audit(document.id)] == ["publish", "read", "add"]


def test_a_withdrawn_document_is_not_published_by_a_late_reading(archive: Archive) -> None:
    intake = added(archive, publish=True)
    archive.withdraw(intake.document_id, "nadia", "sent by mistake")
    read(archive, intake, "نص")
    document = archive.document(intake.document_id)
    assert document is not None
    assert document.status == DocumentStatus.WITHDRAWN


Ending = Callable[[Archive, str], None]


def finish(archive: Archive, task_id: str) -> None:
    archive.finish(task_id)


def refuse(archive: Archive, task_id: str) -> None:
    archive.refuse(task_id, Failure.CRASHED, "again")


@pytest.mark.parametrize("first", [finish, refuse])
@pytest.mark.parametrize("second", [finish, refuse])
def test_a_task_ends_once_and_the_first_end_holds(archive: Archive, first: Ending, second: Ending) -> None:
    intake = added(archive, publish=True)
    archive.put_pages(task_of(intake), [page(1)])
    first(archive, task_of(intake))
    before = archive.document(intake.document_id), archive.last_change(), archive.audit()
    second(archive, task_of(intake))
    archive.start_reading(task_of(intake), 9)
    archive.put_pages(task_of(intake), [page(1, "late"), page(2, "late")])
    assert (archive.document(intake.document_id), archive.last_change(), archive.audit()) == before
    assert [found.text for found in archive.pages(intake.version_id)] == [page(1).text]


def test_steps_for_a_removed_document_do_nothing(archive: Archive) -> None:
    intake = added(archive)
    archive.remove([intake.document_id], "nadia")
    before = archive.last_change()
    archive.start_reading(task_of(intake), 1)
    archive.put_pages(task_of(intake), [page(1)])
    archive.describe(intake.document_id, DESCRIPTION)
    archive.finish(task_of(intake))
    archive.refuse(task_of(intake), Failure.CRASHED, "")
    assert (archive.counts().documents, archive.counts().pages, archive.last_change()) == (0, 0, before)


def test_a_document_reads_main_file_first_then_annexes_then_translations(archive: Archive) -> None:
    main = added(archive)
    roles = (FileRole.TRANSLATION, FileRole.ANNEX, FileRole.ANNEX)
    others = [added(archive, f"part {place}", document_id=main.document_id, role=role) for place, role in enumerate(roles)]
    for intake, text in zip((*others, main), ("translation", "annex 1", "annex 2", "main"), strict=True):
        read(archive, intake, text)
    document = archive.document(main.document_id)
    assert document is not None
    found = [(version_id, found.text) for version_id, found in archive.document_pages(document)]
    assert found == [
        (main.version_id, "main"),
        (others[1].version_id, "annex 1"),
        (others[2].version_id, "annex 2"),
        (others[0].version_id, "translation"),
    ]
