"""Files of which only the beginning has come: in a folder that all servers share, so that any of them goes on with one.

How much of a file is here is its size and nothing else: no process remembers it, and whatever was written before a kill
counts. A writer whose connection hangs holds up nobody: each piece is written only if the file ends where it begins.
"""

from __future__ import annotations

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

_SUFFIX = ".part"
_ID = re.compile(r"[0-9a-z]{1,64}")


class NoPartialFileError(LookupError):
    """There is no such file (any more)."""


class OffsetError(Exception):
    """A piece does not begin where the file ends, which is at `offset`."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"the file ends at {offset}")
        self.offset = offset


class PartialFiles:
    """The folder. Safe to use from several threads, processes and, where they share it, machines at once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def begin(self, upload_id: str, data: bytes = b"") -> None:
        """Make a new file that holds `data`. Raises OSError when it can't be written."""
        with self.path(upload_id).open("xb") as file:
            file.write(data)

    def offset(self, upload_id: str) -> int:
        """How many bytes are here. Raises NoPartialFileError."""
        try:
            return self.path(upload_id).stat().st_size
        except FileNotFoundError:
            raise NoPartialFileError(upload_id) from None

    def append(self, upload_id: str, offset: int, data: bytes) -> int:
        """Write a piece that begins at `offset`; returns where the file ends now.

        Raises OffsetError, and writes nothing, when the file ends elsewhere; NoPartialFileError; OSError when it can't be
        written, with what there was room for kept.
        """
        with self._held(upload_id) as file:
            end = file.seek(0, os.SEEK_END)
            if end != offset:
                raise OffsetError(end)
            left = memoryview(data)
            while left:
                left = left[file.write(left) :]
            return end + len(data)

    def cut(self, upload_id: str, size: int) -> None:
        """Take away what is behind `size`. Raises NoPartialFileError."""
        with self._held(upload_id) as file:
            file.truncate(size)

    def settle(self, upload_id: str) -> None:
        """What was written survives a power cut when this returns. Raises NoPartialFileError."""
        with self._held(upload_id) as file:
            os.fsync(file.fileno())

    def remove(self, upload_id: str) -> None:
        """Forget the file, if it is here."""
        self.path(upload_id).unlink(missing_ok=True)

    def path(self, upload_id: str) -> Path:
        """Where the file is. Raises NoPartialFileError for what is no id: nothing else becomes part of a path."""
        if not _ID.fullmatch(upload_id):
            raise NoPartialFileError(upload_id)
        return self._folder / f"{upload_id}{_SUFFIX}"

    def untouched(self, seconds: float) -> list[str]:
        """The files that nothing was written to for so long."""
        found = []
        for file in self._folder.glob(f"*{_SUFFIX}"):
            try:
                if time.time() - file.stat().st_mtime >= seconds:
                    found.append(file.name.removesuffix(_SUFFIX))
            except FileNotFoundError:
                continue
        return found

    @contextmanager
    def _held(self, upload_id: str) -> Iterator[FileIO]:
        """The file, which nobody else writes to meanwhile."""
        try:
            file = self.path(upload_id).open("r+b", buffering=0)
        except FileNotFoundError:
            raise NoPartialFileError(upload_id) from None
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
