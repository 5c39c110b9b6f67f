"""Images as the pages of a PDF, written one after the other, so that a long scan never stands in memory.

A JPEG goes in as it is. Of other formats the pixels are kept, packed without loss; black and white takes one bit a pixel.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from domain.documents import Page
from ingest.limits import Limits
from ingest.rendering import draw
from ingest.scale import Scale

if TYPE_CHECKING:
    from PIL.Image import Image

_JPEG = "image/jpeg"
_A4 = (595.28, 841.89)
_ORIENTATION = 274
_TURNS = {1: 0, 3: 180, 6: 90, 8: 270}
"""EXIF orientations that are turns; the others are mirrored."""

_SPACES = {"1": "/DeviceGray", "L": "/DeviceGray", "RGB": "/DeviceRGB", "CMYK": "/DeviceCMYK"}


@dataclass(frozen=True, slots=True)
class _Picture:
    """An image as a PDF holds it: its stream, the entries that explain it, and how far it is shown turned."""

    stream: bytes
    entries: str
    turn: int = 0


def write_sheets(path: Path, media_type: str, pages: Iterable[Page], target: Path, limits: Limits) -> Iterator[int]:
    """Write a PDF with a sheet for each of the pages of the image file, in their sizes; yields the number of each that
    is done. Raises RefusedFileError.
    """
    with target.open("wb") as file:
        book = _Book(file)
        for page in pages:
            picture = _as_it_is(path) if media_type == _JPEG else None
            size = page.width or _A4[0], page.height or _A4[1]
            book.add(picture or _pixels(path, media_type, page.number, limits), size)
            yield page.number
        book.close()


@dataclass
class _Book:
    """A PDF that is written object by object: 1 is the catalog and 2 the list of pages, which come last."""

    file: BinaryIO
    offsets: dict[int, int] = field(default_factory=dict)
    sheets: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.file.write(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")

    def add(self, picture: _Picture, size: tuple[float, float]) -> None:
        width, height = size[::-1] if picture.turn % 180 else size
        image, content, sheet = range(3 + 3 * len(self.sheets), 6 + 3 * len(self.sheets))
        self._stream(image, picture.stream, f"/Type /XObject /Subtype /Image {picture.entries}")
        self._stream(content, f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Scan Do Q".encode(), "")
        self._object(
            sheet,
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] /Rotate {picture.turn} "
            f"/Resources << /XObject << /Scan {image} 0 R >> >> /Contents {content} 0 R >>",
        )
        self.sheets.append(sheet)

    def close(self) -> None:
        kids = " ".join(f"{sheet} 0 R" for sheet in self.sheets)
        self._object(2, f"<< /Type /Pages /Kids [{kids}] /Count {len(self.sheets)} >>")
        self._object(1, "<< /Type /Catalog /Pages 2 0 R >>")
        start, count = self.file.tell(), len(self.offsets) + 1
        table = "".join(f"{self.offsets[number]:010d} 00000 n \n" for number in sorted(self.offsets))
        trailer = f"trailer << /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
        self.file.write(f"xref\n0 {count}\n0000000000 65535 f \n{table}{trailer}".encode())

    def _object(self, number: int, body: str) -> None:
        self.offsets[number] = self.file.tell()
        self.file.write(f"{number} 0 obj\n{body}\nendobj\n".encode())

    def _stream(self, number: int, content: bytes, entries: str) -> None:
        self.offsets[number] = self.file.tell()
        self.file.write(f"{number} 0 obj\n<< /Length {len(content)} {entries} >>\nstream\n".encode())
        self.file.write(content)
        self.file.write(b"\nendstream\nendobj\n")


def _as_it_is(path: Path) -> _Picture | None:
    """A JPEG's own bytes, unless PDF can't show them as they are."""
    import PIL.Image

    with PIL.Image.open(path, formats=["JPEG"]) as image:
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
        if turn is None or image.mode not in ("L", "RGB", "CMYK"):
            return None
        # Adobe's programs write CMYK upside down.
        turned_over = " /Decode [1 0 1 0 1 0 1 0]" if image.mode == "CMYK" and "adobe" in image.info else ""
        return _Picture(path.read_bytes(), f"{_described(image)} /Filter /DCTDecode{turned_over}", turn)


def _pixels(path: Path, media_type: str, number: int, limits: Limits) -> _Picture:
    """The image's pixels, upright."""
    image = draw(path, media_type, number, _own_scale(path, number), limits).image
    if _is_black_and_white(image):
        image = image.convert("1")
    return _Picture(zlib.compress(image.tobytes(), 6), f"{_described(image)} /Filter /FlateDecode")


def _is_black_and_white(image: Image) -> bool:
    colours = image.getcolors(2) if image.mode == "L" else None
    return colours is not None and all(colour in (0, 255) for _, colour in colours)


def _own_scale(path: Path, number: int) -> Scale:
    """As many pixels as the image has, where Pillow can tell."""
    import PIL.Image

    try:
        with PIL.Image.open(path) as image:
            if number > 1:
                image.seek(number - 1)
            width, height = image.size
            sideways = image.getexif().get(_ORIENTATION, 1) > 4
    except (OSError, EOFError, ValueError, SyntaxError):
        return Scale()
    return Scale(width=height if sideways else width)


def _described(image: Image) -> str:
    bits = 1 if image.mode == "1" else 8
    return f"/Width {image.width} /Height {image.height} /ColorSpace {_SPACES[image.mode]} /BitsPerComponent {bits}"
