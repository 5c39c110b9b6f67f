"""Who may see a document, and its end."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, delete

from archive import audit, changes, copies, schedules, schema, tombstones
from archive.alerts import publications
from archive.arrangement import adopt, set_status, showing
from archive.clock import now
from archive.documents import load, load_one, owner
from archive.identifiers import new_id
from domain.alerts import FIRST_EDITION, Occasion
from domain.arranging import ArrangementError, ArrangementFault
from domain.documents import Document, DocumentStatus


def publish(connection: Connection, document_id: str, actor: str, announce: bool, **detail: str) -> None:
    """Let everybody see the document; `detail` is told in the audit. See `Archive.publish`."""
    document = load_one(connection, document_id)
    _require_pages(document)
    if document.status == DocumentStatus.PUBLISHED:
        return
    set_status(connection, document_id, DocumentStatus.PUBLISHED, published_at=document.published_at or now())
    tombstones.remove(connection, document_id)
    schedules.drop(connection, document_id)
    audit.record(connection, actor, "publish", document_id, **detail)
    changes.record(connection, document_id)
    if announce and document.published_at is None:
        publications.record(connection, document_id, FIRST_EDITION, Occasion.PUBLISHED)


def publish_draft(connection: Connection, document_id: str, actor: str, announce: bool) -> None:
    """Publish the document unless it was withdrawn."""
    if load_one(connection, document_id).status == DocumentStatus.DRAFT:
        publish(connection, document_id, actor, announce)


def withdraw(connection: Connection, document_id: str, actor: str, reason: str) -> None:
    """Let nobody find the document any more. See `Archive.withdraw`."""
    document = load_one(connection, document_id)
    _require_pages(document)
    if document.status == DocumentStatus.WITHDRAWN:
        return
    set_status(connection, document_id, DocumentStatus.WITHDRAWN)
    tombstones.put(connection, document_id, actor, reason)
    schedules.drop(connection, document_id)
    if document.status == DocumentStatus.PUBLISHED:
        publications.record(connection, document_id, new_id("w"), Occasion.WITHDRAWN)
    audit.record(connection, actor, "withdraw", document_id, reason=reason)
    changes.record(connection, document_id)


def remove(connection: Connection, document_ids: Iterable[str], actor: str) -> list[str]:
    """Delete the records. See `Archive.remove`."""
    hashes: list[str] = []
    for document_id in document_ids:
        for document in load(connection, [document_id]).values():
            hashes += _remove(connection, document, actor)
    return hashes


def _require_pages(document: Document) -> None:
    """Raise ArrangementError for a document whose pages are shown in others: those are to be published or withdrawn."""
    if document.status == DocumentStatus.MOVED:
        raise ArrangementError(ArrangementFault.CLOSED, document=document.id)


def _remove(connection: Connection, document: Document, actor: str) -> list[str]:
    versions = [version for file in document.files for version in file.versions]
    touched = showing(connection, [version.id for version in versions])
    connection.execute(delete(schema.documents).where(schema.documents.c.id == document.id))
    _record_removal(connection, document, actor)
    for one in load(connection, touched).values():
        _lose_pages(connection, one, actor)
    _give_back(connection, document)
    hashes = [version.sha256 for version in versions]
    copied = [version.copy.sha256 for version in versions if version.copy]
    return copies.unused(connection, list(dict.fromkeys([*hashes, *copied])))


def _record_removal(connection: Connection, document: Document, actor: str) -> None:
    hashes = [version.sha256 for file in document.files for version in file.versions]
    title = next(iter(document.titles.values()))
    audit.record_in(connection, document.body_id, actor, "remove", document.id, title=title, sha256=" ".join(hashes))
    changes.record(connection, document.id)


def _lose_pages(connection: Connection, document: Document, actor: str) -> None:
    """A document that showed pages of a file that was removed goes with it when it has nothing else."""
    if document.arrangement or document.files:
        changes.record(connection, document.id)
        return
    connection.execute(delete(schema.documents).where(schema.documents.c.id == document.id))
    _record_removal(connection, document, actor)


def _give_back(connection: Connection, document: Document) -> None:
    """The pages a removed document had of other documents' files are theirs again."""
    for file in document.borrowed:
        owner_id = owner(connection, file.current.id)
        if owner_id is not None:
            adopt(connection, file.current.id, owner_id)
            changes.record(connection, owner_id)
