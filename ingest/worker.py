"""The worker: a process that reads files and writes the index, alone or as one of many.

Four loops share it: the durable queue runs files, the dispatcher hands it new tasks, the indexer follows the archive's
changes, and the heart says that it lives and takes over from workers that don't. A lock in the state folder
(`ingest.worker_files`) keeps a second worker away from that folder; of the workers of many machines, which share the
archive, each has its own.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.dialect import DATABASE_AWAY, is_away
from archive.store import Archive
from index.engine import IndexBusyError, IndexUnavailableError
from ingest.disk import DiskReserve
from ingest.figures import DISK_SHORT, leave
from ingest.indexing import Indexer
from ingest.membership import Membership
from ingest.roll_call import BEAT_SECONDS
from ingest.worker_files import ReindexRequest
from ingest.workflow import DurableQueue

logger = logging.getLogger(__name__)

_PAUSE = 0.1
"""Seconds between two looks for new work."""

_AWAY_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
"""Seconds until an engine that was away, or an index that another process wrote, is tried again: first, and at most."""

_HOUSEKEEPING = 60.0
"""Seconds between two rounds of pruning and of looking for tasks whose workflow died."""


_FIGURES = 5.0
"""Seconds between two writings of the worker's figures."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What a worker looks after beside its work: its place among others, which it has taken, the disk that it must not fill,
    and its figures.
    """

    membership: Membership
    disk: DiskReserve
    figures: Path


class Worker:
    """Runs until told to stop, or, `until_idle`, until there is nothing left to do."""

    def __init__(
        self, archive: Archive, queue: DurableQueue, indexer: Indexer, reindex: ReindexRequest, watch: Watch
    ) -> None:
        self._archive = archive
        self._queue = queue
        self._indexer = indexer
        self._reindex = reindex
        self._watch = watch
        self._short = False
        self._stop = threading.Event()
        self._stopped = threading.Event()
        self._failed = threading.Event()

    def stop(self) -> None:
        """Ask the worker to stop; safe to call from a signal handler."""
        self._stop.set()

    def run(self, until_idle: bool = False) -> None:
        """Work. Returns after `stop`, or when idle, once the steps under way have ended or their time is up; raises
        RuntimeError when the index can't be written, or others took this worker for dead.
        """
        indexing = self._start("indexer", self._index)
        beating = self._start("heart", self._beat)
        with _unless_away():
            self._begin_anew()
        next_round = next_figures = time.monotonic()
        while not self._stop.is_set():
            if time.monotonic() >= next_figures:
                self._leave_figures()
                next_figures = time.monotonic() + _FIGURES
            with _unless_away():
                if self._has_room():
                    self._dispatch()
                if time.monotonic() >= next_round:
                    self._keep_house()
                    next_round = time.monotonic() + _HOUSEKEEPING
                if until_idle and self._idle():
                    self._stop.set()
            self._stop.wait(_PAUSE)
        self._leave_figures()
        indexing.join()
        self._indexer.close()
        self._queue.close()
        self._stopped.set()
        beating.join()
        with _unless_away():  # then it is missed in a while
            self._watch.membership.leave()
        if self._failed.is_set():
            raise RuntimeError("the worker can't go on; the log says why")

    def _has_room(self) -> bool:
        """Whether files may be begun; says so when that changes."""
        short = self._watch.disk.is_short()
        if short is not self._short:
            logger.warning("paused: the disk is too full" if short else "the disk has room again")
            self._short = short
            DISK_SHORT.labels(self._watch.membership.name).set(short)
        return not short

    def _begin_anew(self) -> None:
        """Have the tasks wait that nobody would end: after an upgrade, or with a new queue."""
        left = self._queue.left_behind([task.id for task in self._archive.unfinished_tasks()])
        if left:
            logger.info("%s tasks are begun anew", len(left))
        # In this order: a kill in between leaves tasks that are found again at the next start.
        self._archive.wait_again(left)
        self._queue.forget(left)

    def _dispatch(self) -> None:
        tasks = self._archive.waiting_tasks()
        for task in tasks:
            self._queue.enqueue(task.id, task.urgency)
        if tasks:
            self._archive.mark_enqueued([task.id for task in tasks])
        self._queue.dispatch_others()

    def _keep_house(self) -> None:
        self._queue.refuse_dead(task.id for task in self._archive.unfinished_tasks())
        self._queue.prune()

    def _leave_figures(self) -> None:
        """For whoever watches. A disk too full for them is no reason to stop."""
        try:
            leave(self._watch.figures, self._watch.membership.name)
        except OSError as error:
            logger.warning("the figures were not written: %s", error)

    def _idle(self) -> bool:
        busy = self._archive.waiting_tasks(1) or self._archive.unfinished_tasks()
        return not (busy or self._reindex.pending() or self._behind())

    def _behind(self) -> bool:
        try:
            return self._indexer.behind()
        except IndexUnavailableError:  # then there may be something left to do
            return True

    def _start(self, name: str, loop: Callable[[], None]) -> threading.Thread:
        thread = threading.Thread(target=self._guarded, args=(loop,), name=name, daemon=True)
        thread.start()
        return thread

    def _guarded(self, loop: Callable[[], None]) -> None:
        """Run a loop of a thread; a failure stops the whole worker, which its supervisor starts again."""
        try:
            loop()
        except Exception:
            logger.exception("%s failed", threading.current_thread().name)
            self._failed.set()
            self._stop.set()

    def _beat(self) -> None:
        """Beat until nothing is under way any more, for as long as that takes after `stop`."""
        while not self._stopped.is_set():
            with _unless_away():
                self._watch.membership.beat()
                self._take_over()
            self._stopped.wait(BEAT_SECONDS)

    def _take_over(self) -> None:
        # In this order: whoever begins meanwhile is in the register before it has any work.
        executors = set(self._queue.executors())
        self._queue.take_over(executors - set(self._watch.membership.present()))

    def _index(self) -> None:
        pause = 0.0
        while not self._stop.wait(pause or _PAUSE):
            if self._watch.disk.is_short():
                continue
            try:
                with _unless_away():
                    self._index_once()
            except (IndexUnavailableError, IndexBusyError) as error:
                if not pause:
                    logger.info("the index waits until it can be written again: %s", error)
                pause = min(_LONGEST_PAUSE, pause * 2 or _AWAY_PAUSE)
            else:
                pause = 0.0

    def _index_once(self) -> None:
        if self._reindex.pending():
            self._indexer.rebuild(self._reindex.report)
            self._reindex.end()
        self._indexer.catch_up()


@contextmanager
def _unless_away() -> Iterator[None]:
    """Pass over what can't be done since the database is away: it is tried again in the next round."""
    try:
        yield
    except DATABASE_AWAY as error:
        if not is_away(error):
            raise
        logger.warning("the database is away: %s", error)
        time.sleep(_AWAY_PAUSE)
