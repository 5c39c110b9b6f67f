"""What a file is: by its content first, by its name only where content can't tell."""

from __future__ import annotations

import zipfile
from pathlib import Path

from domain.failures import Failure, RefusedFileError
from ingest.extractor import Sample, extractors

_CHUNK = 1 << 20
_LOCKED = 1
"""The flag of a ZIP's member that a password is needed."""


def identify(path: Path, name: str) -> str:
    """The media type of the file at `path` that was sent as `name`.

    Raises RefusedFileError: EMPTY; BROKEN when it is not what its name says; UNSUPPORTED when no extractor takes it.
    Raises OSError when it can't be read.
    """
    sample = Sample(path, name)
    if _is_blank(path):
        raise RefusedFileError(Failure.EMPTY, name)
    for extractor in extractors():
        if media_type := extractor.recognise(sample):
            return media_type
    raise RefusedFileError(_failure(sample), name)


def _failure(sample: Sample) -> Failure:
    """Why nobody takes it: it is not what its name says, or of a kind that is not read."""
    named = any(sample.suffix in extractor.suffixes for extractor in extractors())
    if sample.suffix == ".zip":
        return _failure_of_zip(sample.path)
    return Failure.BROKEN if named else Failure.UNSUPPORTED


def _failure_of_zip(path: Path) -> Failure:
    """Why nobody opened it on the way here: whoever hands a ZIP in sends what is in it."""
    try:
        with zipfile.ZipFile(path) as archive:
            locked = any(member.flag_bits & _LOCKED for member in archive.infolist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return Failure.BROKEN
    return Failure.ENCRYPTED if locked else Failure.UNSUPPORTED


def _is_blank(path: Path) -> bool:
    """Whether there is nothing but white space and zeros in a file."""
    with path.open("rb") as file:
        return all(not chunk.strip(b"\0 \t\r\n\f") for chunk in iter(lambda: file.read(_CHUNK), b""))
