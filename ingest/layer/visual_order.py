"""From the order in which a line is seen, left to right, to the order in which it is written and read.

The inverse of the Unicode bidirectional algorithm (UAX 9) for one line without embeddings, over units rather than
characters: a unit is what one glyph stands for, and a ligature's letters are never taken apart. Where two texts look
the same, the one is taken that council documents hold: a number keeps to its own direction's words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ingest.layer.kinds import RIGHTWARD, STRONG, Kind, Placed, kind
from ingest.layer.proven_order import proven

_DIGITS = (Kind.EUROPEAN, Kind.ARABIC_NUMBER)
_PAIRS = {"(": ")", "[": "]", "{": "}", "«": "»"}
_BRACKETS = frozenset("()[]{}")
_QUOTES = frozenset("«»")


@dataclass(frozen=True, slots=True)
class _Run:
    """Units from `start` up to `end` that read left to right inside a line or run that reads right to left."""

    start: int
    end: int


def reads_rightward(units: Sequence[str], page_rightward: bool) -> bool:
    """Whether a line reads right to left: most of its letters do, or, on a page that does, a fifth of them."""
    kinds = [kind(unit) for unit in units]
    right = sum(k in RIGHTWARD for k in kinds)
    left = kinds.count(Kind.LEFT)
    if right + left == 0:
        return page_rightward
    return right >= (right + left) * (0.2 if page_rightward else 0.5)


def logical_order(units: Sequence[str], rightward: bool) -> list[Placed]:
    """The units' logical order. `units` are in visual order from left to right; `rightward` is the line's direction.

    Every index occurs exactly once. The order is proven: shown again, its text looks as `units` do, wherever an order
    was found of which that is so.
    """
    kinds = [kind(unit) for unit in units]
    return proven(units, _likely_order(units, kinds, rightward), rightward)


def _likely_order(units: Sequence[str], kinds: Sequence[Kind], rightward: bool) -> list[Placed]:
    if rightward:
        return _reversed(units, kinds, 0, len(units))
    placed: list[Placed] = []
    position = 0
    for run in _rightward_runs(units, kinds):
        placed += [Placed(index, False) for index in range(position, run.start)]
        placed += _reversed(units, kinds, run.start, run.end)
        position = run.end
    return placed + [Placed(index, False) for index in range(position, len(units))]


def _reversed(units: Sequence[str], kinds: Sequence[Kind], start: int, end: int) -> list[Placed]:
    """The units from `start` to `end` read from the right, runs of left-to-right text among them kept."""
    placed: list[Placed] = []
    position = end
    for run in reversed(_leftward_runs(units, kinds, start, end)):
        placed += [Placed(index, True) for index in range(position - 1, run.end - 1, -1)]
        placed += [Placed(index, False) for index in range(run.start, run.end)]
        position = run.start
    return placed + [Placed(index, True) for index in range(position - 1, start - 1, -1)]


def _leftward_runs(units: Sequence[str], kinds: Sequence[Kind], start: int, end: int) -> list[_Run]:
    """Numbers and stretches of Latin text between `start` and `end`, from left to right."""
    runs: list[_Run] = []
    for atom in _atoms(kinds, start, end):
        previous = runs[-1] if runs else None
        if previous and _is_stretch(units, kinds, previous, atom):
            runs[-1] = _Run(previous.start, atom.end)
        else:
            runs.append(atom)
    return [_with_brackets(units, kinds, run, start, end) for run in runs]


def _is_stretch(units: Sequence[str], kinds: Sequence[Kind], left: _Run, right: _Run) -> bool:
    """Whether two neighbours are one stretch: only neutrals lie between, one of them is Latin text and the other no
    Arabic number, which keeps to itself. A bracket between them belongs to Latin text that begins before it.
    """
    both = (*kinds[left.start : left.end], *kinds[right.start : right.end])
    if Kind.LEFT not in both or Kind.ARABIC_NUMBER in both:
        return False
    between = units[left.end : right.start]
    inner = kinds[left.start] is not Kind.LEFT or _is_bracketed(units, left.start)
    number = Kind.LEFT not in kinds[left.start : left.end] or Kind.LEFT not in kinds[right.start : right.end]
    if (number and not _QUOTES.isdisjoint(between)) or (inner and not _BRACKETS.isdisjoint(between)):
        return False
    return not any(k in RIGHTWARD for k in kinds[left.end : right.start])


def _atoms(kinds: Sequence[Kind], start: int, end: int) -> list[_Run]:
    """Single Latin letters and whole numbers, from left to right."""
    atoms: list[_Run] = []
    position = start
    while position < end:
        stop = position + 1
        if kinds[position] in _DIGITS or kinds[position] is Kind.TERMINATOR:
            stop = _number_end(kinds, position, end)
        if kinds[position] is Kind.LEFT or any(k in _DIGITS for k in kinds[position:stop]):
            atoms.append(_Run(position, stop))
        position = stop
    return atoms


def _number_end(kinds: Sequence[Kind], start: int, end: int) -> int:
    """Where the number that begins at `start` ends. After an Arabic letter (which stands to its right) only
    separators hold a number together; elsewhere signs and percent or currency marks do too (UAX 9, W2 to W5).
    """
    after_arabic = _strong_to_the_right(kinds, start, end) is Kind.ARABIC
    joining = (Kind.SEPARATOR,) if after_arabic else (Kind.SEPARATOR, Kind.SIGN)
    position = start
    if kinds[start] is Kind.TERMINATOR:
        if after_arabic:
            return start + 1
        position = _skip(kinds, start, end, Kind.TERMINATOR)
        if position == end or kinds[position] is not Kind.EUROPEAN:
            return position
    digit = kinds[position]
    while True:
        position = _skip(kinds, position, end, digit)
        if position + 1 < end and kinds[position] in joining and kinds[position + 1] is digit:
            if kinds[position] is Kind.SIGN and digit is Kind.ARABIC_NUMBER:
                return position
            position += 1
            continue
        if after_arabic or digit is Kind.ARABIC_NUMBER:
            return position
        return _skip(kinds, position, end, Kind.TERMINATOR)


def _skip(kinds: Sequence[Kind], position: int, end: int, wanted: Kind) -> int:
    while position < end and kinds[position] is wanted:
        position += 1
    return position


def _strong_to_the_right(kinds: Sequence[Kind], position: int, end: int) -> Kind | None:
    return next((k for k in kinds[position:end] if k in STRONG), None)


def _rightward_runs(units: Sequence[str], kinds: Sequence[Kind]) -> list[_Run]:
    """Stretches of right-to-left text in a line that reads left to right: from the first to the last Arabic letter or
    Arabic number between two Latin letters, with everything inside. A European number at its edge stays outside.
    """
    runs: list[_Run] = []
    ends = [position for position, k in enumerate(kinds) if k is Kind.LEFT]
    for before, after in pairwise([-1, *ends, len(kinds)]):
        inside = [p for p in range(before + 1, after) if kinds[p] in (*RIGHTWARD, Kind.ARABIC_NUMBER)]
        runs += _between_brackets(units, inside)
    return [_with_brackets(units, kinds, run, 0, len(units)) for run in runs]


def _between_brackets(units: Sequence[str], inside: Sequence[int]) -> Iterator[_Run]:
    """The run of the positions `inside`; what begins inside a bracket ends with it."""
    while inside:
        first, last = inside[0], inside[-1]
        if _is_bracketed(units, first):
            end = next((place for place in range(first, last) if units[place] in _BRACKETS), last + 1)
            last = max(place for place in inside if place < end)
        yield _Run(first, last + 1)
        inside = [place for place in inside if place > last]


def _is_bracketed(units: Sequence[str], start: int) -> bool:
    return start > 0 and units[start - 1] in _BRACKETS


def _with_brackets(units: Sequence[str], kinds: Sequence[Kind], run: _Run, start: int, end: int) -> _Run:
    """A run of letters with the closing bracket just outside whose opening one is inside, or the other way round."""
    inside = units[run.start : run.end]
    if not any(k in STRONG for k in kinds[run.start : run.end]):
        return run
    left, right = run.start, run.end
    for opening, closing in _PAIRS.items():
        open_count, close_count = inside.count(opening), inside.count(closing)
        if right < end and units[right] == closing and open_count > close_count:
            right += 1
        if left > start and units[left - 1] == opening and close_count > open_count:
            left -= 1
    return _Run(left, right)
