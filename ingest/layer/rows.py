"""Lines of a page: glyphs that share a baseline, cut into pieces where the gap is too wide for one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from operator import attrgetter

from ingest.layer.glyphs import Glyph
from ingest.layer.presentation_forms import is_mark, without_marks

_SAME_LINE = 0.35
"""Baselines nearer than this share of the letters' size are one line."""

_SMALL = 0.85
"""Letters of less than this share of their neighbours' size are small."""

_RAISED = 0.8
"""Small letters (an ordinal's ending, a note's number) belong to a line this share of their size away."""

_LEVEL = 0.1
"""Baselines nearer than this share of the letters' size are the same but for the typesetter's rounding."""

_LEAST_LINE = 4
_UNDER_LINE = 6
"""Letters that may be a line of their own (fewer are a note's number, or part of a letter), and so many of them under
others that they are.
"""

_PIECE_GAP = 1.5
"""A gap of this many letter sizes ends a piece: a table's cell, a column, the other side of a letterhead."""

_OVERPRINT = 0.25
"""The same letter drawn again within this share of its width is bold print, not a second letter."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A glyph with the marks that sit on it. `spaced` says that a space was drawn between it and its left neighbour."""

    glyph: Glyph
    marks: str = ""
    spaced: bool = False

    @property
    def text(self) -> str:
        """The unit's letters in logical order."""
        return self.glyph.text + self.marks


@dataclass(frozen=True)
class Piece:
    """Units of one line that belong together, from left to right. `row` numbers the page's lines from the top."""

    units: tuple[Unit, ...]
    row: int

    @cached_property
    def left(self) -> float:
        """Where the piece begins along the baseline."""
        return min(unit.glyph.left for unit in self.units)

    @cached_property
    def right(self) -> float:
        """Where it ends."""
        return max(unit.glyph.right for unit in self.units)

    @cached_property
    def baseline(self) -> float:
        """Its height on the page, growing upwards."""
        return self.units[0].glyph.baseline

    @cached_property
    def size(self) -> float:
        """The size of most of its letters, in points."""
        sizes = sorted(unit.glyph.size for unit in self.units)
        return sizes[len(sizes) // 2]


def pieces(glyphs: Sequence[Glyph]) -> list[Piece]:
    """The pieces of all lines from top to bottom and left to right. All glyphs have the same turn."""
    marks = _marks(glyphs)
    found: list[Piece] = []
    for number, row in enumerate(_rows(glyph for glyph in glyphs if not is_mark(glyph.text))):
        found += [Piece(tuple(units), number) for units in _cut(_units(row, marks))]
    return found


def _marks(glyphs: Sequence[Glyph]) -> dict[int, str]:
    """The marks on each letter, by the letter's index: a mark sits on the nearer of its neighbours in the stream."""
    solid = [glyph for glyph in glyphs if not is_mark(glyph.text) and not glyph.text.isspace()]
    marks: dict[int, str] = {}
    after = 0
    for mark in (glyph for glyph in glyphs if is_mark(glyph.text)):
        while after < len(solid) and solid[after].index < mark.index:
            after += 1
        near = [base for base in solid[max(0, after - 1) : after + 1] if _touches(mark, base)]
        if near:
            seat = min(near, key=lambda base: abs(base.middle - mark.middle))
            marks[seat.index] = marks.get(seat.index, "") + mark.text
    return marks


def _touches(mark: Glyph, base: Glyph) -> bool:
    reach = max(base.size, base.right - base.left)
    return abs(base.middle - mark.middle) <= reach and abs(base.baseline - mark.baseline) <= base.size


def _rows(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    row: list[list[Glyph]] = []
    base: Glyph | None = None
    for level in _levels(glyphs):
        usual = _usual(level)
        if base and not (_same_line(base, usual) and _has_room(row, level)):
            yield _from_left(row)
            row, base = [], None
        row.append(level)
        if base is None or base.size < _SMALL * usual.size:
            base = usual
    if row:
        yield _from_left(row)


def _has_room(row: Iterable[Iterable[Glyph]], level: Sequence[Glyph]) -> bool:
    """Whether a level stands beside the row's others, as raised letters do, rather than under them, as a line does."""
    if len(level) < _LEAST_LINE:
        return True
    taken = {point for line in row for other in line for point in range(int(other.left), int(other.right) + 1)}
    under = sum(int(glyph.middle) in taken for glyph in level if not glyph.text.isspace())
    return under < min(_UNDER_LINE, len(level) / 2)


def _levels(glyphs: Iterable[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs on the same height, from the top: a row is one level of letters, and what is raised or lowered beside it.
    Levels of nothing but spaces are none.
    """
    level: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.baseline):
        if level and level[0].baseline - glyph.baseline > _LEVEL * glyph.size:
            if _is_drawn(level):
                yield level
            level = []
        level.append(glyph)
    if _is_drawn(level):
        yield level


def _is_drawn(level: Iterable[Glyph]) -> bool:
    return any(not glyph.text.isspace() for glyph in level)


def _usual(level: Sequence[Glyph]) -> Glyph:
    """A glyph of the usual size."""
    return sorted(level, key=attrgetter("size"))[len(level) // 2]


def _from_left(row: Iterable[Iterable[Glyph]]) -> list[Glyph]:
    return sorted((glyph for level in row for glyph in level), key=attrgetter("middle"))


def _same_line(first: Glyph, second: Glyph) -> bool:
    small, large = sorted((first.size, second.size))
    reach = _RAISED * small if small < _SMALL * large else _SAME_LINE * small
    return abs(first.baseline - second.baseline) <= max(reach, _SAME_LINE * small)


def _units(row: Iterable[Glyph], marks: dict[int, str]) -> list[Unit]:
    units: list[Unit] = []
    spaced = False
    for glyph in row:
        if glyph.text.isspace():
            spaced = True
            continue
        again = _again(units, glyph)
        if again is None:
            units.append(Unit(glyph, marks.get(glyph.index, ""), spaced))
            spaced = False
        else:
            units[again] = replace(units[again], glyph=_fuller(units[again].glyph, glyph))
    return units


def _again(units: Sequence[Unit], glyph: Glyph) -> int | None:
    """Which of the last units the glyph draws once more."""
    for place in range(max(0, len(units) - 3), len(units)):
        earlier = units[place].glyph
        if glyph.left <= earlier.right and _is_again(earlier, glyph):
            return place
    return None


def _is_again(earlier: Glyph, later: Glyph) -> bool:
    """Whether a letter was drawn twice: bold print by a small step, or a sign over it that stands for both."""
    if earlier.text == later.text and abs(later.left - earlier.left) < _OVERPRINT * (later.right - later.left):
        return True
    if earlier.right > earlier.left and later.right > later.left:
        return False
    narrow, wide = sorted((earlier, later), key=lambda glyph: glyph.right - glyph.left)
    over = wide.left <= narrow.left <= wide.right
    return over and without_marks(narrow.text) == without_marks(wide.text)


def _fuller(first: Glyph, second: Glyph) -> Glyph:
    """One glyph for both: as wide as the wider, standing for the longer text."""
    wide = max(first, second, key=lambda glyph: glyph.right - glyph.left)
    return replace(wide, text=max(first.text, second.text, key=len))


def _cut(units: Iterable[Unit]) -> Iterator[list[Unit]]:
    piece: list[Unit] = []
    reach = 0.0
    for unit in units:
        if piece and unit.glyph.left - reach > _PIECE_GAP * max(unit.glyph.size, piece[-1].glyph.size):
            yield piece
            piece = []
        reach = max(reach, unit.glyph.right) if piece else unit.glyph.right
        piece.append(unit)
    if piece:
        yield piece
