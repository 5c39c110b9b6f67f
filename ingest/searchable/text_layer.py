"""A page's text as PDF operators that draw nothing."""

from __future__ import annotations

from dataclasses import dataclass

from domain.documents import Page
from ingest.searchable.glyphless import ADVANCE, DEPTH, encode
from ingest.searchable.placing import Piece, place

_SMALLEST = 0.1
"""Points; a box without height still holds its word."""

_AWAY = 10
"""Points above the page."""


@dataclass(frozen=True, slots=True)
class Upright:
    """A page's sides in points as it is seen, and the matrix that leads from there to the page's own coordinates."""

    width: float
    height: float
    matrix: str


def upright(box: tuple[float, float, float, float], turn: int) -> Upright:
    """A page with the visible `box`, shown turned clockwise by `turn` degrees, a multiple of 90."""
    left, bottom, right, top = min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
    matrices = {
        0: (1, 0, 0, 1, left, bottom),
        90: (0, 1, -1, 0, right, bottom),
        180: (-1, 0, 0, -1, right, top),
        270: (0, -1, 1, 0, left, top),
    }
    sides = (right - left, top - bottom)
    width, height = sides[::-1] if turn % 180 else sides
    return Upright(width, height, " ".join(f"{number:.2f}" for number in matrices[turn % 360]))


def text_operators(page: Page, sheet: Upright, font: str) -> bytes:
    """The page's words, invisible, on a sheet, in the font of that name."""
    pieces = "\n".join(_show(piece, sheet, font) for piece in place(page))
    return f"q {sheet.matrix} cm BT 3 Tr\n{_apart(sheet, font)}\n{pieces}\nET Q".encode("ascii")


def _show(piece: Piece, sheet: Upright, font: str) -> str:
    size = max(_SMALLEST, (piece.bottom - piece.top) * sheet.height)
    stretch = 100 * (piece.right - piece.left) * sheet.width / (ADVANCE * size * len(piece.text))
    left, base = piece.left * sheet.width, (1 - piece.bottom) * sheet.height + DEPTH * size
    return f"{font} {size:.2f} Tf {stretch:.3f} Tz 1 0 0 1 {left:.2f} {base:.2f} Tm <{encode(piece.text).hex()}> Tj"


def _apart(sheet: Upright, font: str) -> str:
    """A space above the page: PDFium mixes the last line of what was drawn before with the first line of this."""
    return f"{font} 1 Tf 100 Tz 1 0 0 1 0 {sheet.height + _AWAY:.2f} Tm <{encode(' ').hex()}> Tj"
