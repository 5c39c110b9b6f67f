"""What a file is: by its content first, by its name only where content can't tell."""

from __future__ import annotations

from pathlib import Path

from domain.failures import Failure, RefusedFileError
from ingest.extractor import Sample, extractors

_CHUNK = 1 << 20


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
    return Failure.BROKEN if named else Failure.UNSUPPORTED


def _is_blank(path: Path) -> bool:
    """Whether there is nothing but white space and zeros in a file."""
    with path.open("rb") as file:
        return all(not chunk.strip(b"\0 \t\r\n\f") for chunk in iter(lambda: file.read(_CHUNK), b""))
