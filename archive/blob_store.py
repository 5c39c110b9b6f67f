"""The port to where the original bytes are kept, each file under the SHA-256 of its content."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from domain.failures import Failure, RefusedFileError
from domain.plugins import discover
from domain.records import StoredBlob

PART_BYTES = 1 << 20
"""How much of a blob is held in memory at a time."""

_SHA256 = re.compile(r"[0-9a-f]{64}")


class BlobNotFoundError(LookupError):
    """There is no blob under that hash."""


class BlobTooLargeError(RefusedFileError):
    """The stream holds more bytes than were allowed: a file refused as TOO_LARGE."""

    def __init__(self, limit: int) -> None:
        super().__init__(Failure.TOO_LARGE, f"more than {limit} bytes")


class BlobDamagedError(OSError):
    """Other bytes are kept under the hash than those it was made of."""

    def __init__(self, sha256: str) -> None:
        super().__init__(f"the bytes kept under {sha256} are others")


class BlobsAwayError(OSError):
    """The store can't be reached, or takes no more now: the same may be asked again."""


class BlobStore(Protocol):
    """Keeps bytes and never changes them. Safe to use from several threads and processes at once.

    Every method that takes a hash raises ValueError when it is not 64 small hexadecimal digits.
    """

    def put(self, stream: BinaryIO, limit: int | None = None) -> StoredBlob:
        """Keep what the stream holds from where it stands; when this returns, the bytes survive a power cut.

        The same bytes again are kept once. Whatever goes wrong, no part of them is kept: BlobTooLargeError
        when there are more than `limit` bytes, OSError when they can't be written.
        """

    def open(self, sha256: str) -> BinaryIO:
        """The bytes, seekable, for the caller to close. Raises BlobNotFoundError.

        Bytes that came over a network are those of the hash: else BlobDamagedError.
        """

    def path(self, sha256: str) -> AbstractContextManager[Path]:
        """A local file with the bytes, to be read inside the context only. Raises as `open` does."""

    def stream(self, sha256: str) -> Iterator[bytes]:
        """The bytes as they lie in the store now, in parts and unchecked. Raises BlobNotFoundError."""

    def contains(self, sha256: str) -> bool:
        """Whether the bytes are kept here."""

    def size(self, sha256: str) -> int:
        """How many bytes. Raises BlobNotFoundError."""

    def delete(self, sha256: str) -> None:
        """Forget the bytes, if they are here."""

    def hashes(self) -> Iterator[str]:
        """The hashes of all blobs, in no order."""


def open_blob_store(name: str, location: str | Path, cache: Path) -> BlobStore:
    """The store of the adapter `name` at `location`, made if need be. Raises ValueError for no adapter, or for a location
    that is none of its.

    In the folder `cache` it may keep what it can fetch again. Several stores may share one.
    """
    adapters = discover("archive.blobs")
    if name not in adapters:
        raise ValueError(f"no blob store {name!r}, only {', '.join(adapters)}")
    return cast(BlobStore, adapters[name](location, cache))


def checked(sha256: str) -> str:
    """`sha256` itself, or ValueError when it is no digest: nothing else may become part of a path."""
    if not _SHA256.fullmatch(sha256):
        raise ValueError(f"{sha256!r} is no SHA-256 digest")
    return sha256


def parts_of(stream: BinaryIO) -> Iterator[bytes]:
    """What the stream holds from where it stands, in parts of PART_BYTES."""
    return iter(lambda: stream.read(PART_BYTES), b"")


def digest(parts: Iterator[bytes]) -> str:
    """The SHA-256 of all parts together."""
    found = hashlib.sha256()
    for part in parts:
        found.update(part)
    return found.hexdigest()


def hashed_copy(parts: Iterator[bytes], target: BinaryIO, limit: int | None = None) -> StoredBlob:
    """Write the parts to `target` and tell what blob they are. Raises BlobTooLargeError at the first byte over `limit`."""
    digest, size = hashlib.sha256(), 0
    for part in parts:
        size += len(part)
        if limit is not None and size > limit:
            raise BlobTooLargeError(limit)
        digest.update(part)
        target.write(part)
    return StoredBlob(digest.hexdigest(), size)
