"""Sends the mails that wait in the outbox."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from alerts.attempts import Attempt, Attempts, Sending
from alerts.mail import compose
from alerts.mail_sending import MailConnection, NotSentError, RefusedMailError
from alerts.mail_server import MailServer
from archive.clock import now
from archive.outbox import Outbox

logger = logging.getLogger(__name__)


class Postman(Attempts):
    """The workflow of a few mails."""

    sending = Sending("send_mails", "deliver_mails", "mails", at_once=2, together=10, look_seconds=1.0, polling_seconds=0.25)

    def __init__(self, outbox: Outbox, server: MailServer, clock: Callable[[], datetime] = now) -> None:
        super().__init__(clock)
        self._outbox = outbox
        self._server = server

    def due(self, moment: datetime) -> Sequence[tuple[str, int]]:
        """See `Attempts.due`."""
        return [(mail.id, mail.attempts) for mail in self._outbox.due(moment)]

    def lease(self, message_ids: list[str], until: datetime) -> None:
        """See `Attempts.lease`."""
        self._outbox.lease(message_ids, until)

    def deliver(self, attempts: Sequence[Attempt]) -> None:
        """See `Attempts.deliver`."""
        with MailConnection(self._server) as connection:
            for message_id, attempt in attempts:
                self._deliver(message_id, attempt, connection)

    def _deliver(self, message_id: str, attempt: int, connection: MailConnection) -> None:
        outgoing = self._outbox.begin(message_id, attempt)
        if outgoing is None:
            return
        try:
            connection.send(compose(outgoing, self._server.sender))
        except RefusedMailError as refusal:
            logger.warning("mail %s was refused: %s", message_id, refusal)
            self._outbox.fail(message_id, str(refusal))
        except (NotSentError, ValueError) as error:
            self._again(message_id, attempt, error)
        else:
            self._outbox.sent(message_id)

    def close(self) -> None:
        """Nothing of it goes on beside DBOS."""

    def _again(self, mail_id: str, attempt: int, error: Exception) -> None:
        logger.warning("mail %s was not sent at attempt %d: %s", mail_id, attempt, error)
        moment = self.next_attempt(attempt)
        if moment is None:
            self._outbox.fail(mail_id, str(error))
        else:
            self._outbox.put_off(mail_id, moment, str(error))
