"""Whether there is room to work: below a reserve nothing is taken in and workers pause, before anything fails half-way."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from archive.dialect import is_database_full
from domain.failures import Failure, FullDiskError, RefusedFileError

_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


@dataclass(frozen=True, slots=True)
class DiskReserve:
    """Free bytes that are to stay on the disk of a folder."""

    folder: Path
    reserve: int

    def is_short(self, needed: int = 0) -> bool:
        """Whether `needed` more bytes would leave less than the reserve."""
        return shutil.disk_usage(self.folder).free - needed < self.reserve

    def require(self, needed: int) -> None:
        """Raises FullDiskError when there is no room for so many bytes."""
        if self.is_short(needed):
            raise FullDiskError(f"{needed} bytes would leave less than {self.reserve} free")


@contextmanager
def full_disk_said() -> Iterator[None]:
    """What fails inside for want of room raises FullDiskError."""
    try:
        yield
    except Exception as error:
        if is_want_of_room(error):
            raise FullDiskError(str(error)) from error
        raise


def is_want_of_room(error: BaseException) -> bool:
    """Whether a full disk is behind the error, wherever it is: here, in a child, or under a database."""
    return any(_says_full(one) for one in _causes(error))


def _says_full(error: BaseException) -> bool:
    if isinstance(error, RefusedFileError):
        return error.failure is Failure.DISK_FULL
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    return is_database_full(error)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__
