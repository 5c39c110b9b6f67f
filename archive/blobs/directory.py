"""Blobs as files of a directory: `ab/cd/abcd…`, and `incoming/` for what is still being written."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from archive.blob_store import BlobNotFoundError, checked, hashed_copy, parts_of
from domain.records import StoredBlob

_READ_ONLY = 0o440
_ABANDONED_SECONDS = 24 * 3600


class DirectoryBlobStore:
    """A `BlobStore` in a directory of the local file system."""

    def __init__(self, location: str | Path, cache: Path | None = None) -> None:
        """Open the store, made if need be; clears what writers that died left behind more than a day ago. It needs no
        `cache`: nothing is nearer than the directory.
        """
        self._root = Path(location)
        self._incoming = self._root / "incoming"
        self._incoming.mkdir(parents=True, exist_ok=True)
        self._clear_abandoned()

    def put(self, stream: BinaryIO, limit: int | None = None) -> StoredBlob:
        """Keep what the stream holds. See `BlobStore.put`."""
        descriptor, name = tempfile.mkstemp(dir=self._incoming)
        written = Path(name)
        try:
            with os.fdopen(descriptor, "wb") as target:
                blob = hashed_copy(parts_of(stream), target, limit)
                _settle(target)
            self._move_in(written, blob.sha256)
        finally:
            written.unlink(missing_ok=True)
        return blob

    def open(self, sha256: str) -> BinaryIO:
        """The bytes. See `BlobStore.open`."""
        try:
            return self._place(sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobNotFoundError(sha256) from error

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path]:
        """The file itself. See `BlobStore.path`."""
        if not self.contains(sha256):
            raise BlobNotFoundError(sha256)
        yield self._place(sha256)

    def stream(self, sha256: str) -> Iterator[bytes]:
        """The bytes as they lie there now. See `BlobStore.stream`."""
        with self.open(sha256) as kept:
            yield from parts_of(kept)

    def contains(self, sha256: str) -> bool:
        """Whether the bytes are kept here."""
        return self._place(sha256).is_file()

    def size(self, sha256: str) -> int:
        """How many bytes. See `BlobStore.size`."""
        try:
            return self._place(sha256).stat().st_size
        except FileNotFoundError as error:
            raise BlobNotFoundError(sha256) from error

    def delete(self, sha256: str) -> None:
        """Forget the bytes, if they are here."""
        self._place(sha256).unlink(missing_ok=True)

    def hashes(self) -> Iterator[str]:
        """The hashes of all blobs."""
        return (file.name for file in self._root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*"))

    def _place(self, sha256: str) -> Path:
        digest = checked(sha256)
        return self._root / digest[:2] / digest[2:4] / digest

    def _move_in(self, written: Path, sha256: str) -> None:
        # In place of the same bytes too: should a disk have damaged them, they are whole again.
        place = self._place(sha256)
        place.parent.mkdir(parents=True, exist_ok=True)
        written.replace(place)
        for folder in (place.parent, place.parent.parent, self._root):
            _sync_folder(folder)

    def _clear_abandoned(self) -> None:
        for file in self._incoming.iterdir():
            try:
                if time.time() - file.stat().st_mtime > _ABANDONED_SECONDS:
                    file.unlink()
            except FileNotFoundError:
                continue


def _settle(target: BinaryIO) -> None:
    target.flush()
    os.fchmod(target.fileno(), _READ_ONLY)
    os.fsync(target.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


PLUGIN = DirectoryBlobStore
