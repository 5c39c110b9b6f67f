"""What documents were before pages were arranged: kept by operation, so that the last one can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from archive import schema
from domain.arranging import ArrangementError, ArrangementFault
from domain.documents import Document, DocumentStatus, PageKey


@dataclass(frozen=True, slots=True)
class Former:
    """A document before an operation. `status` is None when the operation made it; no `pages`: those of its files."""

    document_id: str
    status: DocumentStatus | None
    pages: tuple[PageKey, ...]


def next_operation(connection: Connection) -> int:
    """A number for an operation, above those that can be undone."""
    return (connection.scalar(select(func.max(schema.former_arrangements.c.operation))) or 0) + 1


def remember(connection: Connection, operation: int, document: Document) -> None:
    """Keep what the document is now."""
    _insert(connection, operation, Former(document.id, document.status, document.arrangement))


def remember_made(connection: Connection, operation: int, document_id: str) -> None:
    """Keep that the operation made the document."""
    _insert(connection, operation, Former(document_id, None, ()))


def last_operation(connection: Connection, document_id: str) -> int:
    """The number of the last operation on the document that can be undone. Raises ArrangementError: there is none, or a
    document it touched was arranged again since.
    """
    found = _newest(connection, document_id)
    if found is None:
        raise ArrangementError(ArrangementFault.NOTHING_TO_UNDO, document=document_id)
    for former in of_operation(connection, found):
        if _newest(connection, former.document_id) != found:
            raise ArrangementError(ArrangementFault.CHANGED_SINCE, document=former.document_id)
    return found


def of_operation(connection: Connection, operation: int) -> list[Former]:
    """All documents the operation touched, as they were before it."""
    table = schema.former_arrangements
    rows = connection.execute(select(table).where(table.c.operation == operation).order_by(table.c.document_id))
    return [Former(row.document_id, row.status, tuple(PageKey(*key) for key in row.pages)) for row in rows]


def forget(connection: Connection, operation: int) -> None:
    """The operation was undone."""
    table = schema.former_arrangements
    connection.execute(delete(table).where(table.c.operation == operation))


def _newest(connection: Connection, document_id: str) -> int | None:
    table = schema.former_arrangements
    newest: int | None = connection.scalar(select(func.max(table.c.operation)).where(table.c.document_id == document_id))
    return newest


def _insert(connection: Connection, operation: int, former: Former) -> None:
    values = {
        "operation": operation,
        "document_id": former.document_id,
        "status": former.status,
        "pages": [[key.version_id, key.number] for key in former.pages],
    }
    connection.execute(insert(schema.former_arrangements).values(values))
