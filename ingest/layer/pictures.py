"""Pictures on a page that may hold text its layer does not: tables, stamps, headings set as images."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from ingest.layer.glyphs import Glyph, Rect


def lone_share(pictures: Iterable[Rect], glyphs: Sequence[Glyph], page: tuple[float, float]) -> float:
    """The share (0 to 1) of a page of this width and height that is covered by pictures on which no glyph lies: others are
    grounds and scans, whose text the layer has. Pictures that overlap count twice.
    """
    width, height = page
    middles = [((left + right) / 2, (bottom + top) / 2) for left, bottom, right, top in (glyph.box() for glyph in glyphs)]
    shown = [_cut(picture, width, height) for picture in pictures if all(map(math.isfinite, picture))]
    covered = sum(_area(picture) for picture in shown if not any(_holds(picture, *middle) for middle in middles))
    return min(1.0, covered / (width * height)) if width * height > 0 else 0.0


def _cut(picture: Rect, width: float, height: float) -> Rect:
    left, bottom, right, top = picture
    return max(0.0, left), max(0.0, bottom), min(width, right), min(height, top)


def _area(picture: Rect) -> float:
    left, bottom, right, top = picture
    return max(0.0, right - left) * max(0.0, top - bottom)


def _holds(picture: Rect, x: float, y: float) -> bool:
    left, bottom, right, top = picture
    return left < x < right and bottom < y < top
