"""Whether the bytes that the records speak of are in the blob store, and are still what they were."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select, union

from archive import schema
from archive.blob_store import BlobNotFoundError, BlobStore


class BlobState(StrEnum):
    """What was found under a hash."""

    WHOLE = "whole"
    MISSING = "missing"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Original:
    """A blob that records refer to: for people the name of a file that has it, and the document that it is in."""

    sha256: str
    name: str
    document_id: str


def referenced(connection: Connection, after: str, limit: int) -> list[Original]:
    """The next blobs behind the hash `after` that versions were made of or are read from, by hash, each once."""
    versions, files = schema.versions, schema.files
    own = (
        select(column.label("sha256"), files.c.name, files.c.document_id)
        .select_from(versions.join(files))
        .where(column > after)
        for column in (versions.c.sha256, versions.c.copy_sha256)
    )
    both = union(*own).order_by("sha256").limit(2 * limit)
    found = {row.sha256: Original(*row) for row in connection.execute(both)}
    return list(found.values())[:limit]


def check(originals: Iterable[Original], blobs: BlobStore) -> Iterator[tuple[Original, BlobState]]:
    """Hash each one anew, as it lies in the store now."""
    for original in originals:
        yield original, _state(original.sha256, blobs)


def _state(sha256: str, blobs: BlobStore) -> BlobState:
    digest = hashlib.sha256()
    try:
        for part in blobs.stream(sha256):
            digest.update(part)
    except BlobNotFoundError:
        return BlobState.MISSING
    except OSError:
        return BlobState.UNREADABLE
    return BlobState.WHOLE if digest.hexdigest() == sha256 else BlobState.DAMAGED
