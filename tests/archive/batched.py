"""Batches and files to put into archives under test."""

from __future__ import annotations

import hashlib

from archive.store import Archive
from archive.upload_rows import new_upload_id, upload_of
from domain.batches import Batch, FileUpload, NewBatch, NewFile

CLERK = "a-clerk"


def batch(archive: Archive, name: str = "registre 2004", body: str | None = "tafilalt", **said: object) -> Batch:
    """A batch of the body."""
    return archive.batches.create(NewBatch(name, body, CLERK, **said))  # type: ignore[arg-type]


def file(path: str = "2004/12.pdf", content: str | None = None) -> NewFile:
    """A file that holds `content`, or what its path says."""
    held = (path if content is None else content).encode()
    return NewFile(path, len(held), hashlib.sha256(held).hexdigest())


def begun(archive: Archive, of: Batch, new: NewFile) -> FileUpload:
    """The file, of which nothing has come yet."""
    return archive.batches.uploads.begin(new_upload_id(), of, new, CLERK)


def taken(archive: Archive, of: Batch, new: NewFile, upload_id: str | None = None) -> FileUpload:
    """The file, which came whole."""
    upload = upload_of(of, new, "application/pdf", CLERK)
    return archive.batches.uploads.take(upload_id or new_upload_id(), of, upload)
