"""Originals that are missing, or are no longer what they were, are found."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from archive.blob_store import BlobStore
from archive.blobs.directory import DirectoryBlobStore
from archive.blobs.s3 import S3BlobStore
from archive.originals import BlobState, Original, check
from archive.store import Archive
from domain.documents import ReadingCopy
from tests.archive.samples import added
from tests.archive.test_s3_blobs import overwrite
from tests.s3_server import S3Server


@pytest.fixture
def store(tmp_path: Path) -> DirectoryBlobStore:
    return DirectoryBlobStore(tmp_path / "blobs")


def put(store: BlobStore, content: str) -> str:
    return store.put(io.BytesIO(content.encode())).sha256


def states(archive: Archive, store: BlobStore) -> dict[str, BlobState]:
    return {original.name: state for original, state in check(archive.originals(), store)}


def test_every_blob_that_records_refer_to_is_named_once_with_its_document(archive: Archive) -> None:
    one, two = added(archive, "one"), added(archive, "two")
    archive.put_copy(one.version_id, ReadingCopy("e" * 64, "application/pdf"))
    found = list(archive.originals())
    assert [original.sha256 for original in found] == sorted({original.sha256 for original in found})
    assert {(original.name, original.document_id) for original in found} == {
        ("one.pdf", one.document_id),
        ("two.pdf", two.document_id),
    }
    assert Original("e" * 64, "one.pdf", one.document_id) in found


def test_more_blobs_than_are_asked_for_at_once_are_all_named(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.store._IDS_AT_ONCE", 2)
    intakes = [added(archive, str(number)) for number in range(7)]
    archive.put_copy(intakes[0].version_id, ReadingCopy("0" * 64, "application/pdf"))
    assert len(list(archive.originals())) == 8


def test_missing_and_damaged_originals_are_told_from_whole_ones(
    archive: Archive, store: DirectoryBlobStore, tmp_path: Path
) -> None:
    for content in ("whole", "damaged", "missing"):
        added(archive, content)
    put(store, "whole")
    sha256 = put(store, "damaged")
    (file,) = (tmp_path / "blobs").glob(f"*/*/{sha256}")
    file.chmod(0o600)
    file.write_text("other bytes")
    assert states(archive, store) == {
        "whole.pdf": BlobState.WHOLE,
        "damaged.pdf": BlobState.DAMAGED,
        "missing.pdf": BlobState.MISSING,
    }


def test_what_lies_in_the_bucket_is_hashed_and_not_the_copy_at_hand(
    archive: Archive, s3_server: S3Server, tmp_path: Path
) -> None:
    location = s3_server.bucket()
    store = S3BlobStore(location, tmp_path / "cache")
    added(archive, "kept")
    sha256 = put(store, "kept")
    assert states(archive, store) == {"kept.pdf": BlobState.WHOLE}
    overwrite(location, sha256, b"other bytes")
    assert states(archive, store) == {"kept.pdf": BlobState.DAMAGED}


def test_a_store_that_does_not_answer_says_nothing_of_its_bytes(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.blobs.s3._TRIES", 1)
    added(archive, "kept")
    away = S3BlobStore("s3://kept?endpoint=http://127.0.0.1:1", tmp_path)
    assert states(archive, away) == {"kept.pdf": BlobState.UNREADABLE}
