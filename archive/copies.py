"""What is read in place of a version's bytes: an unlocked copy, or a conversion to PDF."""

from __future__ import annotations

from sqlalchemy import Connection, or_, select, update

from archive import schema
from domain.documents import ReadingCopy


def put(connection: Connection, version_id: str, copy: ReadingCopy) -> list[str]:
    """The version is read from `copy` from now on. Returns the hash of its last copy if nothing refers to that now."""
    table = schema.versions
    before = connection.scalar(select(table.c.copy_sha256).where(table.c.id == version_id))
    connection.execute(update(table).where(table.c.id == version_id).values(columns(copy)))
    return unused(connection, [before]) if before else []


def columns(copy: ReadingCopy | None) -> dict[str, str | None]:
    """The copy as a version's columns hold it."""
    if copy is None:
        return {"copy_sha256": None, "copy_type": None}
    return {"copy_sha256": copy.sha256, "copy_type": copy.media_type}


def unused(connection: Connection, hashes: list[str]) -> list[str]:
    """Those of the hashes that no version is stored under or read from: one file's copy may be another's original."""
    table = schema.versions
    referring = or_(table.c.sha256.in_(hashes), table.c.copy_sha256.in_(hashes))
    rows = connection.execute(select(table.c.sha256, table.c.copy_sha256).where(referring)).all()
    used = {sha256 for row in rows for sha256 in row}
    return [sha256 for sha256 in hashes if sha256 not in used]
