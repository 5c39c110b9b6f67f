from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from analyzers.pipeline import Analyzer
from domain.documents import DocumentStatus, ReadingState
from domain.failures import Failure, RefusedFileError
from ingest.intake import Sender
from tests.ingest.office_samples import by_libreoffice, flat_odf, locked_pdf, pdf_bytes, text_body
from tests.ingest.reading import Reader, open_reader

Write = Callable[[str, bytes], Path]

TEXT = "Le conseil communal"
PASSWORD = "sirr-2021"


@pytest.fixture
def reader(tmp_path: Path, analyzer: Analyzer) -> Iterator[Reader]:
    reader = open_reader(tmp_path / "state", analyzer)
    yield reader
    reader.archive.close()


@pytest.fixture(autouse=True)
def state(tmp_path: Path) -> None:
    (tmp_path / "state").mkdir()


@pytest.fixture
def locked(write: Write) -> Path:
    return write("a.pdf", locked_pdf(TEXT, PASSWORD))


def test_without_its_password_a_locked_file_waits_as_a_draft(reader: Reader, locked: Path) -> None:
    intake = reader.take(locked)
    reader.read()
    document = reader.document(intake)
    assert document.status is DocumentStatus.DRAFT
    assert document.files[0].current.reason == Failure.ENCRYPTED


def test_with_its_password_it_is_read_and_its_bytes_stay_locked(reader: Reader, locked: Path) -> None:
    intake = reader.take(locked, "wrong", PASSWORD)
    reader.read()
    document = reader.document(intake)
    assert reader.texts(document) == {"a.pdf": TEXT}
    assert document.status is DocumentStatus.PUBLISHED
    with reader.blobs.path(document.files[0].current.sha256) as path:
        assert path.read_bytes() == locked.read_bytes()


def test_a_locked_file_is_unlocked_later(reader: Reader, locked: Path) -> None:
    intake = reader.take(locked)
    reader.read()
    (file,) = reader.document(intake).files
    with pytest.raises(RefusedFileError) as refusal:
        reader.door.unlock(file, Sender("system:test", "later", passwords=("wrong",)))
    assert refusal.value.failure is Failure.ENCRYPTED
    reader.door.unlock(file, Sender("system:test", "later", passwords=(PASSWORD,)))
    reader.read()
    assert reader.texts(reader.document(intake)) == {"a.pdf": TEXT}


def test_later_steps_need_no_password(reader: Reader, locked: Path, analyzer: Analyzer, tmp_path: Path) -> None:
    """Page images and OCR after a kill: another process, which was told nothing."""
    intake = reader.take(locked, PASSWORD)
    other = open_reader(tmp_path / "state", analyzer)
    other.read()
    version = other.archive.version(intake.version_id)
    assert version is not None
    with other.blobs.path(version.readable.sha256) as path:
        assert other.steps.sandbox.render_page(path, version.readable.media_type, 1, 100).startswith(b"\xff\xd8")
    other.archive.close()


def test_a_password_is_kept_nowhere(reader: Reader, locked: Path, tmp_path: Path) -> None:
    reader.take(locked, PASSWORD)
    reader.read()
    for path in (tmp_path / "state").rglob("*"):
        assert not path.is_file() or PASSWORD.encode() not in path.read_bytes()
    assert PASSWORD not in repr(reader.archive.audit(limit=100))
    assert PASSWORD not in repr(Sender("a", "b", passwords=(PASSWORD,)))


def test_copies_go_with_their_document(reader: Reader, locked: Path) -> None:
    intake = reader.take(locked, PASSWORD)
    for sha256 in reader.archive.remove([intake.document_id], "system:test"):
        reader.blobs.delete(sha256)
    assert list(reader.blobs.hashes()) == []


def test_a_file_without_a_lock_gets_no_copy(reader: Reader, write: Write) -> None:
    intake = reader.take(write("a.pdf", pdf_bytes(TEXT)), PASSWORD)
    (file,) = reader.document(intake).files
    assert file.current.copy is None


def test_an_old_office_file_is_converted_once_and_drawn_from_the_copy(reader: Reader, tmp_path: Path) -> None:
    path = by_libreoffice(tmp_path, flat_odf("text", text_body([TEXT])), ".fodt", "doc")
    intake = reader.take(path)
    reader.read()
    (file,) = reader.document(intake).files
    assert (file.current.state, file.current.media_type) == (ReadingState.DONE, "application/msword")
    assert file.current.readable.media_type == "application/pdf"
    reader.steps.extract(intake.task_id or "")
    (again,) = reader.document(intake).files
    assert again.current.copy == file.current.copy
    assert sorted(reader.blobs.hashes()) == sorted([file.current.sha256, file.current.readable.sha256])
