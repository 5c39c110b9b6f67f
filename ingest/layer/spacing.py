"""Where words end: at the spaces a file draws, and where it draws none, at the gaps it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ingest.layer.rows import Piece, Unit

_GAP = 0.17
"""In a line without drawn spaces a gap of this many letter sizes is one."""

_WIDE_GAP = 0.4
"""In a line with drawn spaces only this much more is: letters may be spread to fill the line."""

_ROOM = 0.12
_NO_ROOM = 0.04
"""Shares of the letters' size: what a space usually takes, and what is too little for one."""

_SPREAD_UNITS = 8
_SPREAD_WORDS = 0.6
"""When this share of the words of a line of at least so many letters are single letters, its drawn spaces lie."""


def word_starts(piece: Piece) -> list[bool]:
    """For each unit from left to right, whether white space stands before it. The first has none."""
    gaps = [_gap(left, right) for left, right in pairwise(piece.units)]
    size = piece.size
    drawn = [False, *_believable([unit.spaced for unit in piece.units[1:]], gaps, size)]
    if not any(drawn):
        return _by_gaps(gaps, _usual(gaps, size) + _GAP * size)
    if _is_spread(drawn):
        return _by_gaps(gaps, median(gaps) + _GAP * size)
    wide = _by_gaps(gaps, _usual(gaps, size) + _WIDE_GAP * size)
    return [a or b for a, b in zip(drawn, wide, strict=True)]


def _gap(left: Unit, right: Unit) -> float:
    return right.glyph.left - left.glyph.right


def _believable(drawn: Sequence[bool], gaps: Sequence[float], size: float) -> list[bool]:
    """The drawn spaces without those that take no room, in a line whose spaces otherwise do: a space drawn under a
    stretched letter ends no word.
    """
    rooms = [gap for gap, space in zip(gaps, drawn, strict=True) if space]
    if not rooms or median(rooms) < _ROOM * size:
        return list(drawn)
    return [space and gap >= _NO_ROOM * size for gap, space in zip(gaps, drawn, strict=True)]


def _by_gaps(gaps: Sequence[float], least: float) -> list[bool]:
    return [False, *(gap >= least for gap in gaps)]


def _usual(gaps: Sequence[float], size: float) -> float:
    """The gap between letters of one word: more than nothing only where letters are spread evenly."""
    if len(gaps) < _SPREAD_UNITS:
        return 0.0
    return max(0.0, min(median(gaps), size))


def _is_spread(starts: Sequence[bool]) -> bool:
    """Whether nearly every letter would be a word."""
    lengths = _word_lengths(starts)
    singles = sum(length == 1 for length in lengths)
    return len(starts) >= _SPREAD_UNITS and singles >= _SPREAD_WORDS * len(lengths)


def _word_lengths(starts: Sequence[bool]) -> list[int]:
    lengths = [0]
    for start in starts:
        if start:
            lengths.append(0)
        lengths[-1] += 1
    return lengths
