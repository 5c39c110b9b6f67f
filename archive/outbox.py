"""Mails that wait to be sent: put down in the transaction of what they tell, sent by the worker.

What was sent is not kept: its row stays without its text, since an invitation's text lets somebody in.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Integer, Row, String, Table, func, insert, select, update

from archive.clock import now
from archive.column_types import AnyText, Choice, Key, UtcTime
from archive.identifiers import new_id
from archive.schema import metadata
from archive.transactions import Transactions
from domain.mail import Backlog, Mail, MailState, OutgoingMail

outbox = Table(
    "outbox",
    metadata,
    Column("row", Integer, primary_key=True),
    Column("id", Key, nullable=False, unique=True),
    Column("recipient", String(254), nullable=False),
    Column("subject", AnyText, nullable=False),
    Column("text", AnyText, nullable=False),
    Column("html", AnyText, nullable=False),
    Column("language", String(8), nullable=False),
    Column("state", Choice(MailState), nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("not_before", UtcTime, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("sent_at", UtcTime),
    Column("reason", AnyText, nullable=False),
)


def put(connection: Connection, mail: Mail) -> str:
    """Have the mail sent when the transaction holds; returns its id."""
    mail_id, moment = new_id("m"), now()
    values = {
        "id": mail_id,
        "recipient": mail.recipient,
        "subject": mail.subject,
        "text": mail.text,
        "html": mail.html,
        "language": mail.language,
        "state": MailState.WAITING,
        "attempts": 0,
        "not_before": moment,
        "created_at": moment,
        "reason": "",
    }
    connection.execute(insert(outbox).values(values))
    return mail_id


class Outbox(Transactions):
    """The mails of one archive. Every call is one transaction."""

    def put(self, mail: Mail) -> str:
        """Have a mail sent; returns its id."""
        with self._writing.begin() as connection:
            return put(connection, mail)

    def mail(self, mail_id: str) -> OutgoingMail | None:
        """The mail, or None."""
        with self._reading.begin() as connection:
            row = connection.execute(select(outbox).where(outbox.c.id == mail_id)).one_or_none()
        return None if row is None else _mail(row)

    def due(self, moment: datetime, limit: int = 100) -> list[OutgoingMail]:
        """The oldest mails that wait and are to be tried now."""
        waiting = outbox.c.state == MailState.WAITING, outbox.c.not_before <= moment
        found = select(outbox).where(*waiting).order_by(outbox.c.row).limit(limit)
        with self._reading.begin() as connection:
            return [_mail(row) for row in connection.execute(found)]

    def lease(self, mail_ids: list[str], until: datetime) -> None:
        """Somebody has been asked to send the mails and is left alone with them until then."""
        with self._writing.begin() as connection:
            leased = update(outbox).where(outbox.c.id.in_(mail_ids), outbox.c.state == MailState.WAITING)
            connection.execute(leased.values(not_before=until))

    def begin(self, mail_id: str, attempt: int) -> OutgoingMail | None:
        """Count an attempt; None when the mail does not wait (any more) or was tried more often than `attempt` times."""
        waiting = outbox.c.id == mail_id, outbox.c.state == MailState.WAITING, outbox.c.attempts <= attempt
        with self._writing.begin() as connection:
            found = connection.execute(update(outbox).where(*waiting).values(attempts=attempt))
            if found.rowcount == 0:
                return None
            return _mail(connection.execute(select(outbox).where(outbox.c.id == mail_id)).one())

    def sent(self, mail_id: str) -> None:
        """The mail was taken by a mail server."""
        gone = {"state": MailState.SENT, "sent_at": now(), "text": "", "html": "", "reason": ""}
        self._change(mail_id, gone)

    def put_off(self, mail_id: str, until: datetime, reason: str) -> None:
        """The mail could not be sent and is to be tried again then."""
        self._change(mail_id, {"not_before": until, "reason": reason})

    def fail(self, mail_id: str, reason: str) -> None:
        """The mail will not be tried again."""
        self._change(mail_id, {"state": MailState.FAILED, "reason": reason})

    def counts(self) -> dict[MailState, int]:
        """How many mails are in which state."""
        counted = select(outbox.c.state, func.count()).group_by(outbox.c.state)
        with self._reading.begin() as connection:
            found = {row[0]: row[1] for row in connection.execute(counted)}
        return {state: found.get(state, 0) for state in MailState}

    def backlog(self) -> Backlog:
        """What is still to be sent."""
        counts = self.counts()
        with self._reading.begin() as connection:
            oldest = connection.scalar(select(func.min(outbox.c.created_at)).where(outbox.c.state == MailState.WAITING))
        return Backlog(counts[MailState.WAITING], oldest, counts[MailState.FAILED])

    def _change(self, mail_id: str, values: dict[str, object]) -> None:
        with self._writing.begin() as connection:
            connection.execute(update(outbox).where(outbox.c.id == mail_id).values(values))


def _mail(row: Row[Any]) -> OutgoingMail:
    return OutgoingMail(
        id=row.id,
        mail=Mail(row.recipient, row.subject, row.text, row.language, row.html),
        state=row.state,
        attempts=row.attempts,
        created_at=row.created_at,
        reason=row.reason,
    )
