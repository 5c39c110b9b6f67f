"""Files that cost time to make: made once, kept in a folder that can be emptied at any time, within bounds."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

from ingest.disk import is_want_of_room

Write = Callable[[IO[bytes]], None]
"""Makes a file: writes it to what it is given."""


class BusyError(Exception):
    """Too many files are being made at once. `retry_after` is in seconds."""

    retry_after = 5


class NoRoomError(Exception):
    """The disk is full, even without the files that were kept. `retry_after` is in seconds."""

    retry_after = 600


@dataclass(frozen=True, slots=True)
class KeepingLimits:
    """At most `at_once` files are made at a time, with at most `waiting` more behind them.

    At most `most_bytes` of files are kept.
    """

    most_bytes: int = 512 * 1024**2
    at_once: int = 2
    waiting: int = 8


class KeptFiles:
    """The files used last, by name: letters, digits and hyphens; `suffix` ends their names on disk.

    A file asked for by several at once is made once. Safe to use from several threads.
    """

    def __init__(self, folder: Path, suffix: str, limits: KeepingLimits) -> None:
        self._folder = folder
        self._suffix = suffix
        self._most_bytes = limits.most_bytes
        self._making = threading.BoundedSemaphore(limits.at_once)
        self._places = threading.BoundedSemaphore(limits.at_once + limits.waiting)
        self._turns: Counter[str] = Counter()
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def open(self, name: str, write: Write) -> BinaryIO:
        """The file, open for reading: it stays readable when it is removed meanwhile. It is made by `write` if it is not
        there, and nothing is kept when that fails.

        Raises what `write` raises, BusyError when too many wait already, and NoRoomError on a full disk.
        """
        kept = self._kept(name)
        if kept is not None:
            return kept
        with self._place(), self._turn(name):
            return self._kept(name) or self._made_with_room(name, write)

    def _kept(self, name: str) -> BinaryIO | None:
        path = self._path(name)
        try:
            file = path.open("rb")
        except FileNotFoundError:
            return None
        with suppress(FileNotFoundError):
            os.utime(path)
        return file

    def _made_with_room(self, name: str, write: Write) -> BinaryIO:
        """As `_made`; where there is no room, all that is kept makes way."""
        try:
            return self._made(name, write)
        except Exception as error:
            if not is_want_of_room(error):
                raise
        self._remove_down_to(0)
        try:
            return self._made(name, write)
        except Exception as error:
            if is_want_of_room(error):
                raise NoRoomError(name) from error
            raise

    def _made(self, name: str, write: Write) -> BinaryIO:
        with self._making:
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, delete=False) as fresh:
                made = Path(fresh.name)
                try:
                    write(fresh)
                    fresh.flush()
                except BaseException:
                    made.unlink(missing_ok=True)
                    raise
        file = made.open("rb")
        made.replace(self._path(name))
        self._make_room()
        return file

    def _path(self, name: str) -> Path:
        return self._folder / (name + self._suffix)

    def _make_room(self) -> None:
        """When there is too little, remove the files used longest ago until a fifth of it is free."""
        with self._guard:
            if sum(size for (_, size), _ in self._found()) > self._most_bytes:
                self._remove_down_to(self._most_bytes * 4 // 5)

    def _remove_down_to(self, most_bytes: int) -> None:
        """Remove the files used longest ago until the others take no more than so many bytes."""
        found = self._found()
        taken = sum(size for (_, size), _ in found)
        for (_, size), path in found:
            if taken <= most_bytes:
                return
            path.unlink(missing_ok=True)
            taken -= size

    def _found(self) -> list[tuple[tuple[float, int], Path]]:
        """What is kept, each with when it was used last and its size; the oldest first."""
        return sorted((_used(path), path) for path in self._folder.glob("*" + self._suffix))

    @contextmanager
    def _place(self) -> Iterator[None]:
        if not self._places.acquire(blocking=False):
            raise BusyError
        try:
            yield
        finally:
            self._places.release()

    @contextmanager
    def _turn(self, name: str) -> Iterator[None]:
        """One at a time for each name."""
        with self._guard:
            self._turns[name] += 1
            lock = self._locks.setdefault(name, threading.Lock())
        try:
            with lock:
                yield
        finally:
            with self._guard:
                self._turns[name] -= 1
                if not self._turns[name]:
                    del self._turns[name], self._locks[name]


def _used(path: Path) -> tuple[float, int]:
    """When the file was used last and how many bytes it takes; one just removed counts as neither."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0.0, 0
    return status.st_mtime, status.st_size
