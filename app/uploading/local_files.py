"""The files of a folder, one after the other, however many there are."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from domain.file_paths import relative_path
from ingest.collect import why_skipped
from ingest.text_decoding import decode

PART_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file on this machine, and its path in the folder that is sent."""

    place: Path
    path: str
    size: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What could not be looked at, and what the system said."""

    path: str
    reason: str


Found = LocalFile | Unreadable


def walk(folder: Path) -> Iterator[Found]:
    """The files under the folder in the order of their names. Links, and what is no document (`ingest.collect`), are
    passed over. Holds the names of one folder at a time.
    """
    yield from _walk(folder, folder)


def in_groups(found: Iterable[LocalFile], size: int) -> Iterator[list[LocalFile]]:
    """The files in groups."""
    left = iter(found)
    while group := list(islice(left, size)):
        yield group


def sha256(file: LocalFile) -> str:
    """The hash of the file's bytes. Raises OSError."""
    with file.place.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


class ChangedError(OSError):
    """The file has not the size any more that it had."""


def parts(file: LocalFile, offset: int = 0) -> Iterator[bytes]:
    """The file's bytes behind `offset`, in parts. Raises OSError; ChangedError when there are fewer, or more."""
    left = file.size - offset
    with file.place.open("rb") as stream:
        stream.seek(offset)
        for part in iter(lambda: stream.read(PART_BYTES), b""):
            left -= len(part)
            if left < 0:
                break
            yield part
    if left:
        raise ChangedError(file.path)


def _walk(folder: Path, root: Path) -> Iterator[Found]:
    try:
        with os.scandir(folder) as entries:
            inside = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        yield Unreadable(_shown(folder, root), str(error))
        return
    for entry in inside:
        place = folder / entry.name
        if entry.is_symlink() or why_skipped(entry.name):
            continue
        if entry.is_dir():
            yield from _walk(place, root)
        elif entry.is_file():
            yield _file(entry, place, root)


def _file(entry: os.DirEntry[str], place: Path, root: Path) -> Found:
    try:
        return LocalFile(place, _shown(place, root), entry.stat().st_size)
    except OSError as error:
        return Unreadable(_shown(place, root), str(error))


def _shown(place: Path, root: Path) -> str:
    return relative_path(decode(os.fsencode(place.relative_to(root))))
