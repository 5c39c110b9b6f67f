"""Sends the messages of alerts."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from datetime import datetime

from alerts.attempts import Attempt, Attempts, Sending
from alerts.letter import Letter, MessageChannel
from alerts.letters import LetterWriter
from alerts.mail_sending import NotSentError, RefusedMailError
from archive.alerts.outbox import Outbox
from archive.clock import now
from archive.dialect import DATABASE_AWAY

logger = logging.getLogger(__name__)


class Courier(Attempts):
    """The workflow of a few messages. Those over a channel that is not there wait."""

    sending = Sending(
        "send_alerts", "deliver_alerts", "alerts", at_once=4, together=20, look_seconds=0.5, polling_seconds=0.1
    )

    def __init__(
        self,
        outbox: Outbox,
        letters: LetterWriter,
        channels: Mapping[str, MessageChannel],
        clock: Callable[[], datetime] = now,
    ) -> None:
        super().__init__(clock)
        self._outbox = outbox
        self._letters = letters
        self._channels = channels

    def due(self, moment: datetime) -> Sequence[tuple[str, int]]:
        """See `Attempts.due`."""
        return self._outbox.due(moment, tuple(self._channels))

    def lease(self, message_ids: list[str], until: datetime) -> None:
        """See `Attempts.lease`."""
        self._outbox.lease(message_ids, until)

    def deliver(self, attempts: Sequence[Attempt]) -> None:
        """See `Attempts.deliver`."""
        with ExitStack() as opened:
            channels = {name: opened.enter_context(one.round()) for name, one in self._channels.items()}
            for message_id, attempt in attempts:
                self._try(message_id, attempt, channels)

    def _try(self, message_id: str, attempt: int, channels: Mapping[str, MessageChannel]) -> None:
        """One failing message never stops the others."""
        try:
            self._deliver(message_id, attempt, channels)
        except DATABASE_AWAY:
            raise
        except Exception as error:
            logger.exception("alert message %s could not be made", message_id)
            self._again(message_id, attempt, type(error).__name__)

    def _deliver(self, message_id: str, attempt: int, channels: Mapping[str, MessageChannel]) -> None:
        delivery = self._outbox.begin(message_id, attempt)
        if delivery is None:
            return
        letter = self._letters.write(delivery)
        if letter is None:
            self._outbox.dropped(message_id)
            return
        try:
            channels[delivery.channel].deliver(letter)
        except RefusedMailError as refusal:
            reason = _without_address(refusal, letter)
            logger.warning("alert message %s was refused: %s", message_id, reason)
            self._outbox.bounced(message_id, reason)
        except (NotSentError, ValueError) as error:
            self._again(message_id, attempt, _without_address(error, letter))
        else:
            self._outbox.sent(message_id)

    def _again(self, delivery_id: str, attempt: int, reason: str) -> None:
        logger.warning("alert message %s was not sent at attempt %d: %s", delivery_id, attempt, reason)
        moment = self.next_attempt(attempt)
        if moment is None:
            self._outbox.failed(delivery_id, reason)
        else:
            self._outbox.put_off(delivery_id, moment, reason)


def _without_address(error: Exception, letter: Letter) -> str:
    """What went wrong, as it may be kept: servers like to name the address."""
    reason = str(error) or type(error).__name__
    return re.sub(re.escape(letter.subscriber.address), "…", reason, flags=re.IGNORECASE)
