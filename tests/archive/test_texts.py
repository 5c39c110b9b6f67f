"""What people write as a page's text stands, is kept in editions, and outlives what machines read."""

from __future__ import annotations

import pytest

from archive.store import Archive
from domain.documents import PageKey, TextSource
from domain.failures import Failure
from domain.page_texts import NewText, PageTexts, StaleTextError
from domain.records import Description, Rereading
from domain.redaction import Passage
from tests.archive.samples import added, page, read

READ = "قرار رقم 12"
RIGHT = "قرار رقم 21"
CLERK = "account-of-a-clerk"


def scanned(archive: Archive, *texts: str) -> tuple[str, PageKey]:
    """A document of pages read by OCR, and its first page."""
    intake = added(archive)
    read(archive, intake, *(texts or (READ,)))
    return intake.document_id, PageKey(intake.version_id, 1)


def texts_of(archive: Archive, key: PageKey) -> PageTexts:
    found = archive.texts.of(key)
    assert found is not None
    return found


def write(archive: Archive, document_id: str, key: PageKey, text: str | None) -> None:
    archive.texts.write(document_id, NewText(key, text, texts_of(archive, key).base, CLERK), {})


def read_again(archive: Archive, document_id: str, text: str) -> None:
    archive.read_again(Rereading((document_id,)), "again", "system:test")
    task = archive.waiting_tasks()[-1]
    archive.put_pages(task.id, [page(1, text)])
    archive.finish(task.id)


def test_a_text_stands_wherever_the_page_is_read(archive: Archive) -> None:
    document_id, key = scanned(archive)
    write(archive, document_id, key, RIGHT)
    shown = archive.page(key.version_id, 1)
    assert shown is not None
    assert (shown.text, shown.source, shown.confidence) == (RIGHT, TextSource.CORRECTED, None)
    assert [box.start for box in shown.words][:1] == [0]
    record = archive.document(document_id)
    assert record is not None
    for pages in (
        [one for _, one in archive.document_pages(record)],
        list(archive.pages(key.version_id, words=True)),
        list(archive.pages(key.version_id)),
    ):
        assert [one.text for one in pages] == [RIGHT]
    assert archive.page_texts([key]) == {key: RIGHT}


def test_other_pages_are_as_they_were(archive: Archive) -> None:
    document_id, key = scanned(archive, READ, "صفحة أخرى")
    write(archive, document_id, key, RIGHT)
    assert [one.text for one in archive.pages(key.version_id)] == [RIGHT, "صفحة أخرى"]
    assert archive.page_texts([PageKey(key.version_id, 2)]) == {PageKey(key.version_id, 2): "صفحة أخرى"}


def test_the_machines_reading_and_every_edition_stay_and_any_can_stand_again(archive: Archive) -> None:
    document_id, key = scanned(archive)
    for text in (RIGHT, "قرار رقم 22", RIGHT, None):
        write(archive, document_id, key, text)
    texts = texts_of(archive, key)
    assert (texts.machine, texts.text, texts.corrected) == (READ, READ, False)
    assert [(one.number, one.text, one.actor) for one in texts.editions] == [
        (4, None, CLERK),
        (3, RIGHT, CLERK),
        (2, "قرار رقم 22", CLERK),
        (1, RIGHT, CLERK),
    ]
    shown = archive.page(key.version_id, 1)
    assert shown is not None
    assert (shown.text, shown.source) == (READ, TextSource.OCR)
    assert archive.page_texts([key]) == {key: READ}


def test_reading_again_does_not_overwrite_it_and_is_told(archive: Archive) -> None:
    document_id, key = scanned(archive)
    write(archive, document_id, key, RIGHT)
    assert not texts_of(archive, key).reads_otherwise
    read_again(archive, document_id, "قرار رقم 99")
    texts = texts_of(archive, key)
    assert (texts.text, texts.machine, texts.reads_otherwise) == (RIGHT, "قرار رقم 99", True)
    assert archive.page_texts([key]) == {key: RIGHT}
    assert archive.texts.read_otherwise(None) == [(key, document_id)]
    assert archive.texts.read_otherwise(frozenset({"elsewhere"})) == []
    write(archive, document_id, key, RIGHT)
    assert archive.texts.read_otherwise(None) == []


def test_what_a_task_has_read_is_described_with_it(archive: Archive) -> None:
    document_id, key = scanned(archive)
    write(archive, document_id, key, RIGHT)
    archive.read_again(Rereading((document_id,)), "again", "system:test")
    task = archive.waiting_tasks()[-1]
    archive.put_pages(task.id, [page(1, "قرار رقم 99")])
    assert [one.text for one in archive.pages_read(task.id)] == [RIGHT]
    read_page = archive.page_read(task.id, 1)
    assert read_page is not None
    assert read_page.text == "قرار رقم 99"


@pytest.mark.parametrize("meanwhile", ["somebody wrote", "it was read again"])
def test_who_writes_over_another_text_than_the_one_that_stands_is_refused(archive: Archive, meanwhile: str) -> None:
    document_id, key = scanned(archive)
    base = texts_of(archive, key).base
    if meanwhile == "somebody wrote":
        write(archive, document_id, key, "قرار رقم 77")
    else:
        read_again(archive, document_id, "قرار رقم 88")
    standing, entries = texts_of(archive, key), archive.audit(limit=100)
    with pytest.raises(StaleTextError):
        archive.texts.write(document_id, NewText(key, RIGHT, base, CLERK), {})
    assert texts_of(archive, key) == standing
    assert archive.audit(limit=100) == entries


def test_no_text_is_written_while_places_in_the_one_that_stands_are_to_be_taken_out(archive: Archive) -> None:
    document_id, key = scanned(archive)
    order = archive.redactions.order(key.version_id, [], [Passage(1, READ)], CLERK)
    with pytest.raises(StaleTextError):
        write(archive, document_id, key, RIGHT)
    archive.redactions.fail(order.id, Failure.BROKEN)
    write(archive, document_id, key, RIGHT)
    assert archive.page_texts([key]) == {key: RIGHT}


def test_it_is_one_entry_one_change_and_what_is_found_of_the_document_then(archive: Archive) -> None:
    document_id, key = scanned(archive)
    entries, change = len(archive.audit(document_id)), archive.last_change()
    found = {document_id: Description("decision", {"ar": "قرار"}, "21")}
    archive.texts.write(document_id, NewText(key, RIGHT, texts_of(archive, key).base, CLERK), found)
    newest, *others = archive.audit(document_id)
    assert (newest.action, newest.actor, len(others)) == ("correct_text", CLERK, entries)
    assert newest.detail == {"version": key.version_id, "page": "1", "edition": "1"}
    assert {one.document_id for one in archive.changes_after(change)} == {document_id}
    record = archive.document(document_id)
    assert record is not None
    assert record.number == "21"


def test_a_corrected_text_is_another_than_its_files_and_each_edition_has_a_name(archive: Archive) -> None:
    document_id, key = scanned(archive)
    names = [archive.edition(key.version_id).name]
    for text in (RIGHT, None):
        write(archive, document_id, key, text)
        names.append(archive.edition(key.version_id).name)
    assert len(set(names)) == 3
    assert archive.edition(key.version_id).own_text_differs


def test_there_is_no_text_of_a_page_that_is_not_there(archive: Archive) -> None:
    document_id, key = scanned(archive)
    nowhere = PageKey(key.version_id, 7)
    assert archive.texts.of(nowhere) is None
    with pytest.raises(LookupError):
        archive.texts.write(document_id, NewText(nowhere, RIGHT, "", CLERK), {})


def test_it_goes_with_its_document(archive: Archive) -> None:
    document_id, key = scanned(archive)
    write(archive, document_id, key, RIGHT)
    archive.remove([document_id], "system:test")
    assert archive.texts.of(key) is None
