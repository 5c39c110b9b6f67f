"""What a PDF page draws: its glyphs with their places, collected through pdfminer.six.

pdfminer's own layout analysis is not used: it knows no right-to-left lines and takes most of the time.
"""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_rect

if TYPE_CHECKING:
    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFTextState
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import PDFStream
    from pdfminer.utils import Matrix, Rect

UNDEFINED = "\ufffd"
"""Stands for a glyph whose font does not say which letter it is."""

_JOINERS = "\u200c\u200d"

_INVISIBLE = frozenset({3, 7})
"""Text rendering modes that draw nothing: the layer that OCR programs put over a scan (PDF 32000-1, table 106)."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A drawn glyph in the frame of its own line: `left` to `right` along the baseline, in points, growing to the
    right of an upright reader, `baseline` growing upwards.

    `text` is what its font says it stands for (several letters for a ligature). `turn` counts quarter turns
    counter-clockwise from upright. `index` is its place in the page's content stream. `above` and `below` are the
    line's height over and depth under the baseline.
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

    @property
    def middle(self) -> float:
        """The centre along the baseline."""
        return (self.left + self.right) / 2

    def box(self) -> Rect:
        """(left, bottom, right, top) on the upright page."""
        low, high = self.baseline - self.below, self.baseline + self.above
        corners = [_to_page(self.turn, u, v) for u in (self.left, self.right) for v in (low, high)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)


@dataclass(frozen=True, slots=True)
class DrawnPage:
    """The glyphs of a page as shown (cropped, turned as the page asks), its size in points, the share of the page
    that its images cover (1 at most) and how many glyphs are invisible.
    """

    glyphs: tuple[Glyph, ...]
    width: float
    height: float
    image_share: float
    invisible: int


class GlyphCollector(PDFTextDevice):
    """A pdfminer device that keeps glyphs. `page` gives what was drawn since the last `begin_page`."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._start((0.0, 0.0, 0.0, 0.0))

    def _start(self, frame: Rect) -> None:
        self._frame = frame
        self._glyphs: list[Glyph] = []
        self._image_area = 0.0
        self._invisible = 0
        self._render_mode = 0

    def page(self) -> DrawnPage:
        """What the page drew inside its frame."""
        left, bottom, right, top = self._frame
        width, height = right - left, top - bottom
        area = width * height
        share = min(1.0, self._image_area / area) if area > 0 else 0.0
        kept = tuple(glyph for glyph in self._glyphs if _inside(glyph.box(), width, height))
        return DrawnPage(kept, width, height, share, self._invisible)

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Start anew in the frame of what a viewer shows of the page."""
        self._start(apply_matrix_rect(ctm, _shown(page.mediabox, page.cropbox)))

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Images count by area only: each is the unit square under the current matrix."""
        if self.ctm is not None:
            a, b, c, d, _, _ = self.ctm
            self._image_area += abs(a * d - b * c)

    def render_string(
        self, textstate: PDFTextState, seq: PDFTextSeq, ncs: PDFColorSpace, graphicstate: PDFGraphicState
    ) -> None:
        """Note whether the string is drawn at all, then its characters."""
        self._render_mode = int(textstate.render)
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(  # noqa: PLR0913 - pdfminer's signature
        self,
        matrix: Matrix,
        font: PDFFont,
        fontsize: float,
        scaling: float,
        rise: float,
        cid: int,
        ncs: PDFColorSpace,
        graphicstate: PDFGraphicState,
    ) -> float:
        """Keep one glyph; returns its advance in text space."""
        advance = font.char_width(cid) * fontsize * scaling
        glyph = self._glyph(_text(font, cid), matrix, font, fontsize, rise, advance)
        if glyph is not None:
            self._glyphs.append(glyph)
            self._invisible += self._render_mode in _INVISIBLE
        return advance

    def _glyph(  # noqa: PLR0913 - the parts of a text matrix
        self, text: str, matrix: Matrix, font: PDFFont, fontsize: float, rise: float, advance: float
    ) -> Glyph | None:
        a, b, c, d, e, f = matrix
        x = c * rise + e - self._frame[0]
        y = d * rise + f - self._frame[1]
        height = _font_height(font, fontsize)
        turn = _turn(c * height, d * height)
        start, baseline = _from_page(turn, x, y)
        end, _ = _from_page(turn, x + a * advance, y + b * advance)
        size = math.hypot(c, d) * abs(height)
        if not math.isfinite(start + end + baseline + size) or size == 0:
            return None
        return Glyph(
            text=text,
            left=min(start, end),
            right=max(start, end),
            baseline=baseline,
            size=size,
            above=size * _bounded(font.get_ascent(), 0.6, 1.1, 0.85),
            below=size * _bounded(-font.get_descent(), 0.15, 0.6, 0.25),
            turn=turn,
            index=len(self._glyphs),
        )


def _text(font: PDFFont, cid: int) -> str:
    try:
        return clean(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return UNDEFINED


def clean(text: str) -> str:
    """A glyph's text without what is no letter of it: direction marks go, control characters are white space.

    A glyph whose text is nothing at all is a space too: fonts map their space so.
    """
    if len(text) == 1 and text.isalnum():
        return text
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


def _font_height(font: PDFFont, fontsize: float) -> float:
    """The signed height of the em in text space; a Type 3 font scales and flips by a matrix of its own."""
    if isinstance(font, PDFType3Font):
        return fontsize * (font.get_height() or 1.0)
    return fontsize


def _bounded(value: float, low: float, high: float, default: float) -> float:
    """`value` where a font's metric is believable, else `default`."""
    return value if low <= value <= high else default


def _turn(up_x: float, up_y: float) -> int:
    """Quarter turns counter-clockwise from upright of text whose upward direction is (up_x, up_y)."""
    if abs(up_y) >= abs(up_x):
        return 0 if up_y >= 0 else 2
    return 1 if up_x < 0 else 3


def _from_page(turn: int, x: float, y: float) -> tuple[float, float]:
    return ((x, y), (y, -x), (-x, -y), (-y, x))[turn]


def _to_page(turn: int, u: float, v: float) -> tuple[float, float]:
    return ((u, v), (-v, u), (-u, -v), (v, -u))[turn]


def _inside(box: Rect, width: float, height: float) -> bool:
    left, bottom, right, top = box
    return left < width and right > 0 and bottom < height and top > 0


def _shown(media: Rect, crop: Rect) -> Rect:
    """The part of the page a viewer shows: the crop box within the media box, or that alone if they don't meet."""
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media
