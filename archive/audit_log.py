"""Looking through who did what."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, or_, select

from archive.account_tables import accounts
from archive.accounts import folded
from archive.audit import record_in
from archive.column_types import storable
from archive.schema import audit
from archive.transactions import Transactions
from domain.audit import AuditFilter, LoggedAction

_AT_ONCE = 500


class AuditLog(Transactions):
    """The entries of one archive: read only, but for the note that somebody took a copy."""

    def page(self, wanted: AuditFilter, before: int | None = None, limit: int = 50) -> list[LoggedAction]:
        """The newest entries, newest first, with numbers below `before`."""
        with self._reading.begin() as connection:
            return _load(connection, wanted, before, limit)

    def walk(self, wanted: AuditFilter) -> Iterator[LoggedAction]:
        """All entries, newest first; never holds up a writer, however slow."""
        before: int | None = None
        while found := self.page(wanted, before, _AT_ONCE):
            yield from found
            before = found[-1].number

    def actions(self) -> list[str]:
        """The kinds of action there are entries of."""
        with self._reading.begin() as connection:
            return list(connection.scalars(select(audit.c.action).distinct().order_by(audit.c.action)))

    def exported(self, actor: str, form: str, bodies: frozenset[str] | None) -> None:
        """Say that somebody takes a copy of entries in `form`."""
        body = next(iter(bodies)) if bodies is not None and len(bodies) == 1 else None
        with self._writing.begin() as connection:
            record_in(connection, body, actor, "export_audit", "audit", form=form)


def _load(connection: Connection, wanted: AuditFilter, before: int | None, limit: int) -> list[LoggedAction]:
    joined = audit.outerjoin(accounts, accounts.c.id == audit.c.actor)
    found = select(audit, accounts.c.email).select_from(joined).where(*_conditions(wanted))
    if before is not None:
        found = found.where(audit.c.number < before)
    rows = connection.execute(found.order_by(audit.c.number.desc()).limit(limit))
    return [
        LoggedAction(row.number, row.at, row.actor, row.email or "", row.action, row.subject, row.body_id, row.detail)
        for row in rows
    ]


def _conditions(wanted: AuditFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.bodies is not None:
        yield audit.c.body_id.in_(sorted(wanted.bodies))
    if wanted.actor:
        yield or_(audit.c.actor == wanted.actor, accounts.c.email == folded(wanted.actor))
    if wanted.action:
        yield audit.c.action == storable(wanted.action)
    if wanted.subject:
        yield audit.c.subject == wanted.subject
    if wanted.since is not None:
        yield audit.c.at >= wanted.since
    if wanted.until is not None:
        yield audit.c.at < wanted.until
