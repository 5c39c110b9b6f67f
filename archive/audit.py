"""Who did what: entries are added, never changed."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from archive import schema
from archive.clock import now
from domain.documents import AuditEntry


def record(connection: Connection, actor: str, action: str, subject: str, **detail: str) -> None:
    """Add an entry of this moment."""
    values = {"at": now(), "actor": actor, "action": action, "subject": subject, "detail": detail}
    connection.execute(insert(schema.audit).values(values))


def entries(connection: Connection, subject: str | None, limit: int) -> list[AuditEntry]:
    """The newest entries, newest first, of `subject` or of all."""
    newest = select(schema.audit).order_by(schema.audit.c.number.desc()).limit(limit)
    if subject is not None:
        newest = newest.where(schema.audit.c.subject == subject)
    rows = connection.execute(newest)
    return [AuditEntry(row.at, row.actor, row.action, row.subject, row.detail) for row in rows]
