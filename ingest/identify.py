"""What a file is: by its content first, by its name only where content can't tell."""

from __future__ import annotations

from pathlib import Path

from domain.failures import Failure, RefusedFileError
from ingest.extractor import Sample, extractors

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""OLE compound files: documents of old Office versions, and new ones under a password."""

_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_DIRECTORY_REACH = 1 << 20


def identify(path: Path, name: str) -> str:
    """The media type of the file at `path` that was sent as `name`.

    Raises RefusedFileError: EMPTY; ENCRYPTED for an Office file under a password; BROKEN when it is not what its
    name says; UNSUPPORTED when no extractor takes it. Raises OSError when it can't be read.
    """
    sample = Sample(path, name)
    if _is_blank(path):
        raise RefusedFileError(Failure.EMPTY, name)
    for extractor in extractors():
        if media_type := extractor.recognise(sample):
            return media_type
    raise RefusedFileError(_failure(sample), name)


def _failure(sample: Sample) -> Failure:
    """Why nobody takes it: locked, or not what its name says, or of a kind that is not read."""
    if _is_locked(sample):
        return Failure.ENCRYPTED
    named = any(sample.suffix in extractor.suffixes for extractor in extractors())
    return Failure.BROKEN if named else Failure.UNSUPPORTED


def _is_blank(path: Path) -> bool:
    """Whether there is nothing but white space and zeros in a file."""
    with path.open("rb") as file:
        return all(not chunk.strip(b"\0 \t\r\n\f") for chunk in iter(lambda: file.read(_DIRECTORY_REACH), b""))


def _is_locked(sample: Sample) -> bool:
    if not sample.head.startswith(_COMPOUND_FILE):
        return False
    with sample.path.open("rb") as file:
        head = file.read(_DIRECTORY_REACH)
        file.seek(max(0, sample.path.stat().st_size - _DIRECTORY_REACH))
        return _ENCRYPTED_STREAM in head or _ENCRYPTED_STREAM in file.read()
