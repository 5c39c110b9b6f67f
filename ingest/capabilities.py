"""What some extractors can do beyond reading pages. Like all they do, it happens only in a child of `ingest.sandbox`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from ingest.limits import Limits


@dataclass(frozen=True, slots=True)
class ContainedFile:
    """A file that came in another: the name it was given there, which may be anything, and its bytes."""

    name: str
    content: bytes


@runtime_checkable
class Container(Protocol):
    """A format that carries other files with it: attachments of a message, files embedded in a PDF."""

    def contained(self, path: Path, limits: Limits) -> Iterator[ContainedFile]:
        """The files in the order they have there. Raises RefusedFileError, also after some of them."""


@runtime_checkable
class Converter(Protocol):
    """A format that is read from a file made of it by another program."""

    def convert(self, path: Path, folder: Path, limits: Limits) -> Path:
        """The file made, in `folder`, which is empty at first and may be used as the program likes.

        Raises RefusedFileError.
        """


@runtime_checkable
class Lockable(Protocol):
    """A format that may be locked with a password."""

    def unlock(self, path: Path, password: str, target: Path) -> None:
        """Write the file without its lock to `target`.

        Raises RefusedFileError: ENCRYPTED when the password does not fit or the kind of lock is not known, BROKEN.
        """
