"""Images of pages: drawn in a child process, kept in a folder that can be emptied at any time."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO

from archive.blob_store import BlobStore
from domain.documents import Version
from ingest.sandbox import Sandbox
from search_api.kept_files import KeepingLimits, KeptFiles

WIDTHS = (200, 400, 800, 1200, 1600, 2000)
"""Widths in pixels that are drawn. Few, so that nobody can fill the folder with one page."""

DRAWING = "1"
"""Part of every image's name and ETag: raised when pages are drawn otherwise."""

_SUFFIX = ".image"


@dataclass(frozen=True, slots=True)
class ImageKey:
    """An image by the bytes it is drawn from, turned clockwise by `turn` degrees. `width` is one of WIDTHS."""

    sha256: str
    number: int
    width: int
    turn: int = 0

    @property
    def etag(self) -> str:
        """The image's strong entity tag, quotes included."""
        return f'"{self.name}"'

    @property
    def name(self) -> str:
        """The image's name, of letters, digits and hyphens."""
        turned = f"-{self.turn}" if self.turn else ""
        return f"{self.sha256[:32]}-{self.number}-{self.width}-{DRAWING}{turned}"


def nearest_width(asked: int) -> int:
    """The smallest drawn width that is not below `asked`, or the largest one."""
    return next((width for width in WIDTHS if width >= asked), WIDTHS[-1])


def image_type(data: bytes) -> str:
    """The media type of a drawn page."""
    return "image/png" if data.startswith(b"\x89PNG") else "image/jpeg"


DEFAULT_LIMITS = KeepingLimits()


class PageImages:
    """Draws pages and keeps the images used last.

    An image asked for by several at once is drawn once. Safe to use from several threads.
    """

    def __init__(
        self,
        folder: Path,
        blobs: BlobStore,
        sandbox: Sandbox,
        limits: KeepingLimits = DEFAULT_LIMITS,
    ) -> None:
        self.kept = KeptFiles(folder, _SUFFIX, limits)
        self._blobs = blobs
        self._sandbox = sandbox

    def get(self, version: Version, key: ImageKey) -> bytes:
        """The image's bytes, PNG or JPEG (see `image_type`).

        Raises RefusedFileError when the page can't be drawn and BusyError when too many wait already.
        """

        source = version.readable

        def draw(target: IO[bytes]) -> None:
            with self._blobs.path(source.sha256) as path:
                target.write(self._sandbox.render_page(path, source.media_type, key.number, key.width, key.turn))

        with self.kept.open(key.name, draw) as image:
            return image.read()
