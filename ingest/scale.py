"""How large a page is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass

from domain.turning import is_sideways

DRAWN_PIXELS = 40_000_000
"""No page is drawn larger: an A3 page at 300 dpi has 17 million pixels."""

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Scale:
    """Drawn at `dpi`, or `width` pixels wide when that is given; smaller where the image would pass `pixels`.

    `turn` is by how many degrees clockwise the drawn image is turned; `width` is that of the turned image.
    """

    dpi: float = 300.0
    width: int | None = None
    pixels: int = DRAWN_PIXELS
    turn: int = 0

    def factor(self, width: float, height: float) -> float:
        """Pixels a point for a page of `width` x `height` points. Raises ValueError for a page without area."""
        if not (0 < width < math.inf and 0 < height < math.inf):
            raise ValueError(f"a page of {width} x {height} points can't be drawn")
        across = height if is_sideways(self.turn) else width
        wanted = self.width / across if self.width else self.dpi / POINTS_PER_INCH
        return min(wanted, math.sqrt(self.pixels / (width * height)))

    def size(self, width: float, height: float) -> tuple[int, int]:
        """The image's width and height in pixels, at least 1."""
        factor = self.factor(width, height)
        return max(1, round(width * factor)), max(1, round(height * factor))
