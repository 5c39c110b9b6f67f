"""How long a file is read by OCR without anything coming of it."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from domain.failures import Failure, RefusedFileError


class Patience:
    """Counts, a task at a time, the seconds of reading that brought no text: a register with text on its pages may be as
    long as it likes, and a file of thousands of pages that cost time and hold none may not. Threads may share it.

    The count is kept in memory: a worker that starts again begins anew.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._barren: defaultdict[str, float] = defaultdict(float)
        self._lock = Lock()

    @contextmanager
    def reading(self, task_id: str) -> Iterator[Attempt]:
        """The reading of one page, which counts unless it is marked as fruitful. Raises RefusedFileError, GIVEN_UP, when no
        patience is left.
        """
        if self._barren.get(task_id, 0.0) >= self._seconds:
            raise RefusedFileError(Failure.GIVEN_UP, f"{self._seconds} s of reading brought no text")
        attempt, started = Attempt(), time.monotonic()
        try:
            yield attempt
        finally:
            if not attempt.fruitful:
                with self._lock:
                    self._barren[task_id] += time.monotonic() - started

    def forget(self, task_id: str) -> None:
        """The task has ended."""
        with self._lock:
            self._barren.pop(task_id, None)


class Attempt:
    """A page that is being read. `fruitful` says that text was found on it."""

    fruitful = False
