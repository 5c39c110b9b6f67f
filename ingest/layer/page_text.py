"""The text of a drawn page and the boxes of its words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from domain.documents import TextSource, WordBox
from ingest.extracted import Span
from ingest.layer import brackets
from ingest.layer.glyphs import UNDEFINED, DrawnPage, Glyph
from ingest.layer.kinds import Kind, Placed, kind
from ingest.layer.presentation_forms import fold
from ingest.layer.reading_order import lines
from ingest.layer.rows import Piece, Unit, pieces
from ingest.layer.spacing import word_starts
from ingest.layer.visual_order import logical_order, reads_rightward

_SCAN_IMAGE = 0.5
"""An image that covers this share of the page is the page …"""

_SCAN_LETTERS = 40
"""… when there are fewer letters than this beside it: a stamp or a page number on a scan."""

_INVISIBLE = 0.9
_UNDEFINED = 0.5


@dataclass(frozen=True, slots=True)
class LayerText:
    """What a page's own text layer says; source LAYER, REPAIRED when letters were put in order or forms folded, or
    EMPTY when the page has no layer worth reading (a scan, an OCR layer that is not shown, letters without meaning).

    `raw` is what the file itself says, in its own order and code points, be it hidden; `fonts`, `ligatures` and `pictures`
    are those of `ingest.extracted.ExtractedPage`.
    """

    text: str
    source: TextSource
    words: tuple[WordBox, ...] = ()
    raw: str = ""
    fonts: tuple[str, ...] = ()
    ligatures: tuple[Span, ...] = ()
    pictures: float = 0.0


@dataclass(frozen=True, slots=True)
class _Word:
    """Letters between white space, in logical order, and the glyphs they come from. `ligatures` are spans of `text`."""

    text: str
    glyphs: tuple[Glyph, ...]
    ligatures: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class _Ordered:
    """The units of a piece in logical order; None is white space."""

    units: tuple[Unit | None, ...]
    placed: tuple[Placed, ...]

    def letters(self) -> list[brackets.Letter]:
        return [(unit.text if unit else " ", place.rightward) for unit, place in zip(self.units, self.placed, strict=True)]


def read(page: DrawnPage) -> LayerText:
    """Read a page's text layer. Word boxes are fractions of the shown page, their offsets code points of the text."""
    if page.invisible_share >= _INVISIBLE:
        return LayerText("", TextSource.EMPTY, raw=_raw(page.glyphs).strip())
    if not _is_worth_reading(page):
        return LayerText("", TextSource.EMPTY)
    writer = _Writer(page)
    repaired = False
    for turn in sorted({glyph.turn for glyph in page.glyphs}):
        repaired |= _read_turn([glyph for glyph in page.glyphs if glyph.turn == turn], writer)
    if not writer.boxes:
        return LayerText("", TextSource.EMPTY)
    source = TextSource.REPAIRED if repaired else TextSource.LAYER
    boxes, fonts, ligatures = tuple(writer.boxes), tuple(writer.fonts), tuple(writer.ligatures)
    return LayerText(writer.text, source, boxes, _raw(page.glyphs), fonts, ligatures, page.picture_share)


def _raw(glyphs: Sequence[Glyph]) -> str:
    """What the glyphs stand for, one after the other as they are drawn; a new line where the baseline changes."""
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last and (last.turn != glyph.turn or abs(last.baseline - glyph.baseline) > max(last.size, glyph.size) / 2):
            parts.append("\n")
        parts.append(glyph.text)
        last = glyph
    return "".join(parts)


def _is_worth_reading(page: DrawnPage) -> bool:
    letters = [glyph for glyph in page.glyphs if not glyph.text.isspace()]
    if not letters:
        return False
    if sum(glyph.text == UNDEFINED for glyph in letters) >= _UNDEFINED * len(letters):
        return False
    return len(letters) >= _SCAN_LETTERS or page.image_share < _SCAN_IMAGE


def _read_turn(glyphs: Sequence[Glyph], writer: _Writer) -> bool:
    """Write the lines of one direction of reading; whether anything had to be put right."""
    rightward = _is_rightward(glyphs)
    ordered = lines(pieces(glyphs), rightward)
    flat = [_ordered(piece, rightward) for line in ordered for piece in line.pieces]
    texts = iter(brackets.mirror_page([piece.letters() for piece in flat]))
    rest = iter(flat)
    for line in ordered:
        writer.end_line(line.opens)
        for _ in line.pieces:
            writer.write(_words(next(rest), next(texts)))
    return any(_is_repaired(piece) for piece in flat)


def _is_rightward(glyphs: Sequence[Glyph]) -> bool:
    kinds = [kind(glyph.text) for glyph in glyphs]
    return sum(k in (Kind.RIGHT, Kind.ARABIC) for k in kinds) > kinds.count(Kind.LEFT)


def _ordered(piece: Piece, page_rightward: bool) -> _Ordered:
    units: list[Unit | None] = []
    for unit, starts in zip(piece.units, word_starts(piece), strict=True):
        units += [None, unit] if starts else [unit]
    texts = [unit.text if unit else " " for unit in units]
    placed = logical_order(texts, reads_rightward(texts, page_rightward))
    return _Ordered(tuple(units[place.index] for place in placed), tuple(placed))


def _words(ordered: _Ordered, texts: Sequence[str]) -> Iterator[_Word]:
    letters, length = [], 0
    glyphs: list[Glyph] = []
    ligatures: list[Span] = []
    for unit, text in zip((*ordered.units, None), (*texts, ""), strict=True):
        if unit is not None:
            folded = fold(text)
            if _is_ligature(unit.glyph.text):
                ligatures.append((length, length + len(folded)))
            letters.append(folded)
            length += len(folded)
            glyphs.append(unit.glyph)
        elif letters:
            yield from _cut(_Word("".join(letters), tuple(glyphs), tuple(ligatures)))
            letters, glyphs, ligatures, length = [], [], [], 0


def _cut(word: _Word) -> Iterator[_Word]:
    """The word, or what stands between the spaces that one of its glyphs brings along."""
    if not any(letter.isspace() for letter in word.text):
        yield word
        return
    yield from (_Word(part, word.glyphs) for part in word.text.split())


@lru_cache(maxsize=4096)
def _is_ligature(text: str) -> bool:
    """Whether a glyph stands for several Arabic letters that its font's table names one by one."""
    return len(text) > 1 and sum(kind(letter) is Kind.ARABIC and letter < "\ufb50" for letter in text) > 1


def _is_repaired(ordered: _Ordered) -> bool:
    units = [unit for unit in ordered.units if unit]
    if not any(place.rightward for place in ordered.placed):
        return False
    if any(fold(unit.text) != unit.text for unit in units):
        return True
    return any(a.glyph.index > b.glyph.index for a, b in pairwise(units))


class _Writer:
    """Puts words one after the other and notes where each stands."""

    def __init__(self, page: DrawnPage) -> None:
        self._page = page
        self._parts: list[str] = []
        self._length = 0
        self._separator = ""
        self.boxes: list[WordBox] = []
        self.fonts: list[str] = []
        self.ligatures: list[Span] = []

    @property
    def text(self) -> str:
        return "".join(self._parts)

    def end_line(self, opens: bool) -> None:
        self._separator = ("\n\n" if opens else "\n") if self._parts else ""

    def write(self, words: Iterator[_Word]) -> None:
        """One piece of a line; pieces of one line are kept apart by a tab."""
        for word in words:
            self._put(self._separator)
            self.boxes.append(self._box(word))
            self.fonts.append(word.glyphs[len(word.glyphs) // 2].font)
            self.ligatures += [(self._length + start, self._length + end) for start, end in word.ligatures]
            self._put(word.text)
            self._separator = " "
        if self._separator == " ":
            self._separator = "\t"

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._length += len(text)

    def _box(self, word: _Word) -> WordBox:
        lefts, bottoms, rights, tops = zip(*[glyph.box() for glyph in word.glyphs], strict=True)
        width, height = self._page.width, self._page.height
        return WordBox(
            start=self._length,
            end=self._length + len(word.text),
            left=_share(min(lefts), width),
            top=_share(height - max(tops), height),
            right=_share(max(rights), width),
            bottom=_share(height - min(bottoms), height),
        )


def _share(value: float, whole: float) -> float:
    return min(1.0, max(0.0, value / whole))
