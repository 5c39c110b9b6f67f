"""How fast and how often somebody may ask for alerts who has shown nothing."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

_MOST_VISITORS = 10_000


class EvenPace:
    """Makes what is done take so many seconds, whatever it finds: so that nobody learns from the time it takes whether an
    address is known.
    """

    def __init__(
        self,
        seconds: float = 0.6,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep

    @contextmanager
    def steps(self) -> Iterator[None]:
        """What is done within ends no sooner."""
        until = self._clock() + self._seconds
        try:
            yield
        finally:
            self._sleep(max(0.0, until - self._clock()))


class VisitLimit:
    """So many requests of one visitor in so many seconds. Safe to use from several threads."""

    def __init__(self, most: int = 20, seconds: float = 3600.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def admits(self, visitor: str) -> bool:
        """Count a request; whether there is room for it."""
        moment = self._clock()
        with self._lock:
            seen = self._seen.setdefault(visitor, deque())
            self._seen.move_to_end(visitor)
            if len(self._seen) > _MOST_VISITORS:
                self._seen.popitem(last=False)
            while seen and seen[0] <= moment - self._seconds:
                seen.popleft()
            if len(seen) >= self._most:
                return False
            seen.append(moment)
            return True
