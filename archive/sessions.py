"""Who is signed in, and who tried to lately."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from archive import audit
from archive.account_tables import sessions, sign_in_attempts
from archive.identifiers import new_id
from archive.transactions import Transactions
from domain.accounts import NewSession, Session

_SEEN = timedelta(minutes=1)
"""How exactly it is known when a session was seen last: a page that is looked at need not write."""


class Sessions(Transactions):
    """The sessions of one archive. Every call is one transaction, which holds its entry in the audit, too."""

    def open(self, new: NewSession) -> str:
        """Sign somebody in; returns the session's id. What has expired is forgotten."""
        session_id = new_id("s")
        values = {
            "id": session_id,
            "digest": new.digest,
            "account_id": new.account_id,
            "opened_at": new.opened_at,
            "seen_at": new.opened_at,
            "expires_at": new.expires_at,
            "address": new.address[:64],
            "agent": new.agent[:300],
            "proven": new.proven,
        }
        with self._writing.begin() as connection:
            connection.execute(delete(sessions).where(sessions.c.expires_at <= new.opened_at))
            connection.execute(insert(sessions).values(values))
            if new.proven:
                _record(connection, "sign_in", new.account_id, new.address)
        return session_id

    def prove(self, session_id: str, digest: str, expires_at: datetime) -> None:
        """The second factor was given: the session counts from now on, under another key."""
        with self._writing.begin() as connection:
            row = connection.execute(select(sessions).where(sessions.c.id == session_id)).one()
            values = {"proven": True, "digest": digest, "expires_at": expires_at}
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(values))
            _record(connection, "sign_in", row.account_id, row.address)

    def find(self, digest: str, moment: datetime, idle: timedelta) -> Session | None:
        """The session whose key has the digest, unless it has expired or was not seen for as long as `idle`."""
        with self._reading.begin() as connection:
            row = connection.execute(select(sessions).where(sessions.c.digest == digest)).one_or_none()
        if row is None or row.expires_at <= moment or row.seen_at + idle <= moment:
            return None
        if row.seen_at + _SEEN <= moment:
            self._see(row.id, moment)
        return _session(row)

    def of_account(self, account_id: str, moment: datetime, idle: timedelta) -> list[Session]:
        """Where the account is signed in, the newest first."""
        live = sessions.c.expires_at > moment, sessions.c.seen_at > moment - idle, sessions.c.proven
        mine = select(sessions).where(sessions.c.account_id == account_id, *live).order_by(sessions.c.row.desc())
        with self._reading.begin() as connection:
            return [_session(row) for row in connection.execute(mine)]

    def end(self, account_id: str, session_id: str, action: str) -> bool:
        """Sign one of the account's browsers out, recorded as `action`; False when it is not (or no more) signed in."""
        mine = sessions.c.account_id == account_id, sessions.c.id == session_id
        with self._writing.begin() as connection:
            ended = connection.execute(delete(sessions).where(*mine)).rowcount == 1
            if ended:
                audit.record_in(connection, None, account_id, action, session_id)
        return ended

    def attempt(self, limits: Mapping[str, int], moment: datetime, window: timedelta) -> datetime | None:
        """Count an attempt to sign in under each of the subjects, unless one of them has had its number within `window`.

        Then nothing is counted, and the answer is when to try again.
        """
        table, begin = sign_in_attempts, moment - window
        with self._writing.begin() as connection:
            connection.execute(delete(table).where(table.c.at <= begin))
            waits = [_free_at(connection, subject, limit) for subject, limit in limits.items()]
            latest = max((wait + window for wait in waits if wait is not None), default=None)
            if latest is None:
                connection.execute(insert(table), [{"subject": subject, "at": moment} for subject in limits])
        return latest

    def forgive(self, subject: str) -> None:
        """Count no attempt under the subject: it was the right one."""
        with self._writing.begin() as connection:
            connection.execute(delete(sign_in_attempts).where(sign_in_attempts.c.subject == subject))

    def _see(self, session_id: str, moment: datetime) -> None:
        with self._writing.begin() as connection:
            connection.execute(update(sessions).where(sessions.c.id == session_id).values(seen_at=moment))


def _free_at(connection: Connection, subject: str, limit: int) -> datetime | None:
    """The attempt that has to be forgotten before there may be another one; None when there may be one now."""
    table = sign_in_attempts
    newest = select(table.c.at).where(table.c.subject == subject).order_by(table.c.at.desc())
    return connection.scalar(newest.offset(limit - 1).limit(1))


def _record(connection: Connection, action: str, account_id: str, address: str) -> None:
    audit.record_in(connection, None, account_id, action, account_id, address=address)


def _session(row: Row[Any]) -> Session:
    return Session(
        id=row.id,
        account_id=row.account_id,
        opened_at=row.opened_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
        address=row.address,
        agent=row.agent,
        proven=row.proven,
    )
