"""The bytes that the records speak of: which they are, whether they are whole, and copying them to another store."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select, union

from archive import schema
from archive.blob_store import BlobDamagedError, BlobNotFoundError, BlobStore, digest

Progress = Callable[[int, int], None]
"""Told how many of how many are done."""


@dataclass(frozen=True, slots=True)
class Original:
    """Bytes that a version was made of, or that are read in their place; `name` is the file's for people."""

    sha256: str
    name: str
    document_id: str


def originals(connection: Connection) -> list[Original]:
    """All that the records need from the blob store, by hash; each hash once."""
    versions, files = schema.versions, schema.files
    joined = versions.join(files)
    own = select(versions.c.sha256, files.c.name, files.c.document_id).select_from(joined)
    copies = select(versions.c.copy_sha256, files.c.name, files.c.document_id).select_from(joined)
    both = union(own, copies.where(versions.c.copy_sha256.is_not(None)))
    found = {row.sha256: Original(*row) for row in connection.execute(both)}
    return sorted(found.values(), key=lambda one: one.sha256)


def transfer(wanted: list[Original], source: BlobStore, target: BlobStore, progress: Progress) -> list[Original]:
    """Have them in `target` too. Returns those that `source` does not have whole."""
    return _unless(wanted, progress, lambda one: target.contains(one.sha256) or _copy(one.sha256, source, target))


def damaged(wanted: list[Original], store: BlobStore, progress: Progress) -> list[Original]:
    """Those that the store does not have whole; all are read."""
    return _unless(wanted, progress, lambda one: _is_whole(one.sha256, store))


def forget_others(wanted: Iterable[Original], store: BlobStore) -> None:
    """Delete from the store what is not wanted."""
    kept = {one.sha256 for one in wanted}
    for sha256 in [found for found in store.hashes() if found not in kept]:
        store.delete(sha256)


def _unless(wanted: list[Original], progress: Progress, well: Callable[[Original], bool]) -> list[Original]:
    lost = []
    for number, one in enumerate(wanted, start=1):
        if not well(one):
            lost.append(one)
        progress(number, len(wanted))
    return lost


def _is_whole(sha256: str, store: BlobStore) -> bool:
    try:
        return digest(store.stream(sha256)) == sha256
    except BlobNotFoundError:
        return False


def _copy(sha256: str, source: BlobStore, target: BlobStore) -> bool:
    """False when the source has it no more, or other bytes under its hash."""
    try:
        with source.open(sha256) as stream:
            written = target.put(stream).sha256
    except (BlobNotFoundError, BlobDamagedError):
        return False
    if written != sha256:
        target.delete(written)
    return written == sha256
