"""Pages put into documents anew: split, merged, ordered, and all of it undone. The files stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, insert

from archive import audit, changes, description, schema
from archive import former_arrangements as former
from archive.arrangement import page_keys, put, require_drawn, require_open, set_status
from archive.clock import now
from archive.documents import load_one
from archive.identifiers import new_id
from domain.arranging import ArrangementError, ArrangementFault, Piece, Split
from domain.documents import Document, DocumentStatus, PageKey
from domain.records import Description


def split(connection: Connection, wanted: Split, actor: str) -> list[str]:
    """Make the pieces documents of their own. See `Arrangements.split`."""
    document = load_one(connection, wanted.document_id)
    keys = _open_pages(connection, document)
    taken = [key for piece in wanted.pieces for key in piece.pages]
    _require_among(taken, keys)
    rest = [key for key in keys if key not in set(taken)]
    if len(wanted.pieces) + bool(rest) < 2:
        raise ArrangementError(ArrangementFault.ALONE)
    operation = former.next_operation(connection)
    former.remember(connection, operation, document)
    _show(connection, document.id, rest)
    if wanted.rest is not None:
        description.describe(connection, document.id, wanted.rest)
    ids = [_insert_piece(connection, document, piece, wanted) for piece in wanted.pieces]
    for piece_id in ids:
        former.remember_made(connection, operation, piece_id)
        audit.record(connection, actor, "split_from", piece_id, document=document.id)
        changes.record(connection, piece_id)
    audit.record(connection, actor, "split", document.id, documents=" ".join(ids))
    changes.record(connection, document.id)
    return ids


def merge(connection: Connection, document_ids: Sequence[str], found: Description, actor: str) -> None:
    """Give the first document the pages of all. See `Arrangements.merge`."""
    documents = [load_one(connection, document_id) for document_id in document_ids]
    _require_alike(documents)
    keys = [key for document in documents for key in _open_pages(connection, document)]
    operation = former.next_operation(connection)
    for document in documents:
        former.remember(connection, operation, document)
    first, *others = documents
    for document in others:
        _show(connection, document.id, [])
        audit.record(connection, actor, "merged_into", document.id, document=first.id)
        changes.record(connection, document.id)
    _show(connection, first.id, keys)
    audit.record(connection, actor, "merge", first.id, documents=" ".join(document.id for document in others))
    _describe(connection, first.id, found)


def order(connection: Connection, document_id: str, wanted: Sequence[PageKey], found: Description, actor: str) -> None:
    """Give the document's pages another order. See `Arrangements.order`."""
    document = load_one(connection, document_id)
    keys = _open_pages(connection, document)
    _require_among(wanted, keys)
    if len(wanted) < len(keys):
        raise ArrangementError(ArrangementFault.LEFT_OUT, pages=len(keys))
    former.remember(connection, former.next_operation(connection), document)
    _show(connection, document_id, wanted)
    order_now = ",".join(str(keys.index(key) + 1) for key in wanted)
    audit.record(connection, actor, "order", document_id, order=order_now)
    _describe(connection, document_id, found)


def _open_pages(connection: Connection, document: Document) -> tuple[PageKey, ...]:
    require_open(document)
    keys = page_keys(connection, document)
    if not keys:
        raise ArrangementError(ArrangementFault.CLOSED, document=document.id)
    require_drawn(connection, document, keys)
    return keys


def _require_among(wanted: Sequence[PageKey], keys: Iterable[PageKey]) -> None:
    """Raise ArrangementError for pages that are not the document's, or are named twice."""
    missing = sorted(set(wanted) - set(keys))
    if missing:
        raise ArrangementError(ArrangementFault.NO_PAGE, page=missing[0].number)
    if len(set(wanted)) < len(wanted):
        page = next(key.number for number, key in enumerate(wanted) if key in wanted[:number])
        raise ArrangementError(ArrangementFault.TWICE, page=page)


def _require_alike(documents: Sequence[Document]) -> None:
    """Raise ArrangementError unless there are several documents that the same people may see."""
    if len({document.id for document in documents}) < max(2, len(documents)):
        raise ArrangementError(ArrangementFault.ALONE)
    if len({document.status for document in documents}) > 1:
        raise ArrangementError(ArrangementFault.UNLIKE)


def _show(connection: Connection, document_id: str, keys: Sequence[PageKey]) -> None:
    """Make these the document's pages; without any, nobody finds it any more."""
    put(connection, document_id, keys)
    if not keys:
        set_status(connection, document_id, DocumentStatus.MOVED)


def _describe(connection: Connection, document_id: str, found: Description) -> None:
    description.describe(connection, document_id, found)
    changes.record(connection, document_id)


def _insert_piece(connection: Connection, document: Document, piece: Piece, wanted: Split) -> str:
    """A document of the same body and batch."""
    source = schema.documents
    origin = connection.execute(source.select().where(source.c.id == document.id)).one()
    public = wanted.publish and document.status == DocumentStatus.PUBLISHED
    values = {
        "id": new_id(),
        "type": piece.description.type,
        "titles": dict(piece.description.titles or document.titles),
        "status": DocumentStatus.PUBLISHED if public else DocumentStatus.DRAFT,
        "entered_at": now(),
        "published_at": now() if public else None,
        "body_id": document.body_id,
        "languages": [],
        "batch": origin.batch,
        "set_by_hand": [name for name in origin.set_by_hand if name == "body_id"],
    }
    connection.execute(insert(source).values(values))
    put(connection, str(values["id"]), piece.pages)
    description.describe(connection, str(values["id"]), piece.description)
    return str(values["id"])
