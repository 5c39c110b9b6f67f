"""A few threads that do the steps of all files, those of urgent work first."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from domain.records import Urgency

Result = TypeVar("Result")

_Job = tuple[Urgency, "Future[Any]", Callable[[], Any]]


class Crew:
    """`size` threads. Each takes the oldest step of the most urgent kind of which fewer are under way than `most` says.

    They end with the process, whatever they do then: a step that was cut is done again.
    """

    def __init__(self, size: int, most: Mapping[Urgency, int]) -> None:
        self._most = {urgency: min(size, most.get(urgency, size)) for urgency in sorted(Urgency)}
        self._waiting: dict[Urgency, deque[_Job]] = {urgency: deque() for urgency in self._most}
        self._under_way = dict.fromkeys(self._most, 0)
        self._changed = threading.Condition()
        self._resting = False
        for number in range(size):
            threading.Thread(target=self._work, name=f"steps-{number}", daemon=True).start()

    def do(self, urgency: Urgency, step: Callable[[], Result]) -> Future[Result]:
        """Have the step done when its turn comes; never, once the crew rests."""
        future: Future[Result] = Future()
        with self._changed:
            self._waiting[urgency].append((urgency, future, step))
            self._changed.notify()
        return future

    def waiting(self, urgency: Urgency) -> int:
        """How many steps of the kind wait for their turn."""
        with self._changed:
            return len(self._waiting[urgency])

    def rest(self, seconds: float) -> bool:
        """Begin nothing any more, and wait so long for what is under way. Returns whether all of it came to its end."""
        deadline = time.monotonic() + seconds
        with self._changed:
            self._resting = True
            self._changed.notify_all()
            return self._changed.wait_for(lambda: not any(self._under_way.values()), deadline - time.monotonic())

    def _work(self) -> None:
        while (job := self._next()) is not None:
            urgency, future, step = job
            _settle(future, step)
            with self._changed:
                self._under_way[urgency] -= 1
                self._changed.notify_all()

    def _next(self) -> _Job | None:
        with self._changed:
            self._changed.wait_for(lambda: self._resting or self._startable() is not None)
            urgency = self._startable()
            if self._resting or urgency is None:
                return None
            self._under_way[urgency] += 1
            return self._waiting[urgency].popleft()

    def _startable(self) -> Urgency | None:
        """The kind whose turn it is."""
        kinds = (kind for kind, jobs in self._waiting.items() if jobs and self._under_way[kind] < self._most[kind])
        return next(kinds, None)


def _settle(future: Future[Any], step: Callable[[], Any]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(step())
    except BaseException as error:  # noqa: BLE001 (it is raised to whoever waits for the future)
        future.set_exception(error)
