"""Where steps are done: by the crew, when there is what they need. A disk that is full, a database or a blob store that is
away refuses no file and breaks no page: what needs them waits, and it costs no try.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import TypeVar

from archive.blob_store import BlobsAwayError
from archive.dialect import is_away
from domain.records import Urgency
from ingest.crew import Crew
from ingest.disk import DiskReserve, is_want_of_room
from ingest.figures import PAUSED

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0
"""Between two looks at a disk that was full."""

_AWAY_PAUSE, _LONGEST_PAUSE = 0.5, 10.0
"""Seconds until a step is tried again that met no database or no blobs: first, and at most."""

T = TypeVar("T")


class Room:
    """The room that one worker works in. `disk` is where it must not use up the reserve; None when nobody knows."""

    def __init__(self, worker: str, crew: Crew, disk: DiskReserve | None) -> None:
        self._worker = worker
        self._crew = crew
        self._disk = disk

    async def run(self, urgency: int, work: Callable[..., T], *arguments: object) -> T:
        """What the work comes to, done by the crew, for the request that is being followed here."""
        in_context = partial(copy_context().run, work, *arguments)
        return await asyncio.wrap_future(self._crew.do(Urgency(urgency), in_context))

    async def run_when_possible(self, urgency: int, work: Callable[..., T], *arguments: object) -> T:
        """As `run`, begun only when there is room on the disk, and begun again for as long as there turns out to be none,
        or database or blobs are away.
        """
        pause = _AWAY_PAUSE
        while True:
            await self._space()
            try:
                return await self.run(urgency, work, *arguments)
            except Exception as error:
                if is_want_of_room(error):
                    await self._wait(error)
                    continue
                if not (isinstance(error, BlobsAwayError) or is_away(error)):
                    raise
                logger.warning("a step waits until it can be done: %s", error)
            await asyncio.sleep(pause)
            pause = min(_LONGEST_PAUSE, pause * 2)

    async def _wait(self, error: Exception) -> None:
        logger.warning("a step waits until there is room: %s", error)
        with PAUSED.labels(self._worker).track_inprogress():
            await asyncio.sleep(_LOOK_SECONDS)

    async def _space(self) -> None:
        if self._disk is None or not self._disk.is_short():
            return
        logger.warning("paused: the disk has less than %s bytes free", self._disk.reserve)
        with PAUSED.labels(self._worker).track_inprogress():
            while self._disk.is_short():
                await asyncio.sleep(_LOOK_SECONDS)
        logger.info("the disk has room again")
