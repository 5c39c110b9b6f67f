"""The archive's front door to batches: what people hand in together."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from archive import audit, schema
from archive.batch_tables import batches
from archive.clock import now
from archive.councils import require
from archive.identifiers import new_id
from archive.sheets import Sheets
from archive.transactions import Transactions
from archive.uploads import Uploads
from domain.batches import Batch, NewBatch


class Batches(Transactions):
    """The batches of one archive and, in `uploads`, their files. Part of `archive.store.Archive`, with its promises."""

    @property
    def uploads(self) -> Uploads:
        """The files of batches."""
        return Uploads(self._reading, self._writing)

    @property
    def sheets(self) -> Sheets:
        """What sheets say of them."""
        return Sheets(self._reading, self._writing)

    def create(self, new: NewBatch) -> Batch:
        """Make a batch, or find the open one that its resume key tells. Raises LookupError when the body is not there."""
        with self._writing.begin() as connection:
            known = _begun(connection, new)
            return known or _insert(connection, new)

    def batch(self, batch_id: str) -> Batch | None:
        """The batch, or None."""
        with self._reading.begin() as connection:
            return load(connection, batch_id)

    def body_of(self, batch_id: str) -> str | None:
        """The body of a batch. Raises LookupError when there is no such batch."""
        found = self.batch(batch_id)
        if found is None:
            raise LookupError(f"no batch {batch_id!r}")
        return found.body_id

    def newest(self, bodies: frozenset[str] | None, before: int | None = None, limit: int = 50) -> list[Batch]:
        """The batches of these bodies (None: all there are), the newest first, behind the one with the row `before`."""
        found = select(batches).order_by(batches.c.row.desc()).limit(limit)
        if bodies is not None:
            found = found.where(batches.c.body_id.in_(sorted(bodies)))
        if before is not None:
            found = found.where(batches.c.row < before)
        with self._reading.begin() as connection:
            return [_batch(row) for row in connection.execute(found)]

    def close(self, batch_id: str, actor: str) -> None:
        """Let nothing more come into it. Nothing happens where it is closed already."""
        open_one = batches.c.id == batch_id, batches.c.closed_at.is_(None)
        with self._writing.begin() as connection:
            if connection.execute(update(batches).where(*open_one).values(closed_at=now())).rowcount:
                audit.record_in(connection, _body(connection, batch_id), actor, "close_batch", batch_id)


def load(connection: Connection, batch_id: str) -> Batch | None:
    """The batch, or None."""
    row = connection.execute(select(batches).where(batches.c.id == batch_id)).one_or_none()
    return None if row is None else _batch(row)


def _body(connection: Connection, batch_id: str) -> str | None:
    return connection.scalar(select(batches.c.body_id).where(batches.c.id == batch_id))


def _begun(connection: Connection, new: NewBatch) -> Batch | None:
    mine = batches.c.resume_key == new.resume_key, batches.c.actor == new.actor
    same = batches.c.body_id.is_not_distinct_from(new.body_id), batches.c.closed_at.is_(None)
    found = select(batches).where(*mine, *same).order_by(batches.c.row.desc()).limit(1)
    row = connection.execute(found).one_or_none() if new.resume_key else None
    return None if row is None else _batch(row)


def _insert(connection: Connection, new: NewBatch) -> Batch:
    require(connection, schema.bodies, new.body_id)
    values = {
        "id": new_id("b"),
        "name": new.name,
        "body_id": new.body_id,
        "actor": new.actor,
        "publish": new.publish,
        "announce": new.announce,
        "resume_key": new.resume_key,
        "created_at": now(),
    }
    connection.execute(insert(batches).values(values))
    audit.record_in(connection, new.body_id, new.actor, "create_batch", str(values["id"]), name=new.name)
    return _batch(connection.execute(select(batches).where(batches.c.id == values["id"])).one())


def _batch(row: Row[Any]) -> Batch:
    return Batch(
        id=row.id,
        row=row.row,
        name=row.name,
        body_id=row.body_id,
        actor=row.actor,
        publish=row.publish,
        announce=row.announce,
        created_at=row.created_at,
        closed_at=row.closed_at,
    )
