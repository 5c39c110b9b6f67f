"""Searchable PDFs of files: made in a child process when first asked for, then kept."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, BinaryIO

from archive.blob_store import BlobStore
from archive.store import Archive
from domain.documents import File, PageKey, ReadingState, Version
from domain.turning import turned
from ingest.extractors.image import PLUGIN as IMAGES
from ingest.sandbox import Sandbox
from search_api.kept_files import KeepingLimits, KeptFiles
from search_api.page_images import PageImages
from search_api.part_files import PartFiles, PartKey

MAKING = "1"
"""Part of every such file's name and ETag: raised when they are made otherwise."""

MEDIA_TYPE = "application/pdf"

_SUFFIX = ".pdf"
_SCANS = IMAGES.media_types | {MEDIA_TYPE}
_LIMITS = KeepingLimits(most_bytes=4 * 1024**3, at_once=1, waiting=4)


@dataclass(frozen=True, slots=True)
class SearchableKey:
    """A searchable PDF by the version it shows and the name of the edition whose text it holds."""

    version: Version
    edition: str

    @property
    def name(self) -> str:
        """Its name, of letters, digits and hyphens."""
        return f"{self.version.sha256[:32]}-{self.version.id}-{self.edition}-{MAKING}"


@dataclass(frozen=True, slots=True)
class ArrangedKey:
    """The searchable PDF of arranged pages: `part` is the PDF of the pages alone, `editions` name those that their
    texts come from.
    """

    part: PartKey
    pages: tuple[PageKey, ...]
    editions: tuple[str, ...]

    @property
    def name(self) -> str:
        """Its name, of letters, digits and hyphens."""
        return f"{self.part.name}-{_digest(self.editions)}-{MAKING}"


class SearchablePdfs:
    """Makes searchable PDFs and keeps those used last. Safe to use from several threads.

    `parts` are the PDFs of arranged pages.
    """

    def __init__(self, folder: Path, archive: Archive, blobs: BlobStore, sandbox: Sandbox, parts: PartFiles) -> None:
        self._parts = parts
        self._folder = folder
        self._kept = KeptFiles(folder, _SUFFIX, _LIMITS)
        self._archive = archive
        self._blobs = blobs
        self._sandbox = sandbox

    def key(self, file: File) -> SearchableKey | None:
        """What is to be made of the file's current version: None for what is no PDF and no image, is not read yet, or gives
        the text itself that its pages have.
        """
        if (
            not file.versions
            or file.current.state is not ReadingState.DONE
            or file.current.readable.media_type not in _SCANS
        ):
            return None
        edition = self._archive.edition(file.current.id)
        return SearchableKey(file.current, edition.name) if edition.own_text_differs else None

    def open(self, key: SearchableKey) -> BinaryIO:
        """The PDF, open for reading.

        Raises RefusedFileError when it can't be made and BusyError when too many wait already.
        """

        source = key.version.readable

        def write(target: IO[bytes]) -> None:
            # The file's own pages lie as they were sent, whatever people turned.
            turns = self._archive.arrangements.turns(key.version.id)
            shown = self._archive.pages(key.version.id, words=True)
            pages = (turned(page, -turns.get(page.number, 0)) for page in shown)
            with self._blobs.path(source.sha256) as path:
                self._sandbox.write_searchable(path, source.media_type, pages, target)

        return self._kept.open(key.name, write)

    def arranged_key(self, part: PartKey, pages: Sequence[PageKey]) -> ArrangedKey | None:
        """What is to be made of arranged pages: None where their files give all their texts themselves."""
        editions = [self._archive.edition(version_id) for version_id in dict.fromkeys(page.version_id for page in pages)]
        if not any(edition.own_text_differs for edition in editions):
            return None
        return ArrangedKey(part, tuple(pages), tuple(edition.name for edition in editions))

    def open_arranged(self, key: ArrangedKey) -> BinaryIO:
        """The PDF of arranged pages, turned as people see them, open for reading. Raises what `open` raises."""

        def write(target: IO[bytes]) -> None:
            shown = self._archive.listed_pages(key.pages, words=True)
            places = {page: place for place, page in enumerate(key.pages, start=1)}
            pages = (replace(page, number=places[PageKey(version_id, page.number)]) for version_id, page in shown)
            with self._parts.open(key.part) as made, NamedTemporaryFile(dir=self._folder) as copy:
                copyfileobj(made, copy)
                copy.flush()
                self._sandbox.write_searchable(Path(copy.name), MEDIA_TYPE, pages, target)

        return self._kept.open(key.name, write)


def _digest(editions: Sequence[str]) -> str:
    return hashlib.sha256("-".join(editions).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class DerivedFiles:
    """What is made of originals for the public, and kept."""

    images: PageImages
    searchable: SearchablePdfs
    parts: PartFiles


def file_name(name: str, pattern: str) -> str:
    """The name of the searchable PDF of a file; `pattern` has a place for `name`."""
    return pattern.format(name=PurePath(name).stem or name)
