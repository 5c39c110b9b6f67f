"""A PDF written glyph by glyph, so that a test decides in which order and where each one is drawn."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

GLYPH_WIDTH = 0.5
"""Of the letters' size; every glyph is as wide."""


@dataclass
class DrawnPdf:
    """Pages drawn with one font whose glyphs stand for whatever text a test gives them."""

    rotate: int = 0
    media_box: tuple[float, float, float, float] = (0, 0, 600, 800)
    crop_box: tuple[float, float, float, float] | None = None
    codes: dict[str, int] = field(default_factory=dict)
    pages: list[list[str]] = field(default_factory=lambda: [[]])

    def glyph(self, text: str, x: float, y: float, size: float = 10, mode: int = 0) -> None:
        """Draw one glyph that stands for `text` with its origin at (x, y)."""
        self.turned(text, (1, 0, 0, 1), x, y, size, mode)

    def turned(
        self, text: str, matrix: tuple[float, float, float, float], x: float, y: float, size: float = 10, mode: int = 0
    ) -> None:
        code = self.codes.setdefault(text, len(self.codes) + 1)
        numbers = " ".join(str(number) for number in (*matrix, x, y))
        self.pages[-1].append(f"BT {mode} Tr /F1 {size} Tf {numbers} Tm <{code:02x}> Tj ET")

    def line(self, units: Sequence[str], x: float, y: float, size: float = 10, logical: bool = False) -> None:
        """Draw units side by side from `x`, given from left to right; `logical` draws the rightmost first."""
        placed = [(unit, x + place * GLYPH_WIDTH * size) for place, unit in enumerate(units)]
        for unit, left in reversed(placed) if logical else placed:
            self.glyph(unit, left, y, size)

    def image(self, width: float, height: float) -> None:
        """Draw a grey image over the page's lower left."""
        self.pages[-1].append(f"q {width} 0 0 {height} 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x80 EI Q")

    def new_page(self) -> None:
        self.pages.append([])

    def to_bytes(self) -> bytes:
        box = " ".join(map(str, self.media_box))
        crop = f"/CropBox [{' '.join(map(str, self.crop_box))}]" if self.crop_box else ""
        kids = " ".join(f"{5 + 2 * number} 0 R" for number in range(len(self.pages)))
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            f"<< /Type /Pages /Kids [{kids}] /Count {len(self.pages)} >>".encode(),
            self._font(),
            _stream(self._to_unicode().encode()),
        ]
        for number, operators in enumerate(self.pages):
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [{box}] {crop} /Rotate {self.rotate} "
                f"/Resources << /Font << /F1 3 0 R >> >> /Contents {6 + 2 * number} 0 R >>".encode()
            )
            objects.append(_stream("\n".join(operators).encode("latin-1")))
        return pdf_file(objects)

    def _font(self) -> bytes:
        last = max(1, len(self.codes))
        widths = " ".join([str(int(GLYPH_WIDTH * 1000))] * last)
        return (
            "<< /Type /Font /Subtype /TrueType /BaseFont /Test /FirstChar 1 "
            f"/LastChar {last} /Widths [{widths}] /ToUnicode 4 0 R >>"
        ).encode()

    def _to_unicode(self) -> str:
        rows = "\n".join(f"<{code:02x}> <{text.encode('utf-16-be').hex()}>" for text, code in self.codes.items() if text)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /T def\n"
            "1 begincodespacerange <00> <ff> endcodespacerange\n"
            f"{max(1, len(self.codes))} beginbfchar\n{rows}\nendbfchar endcmap end end"
        )


def pdf_file(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of the objects, numbered from 1; the first is its catalog."""
    data = b"%PDF-1.7\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    start = len(data)
    data += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}".encode()
    return data + f"trailer << /Size {len(objects) + 1} /Root 1 0 R {trailer} >>\nstartxref\n{start}\n%%EOF\n".encode()


def _stream(content: bytes) -> bytes:
    packed = zlib.compress(content)
    return f"<< /Length {len(packed)} /Filter /FlateDecode >>\nstream\n".encode() + packed + b"\nendstream"
