"""PDFs of the pages of documents that are not simply whole files, for whoever would download the original."""

from __future__ import annotations

import hashlib
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from archive.blob_store import BlobStore
from domain.documents import ReadingCopy
from ingest.assembling import Part
from ingest.sandbox import Sandbox
from search_api.kept_files import KeepingLimits, KeptFiles

MAKING = "1"
"""Part of every file's name and ETag: raised when they are made otherwise."""

_LIMITS = KeepingLimits(at_once=1)


@dataclass(frozen=True, slots=True)
class PartPage:
    """A page of what pages are read from, turned clockwise by `turn` degrees."""

    source: ReadingCopy
    number: int
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PartKey:
    """A PDF by the pages it is made of."""

    pages: tuple[PartPage, ...]

    @property
    def name(self) -> str:
        """The file's name, of letters, digits and hyphens."""
        listed = "\n".join(f"{page.source.sha256} {page.number} {page.turn}" for page in self.pages)
        return f"{hashlib.sha256(listed.encode()).hexdigest()[:40]}-{MAKING}"


class PartFiles:
    """Makes such PDFs and keeps the ones used last. Safe to use from several threads."""

    def __init__(self, folder: Path, blobs: BlobStore, sandbox: Sandbox, limits: KeepingLimits = _LIMITS) -> None:
        self._kept = KeptFiles(folder, ".pdf", limits)
        self._blobs = blobs
        self._sandbox = sandbox

    def open(self, key: PartKey) -> BinaryIO:
        """The PDF of exactly these pages, open for reading.

        Raises RefusedFileError when one can't be taken, and BusyError when too many wait already.
        """
        return self._kept.open(key.name, lambda target: self._write(key, target))

    def _write(self, key: PartKey, target: IO[bytes]) -> None:
        with ExitStack() as stack:
            sources = dict.fromkeys(page.source for page in key.pages)
            paths = {source: str(stack.enter_context(self._blobs.path(source.sha256)).resolve()) for source in sources}
            parts = [Part(paths[page.source], page.source.media_type, page.number, page.turn) for page in key.pages]
            target.write(self._sandbox.assemble(parts))
