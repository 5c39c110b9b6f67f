"""Who did what: entries are added, never changed. Triggers of the database refuse to change or remove one."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from archive import schema
from archive.clock import now
from domain.documents import AuditEntry


def record(connection: Connection, actor: str, action: str, subject: str, **detail: str) -> None:
    """Add an entry of this moment. Where the subject is a document, the entry is of its body."""
    body = select(schema.documents.c.body_id).where(schema.documents.c.id == subject)
    record_in(connection, connection.scalar(body), actor, action, subject, **detail)


def record_in(connection: Connection, body_id: str | None, actor: str, action: str, subject: str, **detail: str) -> None:
    """Add an entry of this moment that the administrators of the body may see; None: those of all bodies only."""
    entry = {"at": now(), "body_id": body_id, "actor": actor, "action": action, "subject": subject}
    values = {**entry, "detail": detail}
    connection.execute(insert(schema.audit), values)


def entries(connection: Connection, subject: str | None, limit: int) -> list[AuditEntry]:
    """The newest entries, newest first, of `subject` or of all."""
    newest = select(schema.audit).order_by(schema.audit.c.number.desc()).limit(limit)
    if subject is not None:
        newest = newest.where(schema.audit.c.subject == subject)
    rows = connection.execute(newest)
    return [AuditEntry(row.at, row.actor, row.action, row.subject, row.detail) for row in rows]
