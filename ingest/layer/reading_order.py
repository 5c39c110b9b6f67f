"""In which order the pieces of a page are read: lines from the top, but the columns of running text one by one.

A stretch of lines is columns when a gutter runs through all of them and the text on both sides fills its side; a table
has gutters too, but its cells don't fill them, and it is read row by row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import mean, median, median_low

from ingest.layer.rows import Piece

Span = tuple[float, float]

_GUTTER = 1.0
"""The narrowest gutter, in letter sizes."""

_COLUMN_LINES = 4
_LAST_COLUMN_LINES = 2
"""The fewest lines of one of the columns, and of every other."""

_FILLED = 0.6
"""The share of its column's width that a line of running text fills, on average."""

_PROSE_WIDTH = 8.0
"""The least mean width of a column's lines, in letter sizes: narrower is a table's cell."""


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces that are read as one line, in reading order, and whether it opens a new block of text."""

    pieces: tuple[Piece, ...]
    opens: bool


def lines(pieces: Sequence[Piece], rightward: bool) -> list[Line]:
    """All pieces, each once, in lines in reading order. `rightward` is the page's main direction."""
    found: list[Line] = []
    for block in _blocks(_rows(pieces), rightward):
        found += _lines(block, rightward)
    return found


def _rows(pieces: Sequence[Piece]) -> list[list[Piece]]:
    return [list(row) for _, row in groupby(sorted(pieces, key=lambda p: p.row), key=lambda p: p.row)]


def _lines(rows: Sequence[Sequence[Piece]], rightward: bool) -> Iterator[Line]:
    pitch = _pitch(rows)
    above: Piece | None = None
    for row in rows:
        ordered = sorted(row, key=lambda piece: piece.left, reverse=rightward)
        yield Line(tuple(ordered), above is None or _is_apart(above, ordered[0], pitch))
        above = ordered[0]


def _pitch(rows: Sequence[Sequence[Piece]]) -> float:
    """The usual distance between lines."""
    return median_low([upper[0].baseline - lower[0].baseline for upper, lower in pairwise(rows)] or [0.0])


def _is_apart(above: Piece, below: Piece, pitch: float) -> bool:
    return above.baseline - below.baseline > max(1.6 * pitch, 2.0 * max(above.size, below.size))


def _blocks(rows: Sequence[list[Piece]], rightward: bool) -> Iterator[list[list[Piece]]]:
    """Stretches of rows that are read through before the next one begins."""
    plain: list[list[Piece]] = []
    position = 0
    while position < len(rows):
        end, gutter = _stretch(rows, position)
        sides = _sides(rows[position:end], gutter) if gutter else None
        if sides is None:
            plain += rows[position:end]
        else:
            if plain:
                yield plain
            plain = []
            for side in reversed(sides) if rightward else sides:
                yield from _blocks(side, rightward)
        position = end
    if plain:
        yield plain


def _stretch(rows: Sequence[list[Piece]], start: int) -> tuple[int, Span | None]:
    """The rows from `start` through which a gutter runs: where they end, and the widest gutter
    with text on both sides.
    """
    everything = [piece for row in rows for piece in row]
    free = [(min(p.left for p in everything), max(p.right for p in everything))]
    gutter: Span | None = None
    end = start
    while end < len(rows):
        narrowed = _without(free, rows[end])
        if not narrowed:
            break
        free, end = narrowed, end + 1
    inner = [span for span in free if _has_both_sides(rows[start:end], span)]
    if inner:
        gutter = max(inner, key=lambda span: span[1] - span[0])
    return max(end, start + 1), gutter


def _without(free: Sequence[Span], row: Sequence[Piece]) -> list[Span]:
    """The free spans that are left beside the pieces of one more row, wide enough to be a gutter."""
    left = list(free)
    for piece in row:
        left = [rest for span in left for rest in _minus(span, piece)]
    least = _GUTTER * row[0].size
    return [span for span in left if span[1] - span[0] >= least]


def _minus(span: Span, piece: Piece) -> list[Span]:
    if piece.right <= span[0] or piece.left >= span[1]:
        return [span]
    return [rest for rest in ((span[0], piece.left), (piece.right, span[1])) if rest[0] < rest[1]]


def _has_both_sides(rows: Sequence[Sequence[Piece]], span: Span) -> bool:
    centre = sum(span) / 2
    pieces = [piece for row in rows for piece in row]
    return any(p.left < centre for p in pieces) and any(p.left >= centre for p in pieces)


def _sides(rows: Sequence[list[Piece]], gutter: Span) -> tuple[list[list[Piece]], list[list[Piece]]] | None:
    """The rows left and right of the gutter, None where they are no columns of running text."""
    centre = sum(gutter) / 2
    left = [kept for row in rows if (kept := [p for p in row if p.left < centre])]
    right = [kept for row in rows if (kept := [p for p in row if p.left >= centre])]
    short, long = sorted((len(left), len(right)))
    long_enough = short >= _LAST_COLUMN_LINES and long >= _COLUMN_LINES
    return (left, right) if long_enough and _is_prose(left) and _is_prose(right) else None


def _is_prose(rows: Sequence[Sequence[Piece]]) -> bool:
    spans = [(min(p.left for p in row), max(p.right for p in row)) for row in rows]
    width = max(right for _, right in spans) - min(left for left, _ in spans)
    mean_width = mean(right - left for left, right in spans)
    size = median(row[0].size for row in rows)
    return mean_width >= _FILLED * width and mean_width >= _PROSE_WIDTH * size
