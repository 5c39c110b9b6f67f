"""DOCX, XLSX and PPTX under a password: what they are shows only once they are unlocked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from domain.documents import Page
from domain.failures import Failure, RefusedFileError
from ingest import office_locks
from ingest.extractor import Sample
from ingest.limits import Limits

_MEDIA_TYPE = "application/x-ooxml-protected"


class LockedOfficeExtractor:
    """Takes the file in, so that it waits for its password in the archive and not on somebody's desk."""

    media_types = frozenset({_MEDIA_TYPE})
    suffixes = frozenset[str]()
    paged = False

    def recognise(self, sample: Sample) -> str | None:
        """A compound file that holds an encrypted package."""
        return _MEDIA_TYPE if "EncryptedPackage" in sample.streams else None

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """Always refused as ENCRYPTED: an unlocked copy is of another type."""
        raise RefusedFileError(Failure.ENCRYPTED)

    def unlock(self, path: Path, password: str, target: Path) -> None:
        """See `Lockable`."""
        office_locks.unlock(path, password, target)


PLUGIN = LockedOfficeExtractor()
