"""Durable attempts at sending, in the worker: with longer and longer pauses where somebody will not take a message.

A workflow is an attempt at a few messages, one after the other, so none waits in the queue for its time to come: an
outbox knows when that is. A message that was taken is marked in the next transaction and never sent again. Only a kill
between the two, or a connection that breaks before the answer, leaves it unknown: then it is sent again under the same id,
by which a repeat is known.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import NAMESPACE_OID, uuid5

from dbos import DBOS, Queue, SetWorkflowID

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440))
"""Between two attempts; after the last one a message has failed."""

_CLAIM = timedelta(minutes=2)
"""When somebody else may try a message of which it is not known whether it came into the queue."""

_LEASE = timedelta(hours=1)
"""When somebody else may try a message whose workflow said nothing of it."""

_SWEEP_SECONDS = 60.0
_ENDED_BADLY = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


Attempt = tuple[str, int]
"""The id of a message, and which attempt at it this is, counted from 1."""


@dataclass(frozen=True, slots=True)
class Sending:
    """How the attempts at one kind of message are named in the queue's database, which must never change, and how many are
    made at once, each at up to `together` messages; due ones are looked for every `look_seconds`, and taken from the queue
    within `polling_seconds`.
    """

    workflow: str
    step: str
    queue: str
    at_once: int
    together: int
    look_seconds: float
    polling_seconds: float


class Attempts(ABC):
    """The workflow of one kind of message. Part of the worker's durable queue (`ingest.workflow.DurableWork`)."""

    sending: ClassVar[Sending]

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._next_look = 0.0
        self._next_sweep = 0.0
        self._queue: Queue | None = None
        self._send: Callable[[list[Attempt]], None] | None = None

    @abstractmethod
    def deliver(self, attempts: Sequence[Attempt]) -> None:
        """Try to send the messages that still wait, one after the other; write down what became of each."""

    @abstractmethod
    def due(self, moment: datetime) -> Sequence[tuple[str, int]]:
        """The messages to be tried then, with the attempts so far."""

    @abstractmethod
    def lease(self, message_ids: list[str], until: datetime) -> None:
        """Leave the messages alone until then."""

    def register(self) -> None:
        """Tell DBOS of the workflow, before it starts."""

        @DBOS.step(name=self.sending.step, retries_allowed=True, max_attempts=3)
        def deliver(attempts: list[Attempt]) -> None:
            self.deliver(attempts)

        @DBOS.workflow(name=self.sending.workflow)
        def send(attempts: list[Attempt]) -> None:
            deliver(attempts)

        self._send = send

    def open(self) -> None:
        """Begin to take messages, once DBOS has started."""
        sending = self.sending
        self._queue = DBOS.register_queue(
            sending.queue, worker_concurrency=sending.at_once, polling_interval_sec=sending.polling_seconds
        )

    def dispatch(self) -> None:
        """Start a workflow for each message that is due; looks now and then, however often it is called."""
        if self._queue is None or self._send is None or time.monotonic() < self._next_look:
            return
        self._next_look = time.monotonic() + self.sending.look_seconds
        self._sweep()
        due = [(message_id, attempts + 1) for message_id, attempts in self.due(self._clock())]
        for first in range(0, len(due), self.sending.together):
            self._enqueue(due[first : first + self.sending.together])

    def next_attempt(self, attempt: int) -> datetime | None:
        """When to try again after an attempt that failed now; None after the last one."""
        return None if attempt > len(PAUSES) else self._clock() + PAUSES[attempt - 1]

    def _enqueue(self, attempts: list[Attempt]) -> None:
        """Have these be made. The messages are nobody else's before that, and for longer after it: who is killed between
        leaves them to be found again soon, but not to be enqueued twice.
        """
        if self._queue is None or self._send is None:
            return
        ids = [message_id for message_id, _ in attempts]
        self.lease(ids, self._clock() + _CLAIM)
        with SetWorkflowID(str(uuid5(NAMESPACE_OID, repr(attempts)))):
            self._queue.enqueue(self._send, attempts)
        self.lease(ids, self._clock() + _LEASE)

    def _sweep(self) -> None:
        """Forget workflows that ended without a word, such as while the database was away: another try has their name."""
        if time.monotonic() < self._next_sweep:
            return
        self._next_sweep = time.monotonic() + _SWEEP_SECONDS
        ended = DBOS.list_workflows(name=self.sending.workflow, status=_ENDED_BADLY, load_input=False, load_output=False)
        if ended:
            DBOS.delete_workflows([workflow.workflow_id for workflow in ended])
