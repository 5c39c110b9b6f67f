"""Which pages make up which document: those of its files, unless a list of its own says otherwise.

Every page of a version that was read is shown in one document.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, delete, insert, select

from archive import pages, schema
from archive.alerts import event_rows
from archive.documents import load_one
from domain.arranging import ArrangementError, ArrangementFault
from domain.documents import Document, DocumentStatus, PageKey, ReadingState


def page_keys(connection: Connection, document: Document) -> tuple[PageKey, ...]:
    """The document's pages in order."""
    if document.arrangement or document.status == DocumentStatus.MOVED:
        return document.arrangement
    return tuple(pages.sizes(connection, [file.current.id for file in document.files if file.versions]))


def put(connection: Connection, document_id: str, keys: Sequence[PageKey]) -> None:
    """Make these the document's pages; none: it has no list of its own."""
    table = schema.arranged_pages
    connection.execute(delete(table).where(table.c.document_id == document_id))
    rows = [
        {"document_id": document_id, "position": position, "version_id": key.version_id, "number": key.number}
        for position, key in enumerate(keys, start=1)
    ]
    if rows:
        connection.execute(insert(table), rows)


def showing(connection: Connection, version_ids: Collection[str]) -> list[str]:
    """The documents with pages of the versions: their files' owners first, then those that borrow from them."""
    files, versions, arranged = schema.files, schema.versions, schema.arranged_pages
    owners = select(files.c.document_id).join(versions).where(versions.c.id.in_(version_ids))
    borrowers = select(arranged.c.document_id).where(arranged.c.version_id.in_(version_ids))
    return list(dict.fromkeys([*connection.scalars(owners), *connection.scalars(borrowers)]))


def following(connection: Connection, document: Document) -> str | None:
    """The next document of the same body that the same people may see, as they entered."""
    table = schema.documents
    alike = (table.c.status == document.status, table.c.body_id.is_not_distinct_from(document.body_id))
    wanted = select(table.c.id).where(table.c.row > document.row, *alike).order_by(table.c.row).limit(1)
    found: str | None = connection.scalar(wanted)
    return found


def adopt(connection: Connection, version_id: str, document_id: str) -> None:
    """Give the version's pages that no document shows to its owner: what is read after pages were arranged, such as an
    annex. A document that had no pages left has some again and becomes a draft.
    """
    document = load_one(connection, document_id)
    table = schema.arranged_pages
    if not document.arrangement and document.status != DocumentStatus.MOVED:
        return
    withheld = any(one.withheld for file in document.files for one in file.versions if one.id == version_id)
    if withheld:
        return
    listed = select(table.c.number).where(table.c.version_id == version_id)
    known = {PageKey(version_id, number) for number in connection.scalars(listed)}
    new = [key for key in pages.sizes(connection, [version_id]) if key not in known]
    if not new:
        return
    put(connection, document_id, [*document.arrangement, *new])
    if document.status == DocumentStatus.MOVED:
        set_status(connection, document_id, DocumentStatus.DRAFT)


def set_status(connection: Connection, document_id: str, status: DocumentStatus, **values: object) -> None:
    """Change who may see the document."""
    table = schema.documents
    connection.execute(table.update().where(table.c.id == document_id).values(status=status, **values))
    event_rows.refresh(connection, document_id)


def require_open(document: Document) -> None:
    """Raise ArrangementError unless the document's pages may be arranged: all its files are read, and it is neither
    withdrawn nor without pages.
    """
    if document.status in (DocumentStatus.WITHDRAWN, DocumentStatus.MOVED):
        raise ArrangementError(ArrangementFault.CLOSED, document=document.id)
    states = {version.state for file in (*document.files, *document.borrowed) for version in file.versions[-1:]}
    if states & {ReadingState.WAITING, ReadingState.READING}:
        raise ArrangementError(ArrangementFault.UNREAD, document=document.id)


def require_drawn(connection: Connection, document: Document, keys: Iterable[PageKey]) -> None:
    """Raise ArrangementError for a page that has no image: text flows in its format, and a page of it is no unit."""
    wanted = list(keys)
    found = pages.sizes(connection, dict.fromkeys(key.version_id for key in wanted))
    if any(found.get(key) is None for key in wanted):
        raise ArrangementError(ArrangementFault.UNDRAWN, document=document.id)
