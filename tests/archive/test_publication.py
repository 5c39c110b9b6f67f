"""Publishing, withdrawing, removing."""

from __future__ import annotations

import pytest

from archive.store import Archive
from domain.documents import Document, DocumentStatus
from tests.archive.samples import added, read, upload


def stored(archive: Archive, document_id: str) -> Document:
    document = archive.document(document_id)
    assert document is not None
    return document


def test_publishing_is_once(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.publish(document_id, "nadia")
    before = stored(archive, document_id), archive.last_change(), archive.audit()
    archive.publish(document_id, "karim")
    assert (stored(archive, document_id), archive.last_change(), archive.audit()) == before


def test_withdrawing_is_once_and_keeps_the_document(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.publish(document_id, "nadia")
    archive.withdraw(document_id, "nadia", "personal data")
    archive.withdraw(document_id, "karim", "again")
    assert stored(archive, document_id).status == DocumentStatus.WITHDRAWN
    (entry,) = [entry for entry in archive.audit(document_id) if entry.action == "withdraw"]
    assert (entry.actor, entry.detail) == ("nadia", {"reason": "personal data"})


def test_published_again_it_keeps_its_first_date(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.publish(document_id, "nadia")
    first = stored(archive, document_id).published_at
    archive.withdraw(document_id, "nadia", "mistake")
    archive.publish(document_id, "nadia")
    assert first is not None
    assert stored(archive, document_id).published_at == first


def test_what_is_not_there_can_be_neither_published_nor_withdrawn(archive: Archive) -> None:
    with pytest.raises(LookupError):
        archive.publish("nothing", "nadia")
    with pytest.raises(LookupError):
        archive.withdraw("nothing", "nadia", "")


def test_removal_takes_all_of_a_document_and_nothing_of_another(archive: Archive) -> None:
    gone, kept = added(archive, "gone"), added(archive, "kept")
    for intake in (gone, kept):
        read(archive, intake, "نص", "نص")
    assert archive.remove([gone.document_id], "nadia") == [upload("gone").sha256]
    assert archive.document(gone.document_id) is None
    assert archive.version(gone.version_id) is None
    assert list(archive.pages(gone.version_id)) == []
    assert (archive.counts().documents, archive.counts().pages) == (1, 2)


def test_removal_is_told_in_the_audit_and_to_the_index(archive: Archive) -> None:
    document_id = added(archive).document_id
    before = archive.last_change()
    archive.remove([document_id], "nadia")
    assert [change.document_id for change in archive.changes_after(before)] == [document_id]
    entry = archive.audit(document_id)[0]
    assert (entry.actor, entry.action, entry.detail["sha256"]) == ("nadia", "remove", upload().sha256)


def test_removal_is_once(archive: Archive) -> None:
    document_id = added(archive).document_id
    archive.remove([document_id], "nadia")
    before = archive.last_change()
    assert archive.remove([document_id, "nothing"], "nadia") == []
    assert archive.last_change() == before


def test_removed_bytes_are_new_when_they_come_again(archive: Archive) -> None:
    first = added(archive)
    archive.remove([first.document_id], "nadia")
    again = added(archive)
    assert not again.duplicate
    assert again.document_id != first.document_id
