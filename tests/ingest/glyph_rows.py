"""Glyphs and pieces of lines made by hand."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.layer.glyphs import Glyph
from ingest.layer.rows import Piece, Unit

SIZE = 10.0
ADVANCE = 5.0


def glyph(
    text: str, left: float, baseline: float = 0.0, index: int = 0, size: float = SIZE, width: float = ADVANCE
) -> Glyph:
    return Glyph(text, left, left + width, baseline, size, 0.8 * size, 0.2 * size, 0, index)


def glyphs(texts: Sequence[str], left: float = 0.0, baseline: float = 0.0, first: int = 0) -> list[Glyph]:
    """Glyphs side by side, in the stream's order from left to right."""
    return [glyph(text, left + place * ADVANCE, baseline, first + place) for place, text in enumerate(texts)]


def piece(text: str, left: float, row: int) -> Piece:
    """A piece of a line; rows are 12 points apart."""
    return Piece(tuple(Unit(made) for made in glyphs(text, left, -12.0 * row)), row)


def texts(pieces: Sequence[Piece]) -> list[str]:
    return ["".join(unit.text for unit in found.units) for found in pieces]
