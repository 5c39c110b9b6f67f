"""Collects what a PDF page draws, through pdfminer.six.

pdfminer's own layout analysis is not used: it knows no right-to-left lines and takes most of the time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFFont, PDFType3Font, PDFUnicodeNotDefined
from pdfminer.utils import apply_matrix_rect

from ingest.layer.actual_text import actual_text, merged
from ingest.layer.glyphs import UNDEFINED, DrawnPage, Glyph, Rect, clean, from_page, turn_of
from ingest.layer.pictures import lone_share

if TYPE_CHECKING:
    from pdfminer.pdfcolor import PDFColorSpace
    from pdfminer.pdfdevice import PDFTextSeq
    from pdfminer.pdfinterp import PDFGraphicState, PDFResourceManager, PDFStackT, PDFTextState
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdftypes import PDFStream
    from pdfminer.psparser import PSLiteral
    from pdfminer.utils import Matrix

_INVISIBLE = frozenset({3, 7})
"""Text rendering modes that draw nothing: the layer that OCR programs put over a scan (PDF 32000-1, table 106)."""


@dataclass(frozen=True, slots=True)
class _Style:
    """What glyphs of one font, size and direction have in common; see `Glyph`."""

    size: float
    above: float
    below: float
    turn: int
    font: str


_MOST_PICTURES = 50
"""Pictures of a page that are looked at; where there are more, they are its ornaments."""


class GlyphCollector(PDFTextDevice):
    """A pdfminer device that keeps glyphs. `page` gives what was drawn since the last `begin_page`."""

    def __init__(self, resources: PDFResourceManager) -> None:
        super().__init__(resources)
        self._texts: dict[tuple[PDFFont, int], str] = {}
        self._style_key: tuple[object, ...] = ()
        self._last_style = _Style(0.0, 0.0, 0.0, 0, "")
        self._start((0.0, 0.0, 0.0, 0.0))

    def _start(self, frame: Rect) -> None:
        self._frame = frame
        self._glyphs: list[Glyph] = []
        self._image_area = 0.0
        self._pictures: list[Rect] = []
        self._drawn = self._invisible = 0
        self._spans: list[tuple[str | None, int]] = []
        self._render_mode = 0

    def page(self) -> DrawnPage:
        """What the page drew inside its frame."""
        left, bottom, right, top = self._frame
        width, height = right - left, top - bottom
        area = width * height
        share = min(1.0, self._image_area / area) if area > 0 else 0.0
        kept = tuple(glyph for glyph in self._glyphs if _inside(glyph.box(), width, height))
        lone = lone_share(self._pictures, kept, (width, height))
        return DrawnPage(kept, width, height, share, self._invisible / max(1, self._drawn), lone)

    def begin_page(self, page: PDFPage, ctm: Matrix) -> None:
        """Start anew in the frame of what a viewer shows of the page."""
        self._start(apply_matrix_rect(ctm, _shown(page.mediabox, page.cropbox)))

    def begin_tag(self, tag: PSLiteral, props: PDFStackT | None = None) -> None:
        """Marked content begins; it may say which text its glyphs stand for."""
        self._spans.append((actual_text(props), len(self._glyphs)))

    def end_tag(self) -> None:
        """The innermost marked content ends."""
        if not self._spans:
            return
        text, start = self._spans.pop()
        if text is not None:
            self._glyphs[start:] = merged(self._glyphs[start:], text)

    def render_image(self, name: str, stream: PDFStream) -> None:
        """Of images only their place is kept: each is the unit square under the current matrix."""
        if self.ctm is not None:
            a, b, c, d, _, _ = self.ctm
            self._image_area += abs(a * d - b * c)
            if len(self._pictures) < _MOST_PICTURES:
                left, bottom, right, top = apply_matrix_rect(self.ctm, (0, 0, 1, 1))
                x, y = self._frame[:2]
                self._pictures.append((left - x, bottom - y, right - x, top - y))

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
        glyph = self._glyph(self._text(font, cid), matrix, self._style(matrix, font, fontsize), rise, advance)
        if glyph is not None:
            self._glyphs.append(glyph)
            self._drawn += 1
            self._invisible += self._render_mode in _INVISIBLE
        return advance

    def _text(self, font: PDFFont, cid: int) -> str:
        """What a font says the code stands for; asked once for each."""
        known = self._texts.get((font, cid))
        if known is None:
            known = self._texts[font, cid] = _text(font, cid)
        return known

    def _style(self, matrix: Matrix, font: PDFFont, fontsize: float) -> _Style:
        """The style of the last glyph again, as long as nothing of it changes."""
        key = (font, fontsize, matrix[2], matrix[3])
        if key != self._style_key:
            self._style_key, self._last_style = key, _style(matrix, font, fontsize)
        return self._last_style

    def _glyph(self, text: str, matrix: Matrix, style: _Style, rise: float, advance: float) -> Glyph | None:
        a, b, c, d, e, f = matrix
        x = c * rise + e - self._frame[0]
        y = d * rise + f - self._frame[1]
        start, baseline = from_page(style.turn, x, y)
        end, _ = from_page(style.turn, x + a * advance, y + b * advance)
        if not math.isfinite(start + end + baseline + style.size) or style.size == 0:
            return None
        left, right = (start, end) if start <= end else (end, start)
        above, below = style.above, style.below
        return Glyph(text, left, right, baseline, style.size, above, below, style.turn, self._drawn, style.font)


def _style(matrix: Matrix, font: PDFFont, fontsize: float) -> _Style:
    _, _, c, d, _, _ = matrix
    height = _font_height(font, fontsize)
    size = math.hypot(c, d) * abs(height)
    return _Style(
        size=size,
        above=size * _bounded(font.get_ascent(), 0.6, 1.1, 0.85),
        below=size * _bounded(-font.get_descent(), 0.15, 0.6, 0.25),
        turn=turn_of(c * height, d * height),
        font=str(font.fontname or ""),
    )


def _text(font: PDFFont, cid: int) -> str:
    try:
        return clean(font.to_unichr(cid))
    except PDFUnicodeNotDefined:
        return UNDEFINED


def _font_height(font: PDFFont, fontsize: float) -> float:
    """The signed height of the em in text space; a Type 3 font scales and flips by a matrix of its own."""
    if isinstance(font, PDFType3Font):
        return fontsize * (font.get_height() or 1.0)
    return fontsize


def _bounded(value: float, low: float, high: float, default: float) -> float:
    """`value` where a font's metric is believable, else `default`."""
    return value if low <= value <= high else default


def _inside(box: Rect, width: float, height: float) -> bool:
    left, bottom, right, top = box
    return left < width and right > 0 and bottom < height and top > 0


def _shown(media: Rect, crop: Rect) -> Rect:
    """The part of the page a viewer shows: the crop box within the media box, or that alone if they don't meet."""
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    return (left, bottom, right, top) if left < right and bottom < top else media
