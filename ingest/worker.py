"""The worker: the one process that reads files and writes the index.

Three loops share it: the durable queue runs files, the dispatcher hands it new tasks, the indexer follows the
archive's changes. A lock in the state folder (`ingest.worker_files`) keeps a second worker away.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from archive.store import Archive
from index.engine import IndexBusyError, IndexUnavailableError
from ingest.indexing import Indexer
from ingest.worker_files import ReindexRequest
from ingest.workflow import DurableQueue

logger = logging.getLogger(__name__)

_PAUSE = 0.1
"""Seconds between two looks for new work."""

_AWAY_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
"""Seconds until an engine that was away, or an index that another process wrote, is tried again: first, and at most."""

_HOUSEKEEPING = 60.0
"""Seconds between two rounds of pruning and of looking for tasks whose workflow died."""


class Worker:
    """Runs until told to stop, or, `until_idle`, until there is nothing left to do."""

    def __init__(self, archive: Archive, queue: DurableQueue, indexer: Indexer, reindex: ReindexRequest) -> None:
        self._archive = archive
        self._queue = queue
        self._indexer = indexer
        self._reindex = reindex
        self._stop = threading.Event()
        self._failed = threading.Event()

    def stop(self) -> None:
        """Ask the worker to stop; safe to call from a signal handler."""
        self._stop.set()

    def run(self, until_idle: bool = False) -> None:
        """Work. Returns after `stop`, or when idle; raises RuntimeError when the index can't be written."""
        indexing = threading.Thread(target=self._guarded, args=(self._index,), name="indexer", daemon=True)
        indexing.start()
        next_round = time.monotonic()
        while not self._stop.is_set():
            self._dispatch()
            if time.monotonic() >= next_round:
                self._keep_house()
                next_round = time.monotonic() + _HOUSEKEEPING
            if until_idle and self._idle():
                self._stop.set()
            self._stop.wait(_PAUSE)
        indexing.join()
        self._indexer.close()
        self._queue.close()
        if self._failed.is_set():
            raise RuntimeError("the index can't be written; the log says why")

    def _dispatch(self) -> None:
        tasks = self._archive.waiting_tasks()
        for task in tasks:
            self._queue.enqueue(task.id)
        if tasks:
            self._archive.mark_enqueued([task.id for task in tasks])
        self._queue.dispatch_others()

    def _keep_house(self) -> None:
        self._queue.refuse_dead(task.id for task in self._archive.unfinished_tasks())
        self._queue.prune()

    def _idle(self) -> bool:
        busy = self._archive.waiting_tasks(1) or self._archive.unfinished_tasks()
        return not (busy or self._reindex.pending() or self._behind())

    def _behind(self) -> bool:
        try:
            return self._indexer.behind()
        except IndexUnavailableError:  # then there may be something left to do
            return True

    def _guarded(self, loop: Callable[[], None]) -> None:
        """Run a loop of a thread; a failure stops the whole worker, which its supervisor starts again."""
        try:
            loop()
        except Exception:
            logger.exception("the indexer failed")
            self._failed.set()
            self._stop.set()

    def _index(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause or _PAUSE):
            try:
                self._index_once()
            except (IndexUnavailableError, IndexBusyError) as error:
                if not pause:
                    logger.warning("the index waits until it can be written again: %s", error)
                pause = min(_LONGEST_PAUSE, pause * 2 or _AWAY_PAUSE)
            else:
                pause = 0.0

    def _index_once(self) -> None:
        if self._reindex.pending():
            self._indexer.rebuild(self._reindex.report)
            self._reindex.end()
        self._indexer.catch_up()
