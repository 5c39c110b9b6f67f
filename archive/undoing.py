"""Undoing the last arrangement of pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection

from archive import audit, changes, description
from archive import former_arrangements as former
from archive.arrangement import adopt, page_keys, put, set_status
from archive.documents import load
from archive.former_arrangements import Former
from archive.pages import sizes
from domain.documents import Document, DocumentStatus, PageKey
from domain.records import Description


def former_pages(connection: Connection, document_id: str) -> dict[str, tuple[PageKey, ...]]:
    """The pages that documents get back when the last operation on this one is undone."""
    befores = former.of_operation(connection, former.last_operation(connection, document_id))
    documents = load(connection, [before.document_id for before in befores])
    found = {before.document_id: _pages(connection, documents[before.document_id], before) for before in befores}
    return {one: keys for one, keys in found.items() if keys}


def undo(connection: Connection, document_id: str, found: Mapping[str, Description], actor: str) -> list[str]:
    """Make the documents what they were before the last operation. See `Arrangements.undo`."""
    operation = former.last_operation(connection, document_id)
    befores = former.of_operation(connection, operation)
    documents = load(connection, [before.document_id for before in befores])
    statuses = {before.document_id: _status(connection, before, documents) for before in befores}
    for before in befores:
        put(connection, before.document_id, _still_there(connection, before.pages))
        set_status(connection, before.document_id, statuses[before.document_id])
    for document in documents.values():
        for file in document.files:
            adopt(connection, file.current.id, document.id)
    for one in documents:
        if one in found:
            description.describe(connection, one, found[one])
        audit.record(connection, actor, "undo_arrangement", one, document=document_id)
        changes.record(connection, one)
    former.forget(connection, operation)
    return list(documents)


def _pages(connection: Connection, document: Document, before: Former) -> tuple[PageKey, ...]:
    if before.pages or before.status in (None, DocumentStatus.MOVED):
        return _still_there(connection, before.pages)
    return tuple(sizes(connection, [file.current.id for file in document.files]))


def _still_there(connection: Connection, keys: Sequence[PageKey]) -> tuple[PageKey, ...]:
    """Those of the pages whose file was not removed meanwhile."""
    present = sizes(connection, dict.fromkeys(key.version_id for key in keys))
    return tuple(key for key in keys if key in present)


def _status(connection: Connection, before: Former, documents: Mapping[str, Document]) -> DocumentStatus:
    """Who may see the document then. Undoing publishes no page that was withdrawn or not public meanwhile, unless it was
    public before the operation and nothing was withdrawn since: else the document comes back as a draft.
    """
    document = documents[before.document_id]
    if before.status is None:
        return DocumentStatus.MOVED
    wanted = before.status if document.status == DocumentStatus.MOVED else document.status
    gained = set(_pages(connection, document, before)) - set(page_keys(connection, document))
    if wanted != DocumentStatus.PUBLISHED or not gained:
        return wanted
    withdrawn = any(one.status == DocumentStatus.WITHDRAWN for one in documents.values())
    return DocumentStatus.DRAFT if withdrawn or before.status != DocumentStatus.PUBLISHED else wanted
