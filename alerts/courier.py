"""Sends the messages of alerts, in the worker: durable, with longer and longer pauses where somebody will not take one.

Every attempt is a workflow of its own; the outbox knows when the next one is due. A message that was taken is marked in
the next transaction and never sent again. Only a kill between the two, or a connection that breaks before the answer, leaves
it unknown: then it is sent again under the same id, by which a repeat is known.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from dbos import DBOS, Queue, SetWorkflowID

from alerts.letter import Letter, MessageChannel
from alerts.letters import LetterWriter
from alerts.mail import NotSentError, RefusedMailError
from alerts.postman import PAUSES
from archive.alerts.outbox import Outbox
from archive.clock import now

logger = logging.getLogger(__name__)

_QUEUE = "alerts"
_AT_ONCE = 4
_LEASE = timedelta(hours=1)
"""When somebody else may try a message whose workflow said nothing of it."""

_LOOK_SECONDS = 0.5
_SWEEP_SECONDS = 60.0
_ENDED_BADLY = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


class Courier:
    """The workflow of a message. Messages over a channel that is not there wait."""

    def __init__(
        self,
        outbox: Outbox,
        letters: LetterWriter,
        channels: Mapping[str, MessageChannel],
        clock: Callable[[], datetime] = now,
    ) -> None:
        self._outbox = outbox
        self._letters = letters
        self._channels = channels
        self._clock = clock
        self._next_look = 0.0
        self._next_sweep = 0.0
        self._queue: Queue | None = None
        self._send: Callable[[str, int], None] | None = None

    def register(self) -> None:
        """Tell DBOS of the workflow, before it starts."""

        @DBOS.step(name="deliver_alert", retries_allowed=True, max_attempts=3)
        def deliver_alert(delivery_id: str, attempt: int) -> None:
            self.deliver(delivery_id, attempt)

        @DBOS.workflow(name="send_alert")
        def send_alert(delivery_id: str, attempt: int) -> None:
            deliver_alert(delivery_id, attempt)

        self._send = send_alert

    def open(self) -> None:
        """Begin to take messages, once DBOS has started."""
        self._queue = DBOS.register_queue(_QUEUE, worker_concurrency=_AT_ONCE, polling_interval_sec=0.1)

    def dispatch(self) -> None:
        """Start a workflow for each message that is due; looks twice a second, however often it is called."""
        if self._queue is None or self._send is None or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + _LOOK_SECONDS
        self._sweep()
        due = self._outbox.due(self._clock(), tuple(self._channels))
        for delivery_id, attempts in due:
            with SetWorkflowID(f"{delivery_id}-{attempts + 1}"):
                self._queue.enqueue(self._send, delivery_id, attempts + 1)
        if due:
            self._outbox.lease([delivery_id for delivery_id, _ in due], self._clock() + _LEASE)

    def deliver(self, delivery_id: str, attempt: int) -> None:
        """Try to send the message, if it still waits; write down what became of it."""
        delivery = self._outbox.begin(delivery_id, attempt)
        if delivery is None:
            return
        letter = self._letters.write(delivery)
        if letter is None:
            self._outbox.dropped(delivery_id)
            return
        try:
            self._channels[delivery.channel].deliver(letter)
        except RefusedMailError as refusal:
            reason = _without_address(refusal, letter)
            logger.warning("alert message %s was refused: %s", delivery_id, reason)
            self._outbox.bounced(delivery_id, reason)
        except (NotSentError, ValueError) as error:
            self._again(delivery_id, attempt, _without_address(error, letter))
        else:
            self._outbox.sent(delivery_id)

    def _sweep(self) -> None:
        """Forget workflows that ended without a word, such as while the database was away: another try has their name."""
        if time.monotonic() < self._next_sweep:
            return
        self._next_sweep = time.monotonic() + _SWEEP_SECONDS
        ended = DBOS.list_workflows(name="send_alert", status=_ENDED_BADLY, load_input=False, load_output=False)
        if ended:
            DBOS.delete_workflows([workflow.workflow_id for workflow in ended])

    def _again(self, delivery_id: str, attempt: int, reason: str) -> None:
        logger.warning("alert message %s was not sent at attempt %d: %s", delivery_id, attempt, reason)
        if attempt > len(PAUSES):
            self._outbox.failed(delivery_id, reason)
        else:
            self._outbox.put_off(delivery_id, self._clock() + PAUSES[attempt - 1], reason)


def _without_address(error: Exception, letter: Letter) -> str:
    """What went wrong, as it may be kept: servers like to name the address."""
    reason = str(error) or type(error).__name__
    return re.sub(re.escape(letter.subscriber.address), "…", reason, flags=re.IGNORECASE)
