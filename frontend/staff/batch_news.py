"""How far batches are, as it changes: server-sent events, for as many pages as may be open at once.

The archive is looked at once a second for each batch that somebody watches, however many do.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool

Told = Mapping[str, object]
"""What a page is told of a batch: JSON. `finished` true: it will not change by itself any more."""


class CrowdedError(Exception):
    """As many watch as may."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds between two looks, between two signs of life, and until a page has to ask again, so that whoever lost their
    right is told no more; and how many may watch at once.
    """

    look: float = 1.0
    heartbeat: float = 15.0
    longest: float = 600.0
    most: int = 100


@dataclass(frozen=True, slots=True)
class _Look:
    at: float
    found: asyncio.Task[Told]

    def failed(self) -> bool:
        """Whether nothing was found: the next who asks looks anew."""
        return self.found.done() and (self.found.cancelled() or self.found.exception() is not None)


class BatchNews:
    """Tells pages how far batches are. `tell` looks at one, in a language."""

    def __init__(self, tell: Callable[[str, str], Told], pace: Pace = Pace()) -> None:
        self._tell = tell
        self._pace = pace
        self._looks: dict[tuple[str, str], _Look] = {}
        self._watching = 0

    def watch(self, batch_id: str, language: str) -> AsyncIterator[str]:
        """What is sent to a page: an event when something has changed, the first at once. It ends when the batch has
        finished. Raises CrowdedError when as many watch as may.
        """
        if self._watching >= self._pace.most:
            raise CrowdedError
        return self._events(batch_id, language)

    async def _events(self, batch_id: str, language: str) -> AsyncIterator[str]:
        begun = spoke = time.monotonic()
        last: Told | None = None
        self._watching += 1
        try:
            yield "retry: 3000\n\n"
            while time.monotonic() - begun < self._pace.longest:
                told = await self._look(batch_id, language)
                if told != last:
                    yield _event("end" if told["finished"] else "counts", told)
                    last, spoke = told, time.monotonic()
                elif time.monotonic() - spoke >= self._pace.heartbeat:
                    yield ": still here\n\n"
                    spoke = time.monotonic()
                if told["finished"]:
                    return
                await asyncio.sleep(self._pace.look)
        finally:
            self._watching -= 1

    async def _look(self, batch_id: str, language: str) -> Told:
        """What was found less than a look's time ago, by whomever, or what is found now."""
        now, key = time.monotonic(), (batch_id, language)
        known = self._looks.get(key)
        if known is None or known.failed() or now - known.at >= self._pace.look:
            self._looks = {one: look for one, look in self._looks.items() if now - look.at < self._pace.look}
            known = _Look(now, asyncio.create_task(run_in_threadpool(self._tell, batch_id, language)))
            self._looks[key] = known
        return await asyncio.shield(known.found)


def _event(kind: str, told: Told) -> str:
    return f"event: {kind}\ndata: {json.dumps(told, ensure_ascii=False)}\n\n"
