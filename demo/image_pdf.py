"""PDF files of page images, with an invisible text layer where wanted, as scanning software writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_FONT = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"


@dataclass(frozen=True, slots=True)
class TextLine:
    """Bytes that the layer shows, and where: origin and height in points, from the page's lower left."""

    text: bytes
    left: float
    bottom: float
    height: float


@dataclass(frozen=True, slots=True)
class ImagePage:
    """A grey JPEG of `pixels` that fills a page of `points`, with the lines of its layer."""

    jpeg: bytes
    pixels: tuple[int, int]
    points: tuple[float, float]
    lines: tuple[TextLine, ...] = ()


def _stream(head: str, content: bytes) -> bytes:
    return f"<< {head} /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _content(page: ImagePage) -> bytes:
    width, height = page.points
    parts = [f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im Do Q"]
    for line in page.lines:
        place = f"{line.height:.1f} Tf 1 0 0 1 {line.left:.1f} {line.bottom:.1f} Tm"
        parts.append(f"BT 3 Tr /F {place} <{line.text.hex()}> Tj ET")
    return "\n".join(parts).encode()


def _page_objects(page: ImagePage, first: int) -> list[bytes]:
    """Page, content and image, numbered from `first`; 2 is the tree of pages and 3 the font."""
    (columns, rows), (width, height) = page.pixels, page.points
    resources = f"<< /XObject << /Im {first + 2} 0 R >> /Font << /F 3 0 R >> >>"
    head = f"/Type /XObject /Subtype /Image /Width {columns} /Height {rows}"
    return [
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width:.2f} {height:.2f}] "
        f"/Resources {resources} /Contents {first + 1} 0 R >>".encode(),
        _stream("", _content(page)),
        _stream(f"{head} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode", page.jpeg),
    ]


def _assemble(objects: Sequence[bytes]) -> bytes:
    file, offsets = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"), []
    for number, content in enumerate(objects, 1):
        offsets.append(len(file))
        file += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(objects) + 1
    start = len(file)
    file += f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n".encode()
    file += f"<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(file)


def write(pages: Sequence[ImagePage]) -> bytes:
    """A PDF of `pages`. The same pages give the same bytes."""
    kids = " ".join(f"{4 + 3 * index} 0 R" for index in range(len(pages)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode(),
        _FONT,
    ]
    for index, page in enumerate(pages):
        objects += _page_objects(page, 4 + 3 * index)
    return _assemble(objects)
