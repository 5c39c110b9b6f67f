"""The port of file types: one module of `ingest.extractors` per format, found and never listed.

Extractors import their parsers when called, so that looking one up costs nothing, and run only inside a child of
`ingest.sandbox`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Protocol, runtime_checkable
from zipfile import BadZipFile, ZipFile

from domain.documents import Page
from domain.failures import Failure, RefusedFileError
from domain.plugins import discover
from ingest.compound_files import is_compound, top_streams
from ingest.limits import Limits
from ingest.scale import Scale

if TYPE_CHECKING:
    from PIL.Image import Image

_HEAD_BYTES = 4096
_MIMETYPE_BYTES = 200


class Sample:
    """What an extractor may look at to recognise a file: its first bytes, its name and the names of its parts."""

    def __init__(self, path: Path, name: str) -> None:
        with path.open("rb") as file:
            self.head = file.read(_HEAD_BYTES)
        self.path = path
        self.suffix = PurePath(name).suffix.lower()

    @cached_property
    def members(self) -> frozenset[str]:
        """Names of a ZIP's members; empty when the file is no readable ZIP."""
        if not self.head.startswith(b"PK"):
            return frozenset()
        try:
            with ZipFile(self.path) as package:
                return frozenset(package.namelist())
        except (BadZipFile, OSError, ValueError, NotImplementedError):
            return frozenset()

    @cached_property
    def streams(self) -> frozenset[str]:
        """Names of the streams at the top of an OLE compound file; empty when the file is none."""
        return top_streams(self.path) if is_compound(self.head) else frozenset()

    @cached_property
    def declared_type(self) -> str:
        """The media type an OpenDocument package declares in its member `mimetype`, or ""."""
        if "mimetype" not in self.members:
            return ""
        try:
            with ZipFile(self.path) as package, package.open("mimetype") as member:
                return member.read(_MIMETYPE_BYTES).decode("ascii", "replace").strip()
        except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
            return ""


class Extractor(Protocol):
    """Reads one format. `media_types` are the types it takes and `suffixes` the file names' endings, with the dot,
    that go with them; `paged` says whether page images can be rendered.
    """

    media_types: frozenset[str]
    suffixes: frozenset[str]
    paged: bool

    def recognise(self, sample: Sample) -> str | None:
        """The media type when the file is one of this format, judged by its content, else None."""

    def extract(self, path: Path, limits: Limits) -> Iterator[Page]:
        """The pages in order, numbered from 1; a page without a text layer has source EMPTY, text "" and its size.

        Raises RefusedFileError.
        """


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as an image, and its size in points."""

    image: Image
    width: float
    height: float


@runtime_checkable
class PagedExtractor(Extractor, Protocol):
    """A format whose pages can be drawn."""

    def draw(self, path: Path, number: int, scale: Scale, limits: Limits) -> Drawing:
        """Page `number` (from 1) as an image. Raises RefusedFileError, UNREADABLE when there is no such page."""


def extractors() -> list[Extractor]:
    """Every extractor there is, in the order of their modules' names."""
    return list(discover("ingest.extractors").values())


def extractor_for(media_type: str) -> Extractor:
    """The extractor of a media type. Raises RefusedFileError(UNSUPPORTED)."""
    for extractor in extractors():
        if media_type in extractor.media_types:
            return extractor
    raise RefusedFileError(Failure.UNSUPPORTED, f"no extractor for {media_type}")


def paged_extractor_for(media_type: str) -> PagedExtractor:
    """The extractor of a media type whose pages can be drawn. Raises RefusedFileError(UNSUPPORTED)."""
    extractor = extractor_for(media_type)
    if not (extractor.paged and isinstance(extractor, PagedExtractor)):
        raise RefusedFileError(Failure.UNSUPPORTED, f"{media_type} has no pages")
    return extractor
