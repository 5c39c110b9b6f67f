"""Images of pages: drawn in a child process, kept in a folder that can be emptied at any time."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile

from archive.blob_store import BlobStore
from domain.documents import Version
from ingest.sandbox import Sandbox

WIDTHS = (200, 400, 800, 1200, 1600, 2000)
"""Widths in pixels that are drawn. Few, so that nobody can fill the folder with one page."""

DRAWING = "1"
"""Part of every image's name and ETag: raised when pages are drawn otherwise."""

_SUFFIX = ".image"


class BusyError(Exception):
    """Too many images are wanted at once. `retry_after` is in seconds."""

    retry_after = 5


@dataclass(frozen=True, slots=True)
class ImageKey:
    """An image by the bytes it is drawn from. `width` is one of WIDTHS."""

    sha256: str
    number: int
    width: int

    @property
    def etag(self) -> str:
        """The image's strong entity tag, quotes included."""
        return f'"{self.name}"'

    @property
    def name(self) -> str:
        """The image's name, of letters, digits and hyphens."""
        return f"{self.sha256[:32]}-{self.number}-{self.width}-{DRAWING}"


def nearest_width(asked: int) -> int:
    """The smallest drawn width that is not below `asked`, or the largest one."""
    return next((width for width in WIDTHS if width >= asked), WIDTHS[-1])


def image_type(data: bytes) -> str:
    """The media type of a drawn page."""
    return "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"


@dataclass(frozen=True, slots=True)
class ImageLimits:
    """At most `at_once` pages are drawn at a time, with at most `waiting` more behind them.

    At most `most_bytes` of images are kept.
    """

    most_bytes: int = 512 * 1024**2
    at_once: int = 2
    waiting: int = 8


DEFAULT_LIMITS = ImageLimits()


class PageImages:
    """Draws pages and keeps the images used last.

    An image asked for by several at once is drawn once. Safe to use from several threads.
    """

    def __init__(
        self,
        folder: Path,
        blobs: BlobStore,
        sandbox: Sandbox,
        limits: ImageLimits = DEFAULT_LIMITS,
    ) -> None:
        self._folder = folder
        self._blobs = blobs
        self._sandbox = sandbox
        self._most_bytes = limits.most_bytes
        self._drawing = threading.BoundedSemaphore(limits.at_once)
        self._places = threading.BoundedSemaphore(limits.at_once + limits.waiting)
        self._turns: Counter[str] = Counter()
        self._locks: dict[str, threading.Lock] = {}
        self._guard = threading.Lock()

    def get(self, version: Version, key: ImageKey) -> bytes:
        """The image's bytes, PNG or JPEG (see `image_type`).

        Raises RefusedFileError when the page can't be drawn and BusyError when too many wait already.
        """
        kept = self._read(key)
        if kept is not None:
            return kept
        with self._place(), self._turn(key.name):
            return self._read(key) or self._draw(version, key)

    def _read(self, key: ImageKey) -> bytes | None:
        path = self._folder / (key.name + _SUFFIX)
        try:
            data = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:
            return None
        return data

    def _draw(self, version: Version, key: ImageKey) -> bytes:
        source = version.readable
        with self._drawing, self._blobs.path(source.sha256) as path:
            data = self._sandbox.render_page(path, source.media_type, key.number, key.width)
        self._write(key, data)
        return data

    def _write(self, key: ImageKey, data: bytes) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=self._folder, delete=False) as fresh:
            fresh.write(data)
        Path(fresh.name).replace(self._folder / (key.name + _SUFFIX))
        self._make_room()

    def _make_room(self) -> None:
        """When there is too little, remove the images used longest ago until a fifth of it is free."""
        with self._guard:
            found = sorted((_used(path), path) for path in self._folder.glob("*" + _SUFFIX))
            taken = sum(size for (_, size), _ in found)
            if taken <= self._most_bytes:
                return
            for (_, size), path in found:
                path.unlink(missing_ok=True)
                taken -= size
                if taken <= self._most_bytes * 4 // 5:
                    return

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
    """When the image was used last and how many bytes it takes; an image just removed counts as neither."""
    try:
        status = path.stat()
    except FileNotFoundError:
        return 0.0, 0
    return status.st_mtime, status.st_size
