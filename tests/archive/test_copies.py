from __future__ import annotations

from archive.store import Archive
from domain.documents import FileRole, ReadingCopy
from domain.failures import Failure
from tests.archive.samples import added, read, task_of, upload

PDF = "application/pdf"
FIRST, SECOND = ReadingCopy("a" * 64, PDF), ReadingCopy("b" * 64, PDF)


def test_a_version_is_read_from_its_copy_and_keeps_its_own_bytes(archive: Archive) -> None:
    intake = added(archive, media_type="application/msword")
    version = archive.version(intake.version_id)
    assert version is not None
    assert version.readable == ReadingCopy(version.sha256, "application/msword")
    assert archive.put_copy(intake.version_id, FIRST) == []
    changed = archive.version(intake.version_id)
    assert changed is not None
    assert (changed.readable, changed.copy) == (FIRST, FIRST)
    assert (changed.sha256, changed.media_type) == (version.sha256, "application/msword")


def test_a_copy_that_is_replaced_is_given_up_once(archive: Archive) -> None:
    intake = added(archive)
    archive.put_copy(intake.version_id, FIRST)
    assert archive.put_copy(intake.version_id, FIRST) == []
    assert archive.put_copy(intake.version_id, SECOND) == [FIRST.sha256]


def test_a_copy_that_is_anothers_original_is_kept(archive: Archive) -> None:
    intake, other = added(archive, "locked"), upload("plain")
    archive.add(other)
    archive.put_copy(intake.version_id, ReadingCopy(other.sha256, PDF))
    assert archive.put_copy(intake.version_id, SECOND) == []


def test_removal_names_originals_and_copies_that_nothing_needs(archive: Archive) -> None:
    removed, kept = added(archive, "one"), added(archive, "two")
    for intake in (removed, kept):
        archive.put_copy(intake.version_id, FIRST)
    assert archive.remove([removed.document_id], "system:test") == [upload("one").sha256]
    assert sorted(archive.remove([kept.document_id], "system:test")) == sorted([upload("two").sha256, FIRST.sha256])


def test_a_locked_file_sent_again_with_its_password_is_read_from_its_copy(archive: Archive) -> None:
    first = added(archive)
    archive.refuse(task_of(first), Failure.ENCRYPTED, "")
    again = added(archive, copy=FIRST)
    version = archive.version(first.version_id)
    assert again.duplicate
    assert again.task_id is not None
    assert version is not None
    assert version.copy == FIRST


def test_a_contained_file_is_added_once_and_joins_its_document(archive: Archive) -> None:
    outer = added(archive, "message")
    read(archive, outer, "text")
    document = archive.document(outer.document_id)
    assert document is not None
    inner = upload("annex", document_id=outer.document_id, role=FileRole.ANNEX, contained_in=document.files[0].id)
    assert archive.add_contained(inner) is not None
    before = archive.last_change(), len(archive.audit())
    assert archive.add_contained(inner) is None
    assert (archive.last_change(), len(archive.audit())) == before
    document = archive.document(outer.document_id)
    assert document is not None
    main, annex = document.files
    assert (annex.role, annex.contained_in, main.contained_in) == (FileRole.ANNEX, main.id, None)
