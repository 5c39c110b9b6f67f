"""The worker: the one process that reads files and writes the index.

Three loops share it: the durable queue runs files, the dispatcher hands it new tasks, the indexer follows the
archive's changes. A lock in the state folder keeps a second worker away.
"""

from __future__ import annotations

import fcntl
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.store import Archive
from ingest.indexing import Indexer
from ingest.workflow import DurableQueue

logger = logging.getLogger(__name__)

_PAUSE = 0.1
"""Seconds between two looks for new work."""

_HOUSEKEEPING = 60.0
"""Seconds between two rounds of pruning and of looking for tasks whose workflow died."""


class WorkerRunningError(Exception):
    """Another worker holds the state folder."""


@contextmanager
def worker_lock(state: Path) -> Iterator[None]:
    """Hold the state folder as its only worker. Raises WorkerRunningError at once when there is one; the kernel
    frees the lock when its holder dies.
    """
    state.mkdir(parents=True, exist_ok=True)
    with (state / "worker.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise WorkerRunningError(str(state)) from None
        yield


def worker_is_running(state: Path) -> bool:
    """Whether a worker holds the state folder now."""
    try:
        with worker_lock(state):
            return False
    except WorkerRunningError:
        return True


class ReindexRequest:
    """How another process asks the worker to rebuild the index, and sees how far it is: a small file of JSON."""

    def __init__(self, state: Path) -> None:
        self._path = state / "reindex.json"

    def ask(self) -> None:
        """Ask for a rebuild; asking again while one is wanted changes nothing."""
        if not self._path.exists():
            self.report(0, 0)

    def pending(self) -> bool:
        """Whether a rebuild is wanted or under way."""
        return self._path.exists()

    def report(self, done: int, total: int) -> None:
        """Say how many of how many documents are in the new index."""
        fresh = self._path.with_suffix(".new")
        fresh.write_text(json.dumps({"done": done, "total": total}), encoding="utf-8")
        fresh.replace(self._path)

    def progress(self) -> tuple[int, int]:
        """(documents done, documents in all); (0, 0) before it began or after it ended."""
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return 0, 0
        return found["done"], found["total"]

    def end(self) -> None:
        """The rebuild is done."""
        self._path.unlink(missing_ok=True)


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
            self._queue.enqueue(task.id, task.version_id)
        if tasks:
            self._archive.mark_enqueued([task.id for task in tasks])

    def _keep_house(self) -> None:
        self._queue.refuse_dead(task.id for task in self._archive.unfinished_tasks())
        self._queue.prune()

    def _idle(self) -> bool:
        busy = self._archive.waiting_tasks(1) or self._archive.unfinished_tasks()
        return not (busy or self._indexer.behind() or self._reindex.pending())

    def _guarded(self, loop: Callable[[], None]) -> None:
        """Run a loop of a thread; a failure stops the whole worker, which its supervisor starts again."""
        try:
            loop()
        except Exception:
            logger.exception("the indexer failed")
            self._failed.set()
            self._stop.set()

    def _index(self) -> None:
        while not self._stop.is_set():
            if self._reindex.pending():
                self._indexer.rebuild(self._reindex.report)
                self._reindex.end()
            self._indexer.catch_up()
            self._stop.wait(_PAUSE)
