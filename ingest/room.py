"""Where steps are done: in a few threads, and with room on the disk. A full disk refuses no file and breaks no page: what
needs room waits for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

from ingest.disk import DiskReserve, is_want_of_room
from ingest.figures import PAUSED

logger = logging.getLogger(__name__)

_LOOK_SECONDS = 1.0

T = TypeVar("T")


class Room:
    """The room that one worker works in. `disk` is where it must not use up the reserve; None when nobody knows."""

    def __init__(self, worker: str, threads: ThreadPoolExecutor, disk: DiskReserve | None) -> None:
        self._worker = worker
        self._threads = threads
        self._disk = disk

    async def run(self, work: Callable[..., T], *arguments: object) -> T:
        """What the work comes to, done in a thread, for the request that is being followed here."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, copy_context().run, work, *arguments)

    async def run_with_space(self, work: Callable[..., T], *arguments: object) -> T:
        """As `run`, begun only when there is room on the disk, and begun again when there turned out to be none."""
        while True:
            await self._space()
            try:
                return await self.run(work, *arguments)
            except Exception as error:
                if not is_want_of_room(error):
                    raise
                logger.warning("begun again when there is room: %s", error)
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
