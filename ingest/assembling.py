"""A PDF of chosen pages and of nothing else, for documents that are part of a file. Runs only inside a child of
`ingest.sandbox`.

Whoever may see some pages of a register must not receive the others with them, however the file is built: pages of a
PDF share resources, point to each other and carry attachments. Each page is therefore made anew from what its content
uses (`ingest.page_parts`); what can't be taken over so is drawn, as are the pages of images.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from domain.failures import Failure, RefusedFileError
from ingest.blackening import blacken, tells_more_than_pixels
from ingest.limits import Limits
from ingest.page_parts import UnsafePageError, bare_page
from ingest.rendering import draw
from ingest.scale import Scale

if TYPE_CHECKING:
    from pikepdf import Object, Pdf

    from ingest.extractor import Drawing

_PDF = "application/pdf"
_DRAWN_DPI = 200.0
_JPEG_QUALITY = 85


@dataclass(frozen=True, slots=True)
class Part:
    """A page of a file, to be turned clockwise by `turn` degrees.

    `black` are rectangles of the page as it is seen then, in fractions of its width and height (left, top, right, bottom):
    the page is drawn anew with them, and nothing of what it was is kept. `nameless`: what images say beside their pixels,
    such as who took them where, is not kept.
    """

    path: str
    media_type: str
    number: int
    turn: int = 0
    black: tuple[tuple[float, float, float, float], ...] = ()
    nameless: bool = False


class Assembly:
    """Collects pages. Raises RefusedFileError for those that can't be read."""

    def __init__(self, limits: Limits) -> None:
        from pikepdf import Pdf

        self._limits = limits
        self._made = Pdf.new()
        self._sources: dict[str, Pdf] = {}

    def add(self, part: Part) -> None:
        """Add a page at the end."""
        if part.media_type != _PDF or part.black or not self._take(part):
            self._draw(part)

    def save(self) -> bytes:
        """The PDF."""
        target = BytesIO()
        self._made.save(target, deterministic_id=True)
        return target.getvalue()

    def _take(self, part: Part) -> bool:
        """Whether the page could be taken over as it is."""
        from pikepdf import Page

        source = self._source(part.path)
        if not 1 <= part.number <= len(source.pages):
            raise RefusedFileError(Failure.UNREADABLE, f"no page {part.number}")
        try:
            page = bare_page(source, part.number - 1)
        except UnsafePageError:
            return False
        if part.nameless and tells_more_than_pixels(page):
            return False
        page.Rotate = (int(page.get("/Rotate", 0)) + part.turn) % 360
        self._made.pages.append(Page(source.make_indirect(page)))
        return True

    def _source(self, path: str) -> Pdf:
        from pikepdf import PasswordError, Pdf, PdfError

        try:
            if path not in self._sources:
                self._sources[path] = source = Pdf.open(path)
                # What stamps and filled forms show becomes part of the pages, which lose them otherwise.
                source.flatten_annotations()
        except PasswordError as error:
            raise RefusedFileError(Failure.ENCRYPTED, str(error)) from error
        except PdfError as error:
            raise RefusedFileError(Failure.BROKEN, str(error)) from error
        return self._sources[path]

    def _draw(self, part: Part) -> None:
        """Add the page as an image."""
        from pikepdf import Name

        scale = Scale(dpi=_DRAWN_DPI, turn=part.turn)
        drawing = draw(Path(part.path), part.media_type, part.number, scale, self._limits)
        blacken(drawing.image, part.black)
        self._made.add_blank_page(page_size=(drawing.width, drawing.height))
        page = self._made.pages[-1]
        name = page.add_resource(_image(self._made, drawing), Name.XObject)
        page.Contents = self._made.make_stream(f"q {drawing.width} 0 0 {drawing.height} 0 0 cm {name} Do Q".encode())


def _image(made: Pdf, drawing: Drawing) -> Object:
    """The drawing as an image of the PDF."""
    from pikepdf import Name

    target = BytesIO()
    drawing.image.save(target, "JPEG", quality=_JPEG_QUALITY)
    return made.make_stream(
        target.getvalue(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=drawing.image.width,
        Height=drawing.image.height,
        ColorSpace=Name.DeviceGray if drawing.image.mode == "L" else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode,
    )
