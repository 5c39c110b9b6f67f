"""How other processes see the worker and talk to it: its lock, its name and a request, files in the state folder."""

from __future__ import annotations

import fcntl
import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


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


def worker_name(state: Path) -> str:
    """The name of the worker of this state folder, given at its first start and kept there."""
    note = state / "worker-name"
    if not note.exists():
        fresh = note.with_suffix(".new")
        fresh.write_text(f"worker-{secrets.token_hex(4)}", encoding="utf-8")
        fresh.replace(note)
    return note.read_text(encoding="utf-8").strip()


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
