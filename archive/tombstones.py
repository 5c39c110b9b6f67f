"""What is left of a withdrawn document for the public: when it was withdrawn, and why."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select

from archive.clock import now
from archive.schema import documents, withdrawals
from domain.documents import DocumentStatus
from domain.publication import Tombstone


def put(connection: Connection, document_id: str, actor: str, reason: str) -> None:
    """The document is withdrawn now."""
    remove(connection, document_id)
    values = {"document_id": document_id, "at": now(), "reason": reason, "actor": actor}
    connection.execute(insert(withdrawals).values(values))


def remove(connection: Connection, document_id: str) -> None:
    """The document is withdrawn no more."""
    connection.execute(delete(withdrawals).where(withdrawals.c.document_id == document_id))


def load(connection: Connection, document_id: str) -> Tombstone | None:
    """The tombstone of a document that was public; of what never was nobody is told anything."""
    known = documents.c.published_at.is_not(None), documents.c.status == DocumentStatus.WITHDRAWN
    found = select(withdrawals).join(documents).where(withdrawals.c.document_id == document_id, *known)
    row = connection.execute(found).one_or_none()
    return None if row is None else Tombstone(row.document_id, row.at, row.reason)
