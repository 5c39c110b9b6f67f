"""Who may see a document, and its end."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete, update

from archive import audit, changes, copies, schema
from archive.clock import now
from archive.documents import load, load_one
from domain.documents import Document, DocumentStatus


def publish(connection: Connection, document_id: str, actor: str) -> None:
    """Let everybody see the document. See `Archive.publish`."""
    document = load_one(connection, document_id)
    if document.status == DocumentStatus.PUBLISHED:
        return
    _set_status(connection, document_id, DocumentStatus.PUBLISHED, published_at=document.published_at or now())
    audit.record(connection, actor, "publish", document_id)
    changes.record(connection, document_id)


def publish_draft(connection: Connection, document_id: str, actor: str) -> None:
    """Publish the document unless it was withdrawn."""
    if load_one(connection, document_id).status == DocumentStatus.DRAFT:
        publish(connection, document_id, actor)


def withdraw(connection: Connection, document_id: str, actor: str, reason: str) -> None:
    """Let nobody find the document any more. See `Archive.withdraw`."""
    if load_one(connection, document_id).status == DocumentStatus.WITHDRAWN:
        return
    _set_status(connection, document_id, DocumentStatus.WITHDRAWN)
    audit.record(connection, actor, "withdraw", document_id, reason=reason)
    changes.record(connection, document_id)


def remove(connection: Connection, document_ids: Iterable[str], actor: str) -> list[str]:
    """Delete the records. See `Archive.remove`."""
    found = load(connection, document_ids).values()
    return [sha256 for document in found for sha256 in _remove(connection, document, actor)]


def _remove(connection: Connection, document: Document, actor: str) -> list[str]:
    versions = [version for file in document.files for version in file.versions]
    hashes = [version.sha256 for version in versions]
    copied = [version.copy.sha256 for version in versions if version.copy]
    connection.execute(delete(schema.documents).where(schema.documents.c.id == document.id))
    title = next(iter(document.titles.values()))
    audit.record(connection, actor, "remove", document.id, title=title, sha256=" ".join(hashes))
    changes.record(connection, document.id)
    return copies.unused(connection, list(dict.fromkeys([*hashes, *copied])))


def _set_status(connection: Connection, document_id: str, status: DocumentStatus, **values: object) -> None:
    table = schema.documents
    connection.execute(update(table).where(table.c.id == document_id).values(status=status, **values))
