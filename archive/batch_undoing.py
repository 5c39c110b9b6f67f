"""Undoing a batch: what entered with it leaves again, unless somebody else has seen it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, or_, select

from archive import publication, schema
from archive.documents import ids_of_batch
from archive.retrying import end_unfinished, record
from domain.batch_files import PublishedBatchError

_documents = schema.documents


def begin(connection: Connection, batch: str, actor: str) -> list[str]:
    """Make sure that nothing of the batch is or will be public; returns the documents to be removed."""
    found = ids_of_batch(connection, batch)
    _require_unpublished(connection, _documents.c.batch == batch)
    end_unfinished(connection, batch, select(schema.versions.c.id))
    if found:
        record(connection, batch, actor, "undo_batch", len(found))
    return found


def remove(connection: Connection, document_ids: Sequence[str], actor: str) -> list[str]:
    """Remove some of the documents; returns the hashes of the blobs that nothing refers to any more."""
    _require_unpublished(connection, _documents.c.id.in_(document_ids))
    return publication.remove(connection, document_ids, actor)


def _require_unpublished(connection: Connection, meant: ColumnElement[bool]) -> None:
    """Raise PublishedBatchError when a document that is meant has ever been public, or one that shows its pages."""
    files, versions, arranged = schema.files, schema.versions, schema.arranged_pages
    own = select(versions.c.id).select_from(versions.join(files).join(_documents)).where(meant)
    borrowers = select(arranged.c.document_id).where(arranged.c.version_id.in_(own))
    public = select(_documents.c.id).where(
        _documents.c.published_at.is_not(None), or_(meant, _documents.c.id.in_(borrowers))
    )
    if found := len(connection.scalars(public).all()):
        raise PublishedBatchError(found)
