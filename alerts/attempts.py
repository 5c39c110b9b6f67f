"""Durable attempts at sending, in the worker: with longer and longer pauses where somebody will not take a message.

Every attempt is a workflow of its own, so none waits in the queue for its time to come: an outbox knows when that is. A
message that was taken is marked in the next transaction and never sent again. Only a kill between the two, or a connection
that breaks before the answer, leaves it unknown: then it is sent again under the same id, by which a repeat is known.
"""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

from dbos import DBOS, Queue, SetWorkflowID

PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 30, 60, 120, 240, 480, 720, 1440, 1440))
"""Between two attempts; after the last one a message has failed."""

_LEASE = timedelta(hours=1)
"""When somebody else may try a message whose workflow said nothing of it."""

_SWEEP_SECONDS = 60.0
_ENDED_BADLY = ["ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED"]


@dataclass(frozen=True, slots=True)
class Sending:
    """How the attempts at one kind of message are named in the queue's database, which must never change, and how many are
    made at once; due ones are looked for every `look_seconds`, and taken from the queue within `polling_seconds`.
    """

    workflow: str
    step: str
    queue: str
    at_once: int
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
        self._send: Callable[[str, int], None] | None = None

    @abstractmethod
    def deliver(self, message_id: str, attempt: int) -> None:
        """Try to send the message, if it still waits; write down what became of it."""

    @abstractmethod
    def due(self, moment: datetime) -> Sequence[tuple[str, int]]:
        """The messages to be tried then, with the attempts so far."""

    @abstractmethod
    def lease(self, message_ids: list[str], until: datetime) -> None:
        """Leave the messages alone until then."""

    def register(self) -> None:
        """Tell DBOS of the workflow, before it starts."""

        @DBOS.step(name=self.sending.step, retries_allowed=True, max_attempts=3)
        def deliver(message_id: str, attempt: int) -> None:
            self.deliver(message_id, attempt)

        @DBOS.workflow(name=self.sending.workflow)
        def send(message_id: str, attempt: int) -> None:
            deliver(message_id, attempt)

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
        due = self.due(self._clock())
        for message_id, attempts in due:
            with SetWorkflowID(f"{message_id}-{attempts + 1}"):
                self._queue.enqueue(self._send, message_id, attempts + 1)
        if due:
            self.lease([message_id for message_id, _ in due], self._clock() + _LEASE)

    def next_attempt(self, attempt: int) -> datetime | None:
        """When to try again after an attempt that failed now; None after the last one."""
        return None if attempt > len(PAUSES) else self._clock() + PAUSES[attempt - 1]

    def _sweep(self) -> None:
        """Forget workflows that ended without a word, such as while the database was away: another try has their name."""
        if time.monotonic() < self._next_sweep:
            return
        self._next_sweep = time.monotonic() + _SWEEP_SECONDS
        ended = DBOS.list_workflows(name=self.sending.workflow, status=_ENDED_BADLY, load_input=False, load_output=False)
        if ended:
            DBOS.delete_workflows([workflow.workflow_id for workflow in ended])
