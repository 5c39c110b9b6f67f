"""A glyph as it stands on its line, whichever way the line runs on the page."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

UNDEFINED = "\ufffd"
"""Stands for a glyph whose font does not say which letter it is."""

Rect = tuple[float, float, float, float]
"""(left, bottom, right, top) in points."""

_JOINERS = "\u200c\u200d"


@dataclass(slots=True)
class Glyph:
    """A drawn glyph in the frame of its own line: `left` to `right` along the baseline, in points, growing to the
    right of an upright reader, `baseline` growing upwards. Never changed once made; not frozen, because a page has thousands
    and a frozen one takes three times as long to make.

    `text` is what its font says it stands for (several letters for a ligature). `turn` counts quarter turns
    counter-clockwise from upright. `index` is its place in the page's content stream. `above` and `below` are the
    line's height over and depth under the baseline. `font` is the name of the font in its file.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    above: float
    below: float
    turn: int
    index: int
    font: str = ""

    @property
    def middle(self) -> float:
        """The centre along the baseline."""
        return (self.left + self.right) / 2

    def box(self) -> Rect:
        """(left, bottom, right, top) on the upright page."""
        low, high = self.baseline - self.below, self.baseline + self.above
        if self.turn == 0:
            return self.left, low, self.right, high
        (x0, y0), (x1, y1) = _to_page(self.turn, self.left, low), _to_page(self.turn, self.right, high)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """The glyphs of a page as shown (cropped, turned as the page asks), its size in points, the share of the page
    that its images cover (1 at most), the share of its glyphs that are invisible, and the share of the page covered by
    images on which no glyph lies.
    """

    glyphs: tuple[Glyph, ...]
    width: float
    height: float
    image_share: float
    invisible_share: float
    picture_share: float = 0.0


def turn_of(up_x: float, up_y: float) -> int:
    """Quarter turns counter-clockwise from upright of text whose upward direction is (up_x, up_y)."""
    if abs(up_y) >= abs(up_x):
        return 0 if up_y >= 0 else 2
    return 1 if up_x < 0 else 3


def from_page(turn: int, x: float, y: float) -> tuple[float, float]:
    """A point of the page in the frame of lines so turned: (along the baseline, upwards)."""
    return (x, y) if turn == 0 else ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _to_page(turn: int, u: float, v: float) -> tuple[float, float]:
    return (u, v) if turn == 0 else ((u, v), (-v, u), (-u, -v), (v, -u))[turn]


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """A glyph's text without what is no letter of it: direction marks go, control characters are white space.

    A glyph whose text is nothing at all is a space too: fonts map their space so.
    """
    return "".join(_shown_as(letter) for letter in text) or " "


def _shown_as(letter: str) -> str:
    category = unicodedata.category(letter)
    if letter == "\u00ad":
        return "-"
    if category in ("Cc", "Zs", "Zl", "Zp"):
        return " "
    if category == "Cs":
        return UNDEFINED
    return "" if category == "Cf" and letter not in _JOINERS else letter
