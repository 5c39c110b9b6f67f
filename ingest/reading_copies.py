"""What is read in place of a file: its unlocked copy, or the PDF another program makes of it.

Both are kept in the blob store beside the original, so that page images, OCR and whatever comes after a kill need
neither the password nor the program again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.blob_store import BlobStore
from archive.store import Archive
from domain.documents import ReadingCopy, Version
from domain.failures import Failure, RefusedFileError
from ingest.capabilities import Converter, Lockable
from ingest.extractor import extractor_for
from ingest.identify import identify
from ingest.made_files import MadeFile
from ingest.sandbox import Sandbox

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReadingCopies:
    """Makes copies and keeps them."""

    blobs: BlobStore
    sandbox: Sandbox

    def converted(self, archive: Archive, version: Version) -> ReadingCopy:
        """What the version is read from, converted first where its format asks for it. Raises RefusedFileError."""
        source = version.readable
        if not isinstance(extractor_for(source.media_type), Converter):
            return source
        with (
            self.blobs.path(source.sha256) as path,
            self.sandbox.convert(path, source.media_type) as made,
        ):
            copy = self._keep(made, made.name)
        for sha256 in archive.put_copy(version.id, copy):
            self.blobs.delete(sha256)
        return copy

    def unlocked(self, path: Path, name: str, media_type: str, passwords: Sequence[str]) -> ReadingCopy | None:
        """A copy of the file at `path`, sent as `name`, without its lock, by the first password that fits.

        None when there is no lock, or the file can't be looked into. Raises RefusedFileError(ENCRYPTED) when none fits.
        """
        if not isinstance(extractor_for(media_type), Lockable):
            return None
        try:
            with self.sandbox.unlock(path, media_type, passwords) as made:
                return None if made is None else self._keep(made, name)
        except RefusedFileError as refusal:
            if refusal.failure is Failure.ENCRYPTED:
                raise
            logger.warning("%s was not looked into for a lock: %s", name, refusal)
            return None

    def _keep(self, made: MadeFile, name: str) -> ReadingCopy:
        media_type = identify(made.path, name)
        with made.path.open("rb") as stream:
            return ReadingCopy(self.blobs.put(stream).sha256, media_type)
