"""Sends what waits in the outbox, in the worker: durable, with longer and longer pauses where a mail server will not.

Every attempt is a workflow of its own, so none waits in the queue for its time to come; the outbox knows when that is.
A mail that was taken is marked in the next transaction and never sent again. Only a kill between the two, or a
connection that breaks before the answer, leaves it unknown: then it is sent again under the same Message-ID.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from dbos import DBOS, Queue, SetWorkflowID

from alerts.mail import NotSentError, RefusedMailError, compose, send
from alerts.mail_server import MailServer
from archive.clock import now
from archive.outbox import Outbox

logger = logging.getLogger(__name__)

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440))
"""Between two attempts; after the last one a mail has failed."""

_QUEUE = "mails"
_AT_ONCE = 2
_LEASE = timedelta(hours=1)
"""When somebody else may try a mail whose workflow said nothing of it."""

_LOOK_SECONDS = 1.0


class Postman:
    """The workflow of a mail. Part of the worker's durable queue (`ingest.workflow.DurableWork`)."""

    def __init__(self, outbox: Outbox, server: MailServer, clock: Callable[[], datetime] = now) -> None:
        self._outbox = outbox
        self._server = server
        self._clock = clock
        self._next_look = 0.0
        self._queue: Queue | None = None
        self._send_mail: Callable[[str, int], None] | None = None

    def register(self) -> None:
        """Tell DBOS of the workflow, before it starts."""

        @DBOS.step(name="deliver_mail", retries_allowed=True, max_attempts=3)
        def deliver_mail(mail_id: str, attempt: int) -> None:
            self.deliver(mail_id, attempt)

        @DBOS.workflow(name="send_mail")
        def send_mail(mail_id: str, attempt: int) -> None:
            deliver_mail(mail_id, attempt)

        self._send_mail = send_mail

    def open(self) -> None:
        """Begin to take mails, once DBOS has started."""
        self._queue = DBOS.register_queue(_QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=0.25)

    def dispatch(self) -> None:
        """Start a workflow for each mail that is due; looks once a second, however often it is called."""
        if self._queue is None or self._send_mail is None or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK_SECONDS
        due = self._outbox.due(self._clock())
        for mail in due:
            with SetWorkflowID(f"{mail.id}-{mail.attempts + 1}"):
                self._queue.enqueue(self._send_mail, mail.id, mail.attempts + 1)
        if due:
            self._outbox.lease([mail.id for mail in due], self._clock() + _LEASE)

    def deliver(self, mail_id: str, attempt: int) -> None:
        """Try to send the mail, which waits; write down what became of it."""
        outgoing = self._outbox.begin(mail_id, attempt)
        if outgoing is None:
            return
        try:
            send(self._server, compose(outgoing, self._server.sender))
        except RefusedMailError as refusal:
            logger.warning("mail %s was refused: %s", mail_id, refusal)
            self._outbox.fail(mail_id, str(refusal))
        except (NotSentError, ValueError) as error:
            self._again(mail_id, attempt, error)
        else:
            self._outbox.sent(mail_id)

    def _again(self, mail_id: str, attempt: int, error: Exception) -> None:
        logger.warning("mail %s was not sent at attempt %d: %s", mail_id, attempt, error)
        if attempt > len(PAUSES):
            self._outbox.fail(mail_id, str(error))
        else:
            self._outbox.put_off(mail_id, self._clock() + PAUSES[attempt - 1], str(error))
