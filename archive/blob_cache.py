"""A folder of blobs that were fetched from afar, so that a file of many pages is fetched once; the least used go first."""

from __future__ import annotations

import os
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

_ABANDONED_SECONDS = 24 * 3600


class BlobCache:
    """Any number of processes may share the folder. It holds up to `limit` bytes, beside what is under way."""

    def __init__(self, folder: Path, limit: int) -> None:
        self._kept = folder / "kept"
        self._under_way = folder / "under-way"
        self._limit = limit
        for part in (self._kept, self._under_way):
            part.mkdir(parents=True, exist_ok=True)
        self._clear_abandoned()

    @contextmanager
    def incoming(self) -> Iterator[BinaryIO]:
        """A file with a name to write to, gone after the context."""
        with tempfile.NamedTemporaryFile(dir=self._under_way, delete=False) as file:
            try:
                yield file  # type: ignore[misc] # (it is a BinaryIO in all but name)
            finally:
                Path(file.name).unlink(missing_ok=True)

    def keep(self, written: BinaryIO, sha256: str) -> None:
        """Have a file of `incoming` under its hash too, and let the least used go."""
        written.flush()
        second_name = self._under_way / uuid.uuid4().hex
        os.link(written.name, second_name)
        second_name.replace(self._kept / sha256)
        self._shrink()

    def open(self, sha256: str) -> BinaryIO | None:
        """The bytes, or None when they are not here."""
        place = self._kept / sha256
        try:
            opened = place.open("rb")
        except FileNotFoundError:
            return None
        with suppress(FileNotFoundError):
            os.utime(place)
        return opened

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path | None]:
        """A file with the bytes that nobody takes away inside the context; None when they are not here."""
        mine = self._under_way / uuid.uuid4().hex
        try:
            os.link(self._kept / sha256, mine)
            os.utime(mine)
        except FileNotFoundError:
            yield None
            return
        try:
            yield mine
        finally:
            mine.unlink(missing_ok=True)

    def forget(self, sha256: str) -> None:
        """Let it go."""
        (self._kept / sha256).unlink(missing_ok=True)

    def _clear_abandoned(self) -> None:
        for file in self._under_way.iterdir():
            with suppress(FileNotFoundError):
                if time.time() - file.stat().st_ctime > _ABANDONED_SECONDS:
                    file.unlink()

    def _shrink(self) -> None:
        files = []
        for file in self._kept.iterdir():
            with suppress(FileNotFoundError):
                files.append((file.stat(), file))
        total = sum(found.st_size for found, _ in files)
        for found, file in sorted(files, key=lambda one: one[0].st_mtime_ns):
            if total <= self._limit:
                return
            file.unlink(missing_ok=True)
            total -= found.st_size
