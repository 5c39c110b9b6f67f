"""An order of reading that is proven: shown again by the bidirectional algorithm, its text looks as the line does.

Which units read left to right is known of letters and most numbers, and doubtful of the signs, spaces and brackets between
them. The likely order is tried first, then those that differ from it in the fewest such places.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import count

from ingest.layer.brackets import mirrored
from ingest.layer.kinds import RIGHTWARD, Kind, Placed, kind
from ingest.layer.showing import levels, reordered

_MOST_TRIED = 600
"""Orders thought of for one line: most lines need a few, and the limit is for lines made to take long."""

_LONGEST = 400
"""Units of a line that is searched: longer ones are no lines of text."""

_NEAR = 4
"""How far from what is wrong its cause is looked for, in units."""

_Levels = tuple[int, ...]


def proven(units: Sequence[str], likely: list[Placed], rightward: bool) -> list[Placed]:
    """The order nearest to `likely` whose text is shown as `units` are seen, from left to right in a line whose direction is
    `rightward`; `likely` itself where none was found. Brackets are taken to be named as drawn.
    """
    if len(units) > _LONGEST or _is_plain(units, rightward):
        return likely
    if not _wrong(units, likely, _shown_levels(units, likely, rightward)):
        return likely
    return next(_nearest(units, likely, rightward), likely)


def _is_plain(units: Iterable[str], rightward: bool) -> bool:
    """Whether everything in the line reads as the line does."""
    against = (Kind.LEFT, Kind.EUROPEAN, Kind.ARABIC_NUMBER) if rightward else (*RIGHTWARD, Kind.ARABIC_NUMBER)
    return not any(kind(unit) in against for unit in units)


def _nearest(units: Sequence[str], likely: Sequence[Placed], rightward: bool) -> Iterator[list[Placed]]:
    """Orders that hold, those first that are nearest to holding and to the likely one."""
    first = _by_index(likely, _shown_levels(units, likely, rightward))
    ticket = count()
    waiting = [(0, next(ticket), first)]
    seen = {first}
    while waiting and len(seen) < _MOST_TRIED:
        _, _, tried = heappop(waiting)
        placed = [Placed(place, tried[place] % 2 == 1) for place in reordered(tried)]
        shown = _shown_levels(units, placed, rightward)
        wrong = _wrong(units, placed, shown)
        if not wrong:
            yield placed
        as_shown = _by_index(placed, shown)
        wrong |= _differing(tried, as_shown)
        for other in (as_shown, *_others(units, tried, wrong, rightward)):
            if other not in seen:
                seen.add(other)
                cost = len(wrong) + len(_differing(first, other))
                heappush(waiting, (cost, next(ticket), other))


def _by_index(placed: Sequence[Placed], shown: Sequence[int]) -> _Levels:
    """The levels of units in logical order, in visual order."""
    found = [0] * len(placed)
    for place, level in zip(placed, shown, strict=True):
        found[place.index] = level
    return tuple(found)


def _differing(one: _Levels, other: _Levels) -> set[int]:
    return {index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b}


def _others(units: Sequence[str], tried: _Levels, wrong: set[int], rightward: bool) -> Iterator[_Levels]:
    """The same with another level for one doubtful unit, or run of them, near what is wrong."""
    near = {place for index in wrong for place in range(index - _NEAR, index + _NEAR + 1)}
    for start, end in _doubtful(units, near, rightward):
        for level in (1, 2) if rightward else (0, 1, 2):
            yield (*tried[:start], *[level] * (end - start), *tried[end:])


def _doubtful(units: Sequence[str], near: set[int], rightward: bool) -> Iterator[tuple[int, int]]:
    """Units, and runs of them, whose level does not follow from what they are."""
    certain = (*RIGHTWARD, Kind.LEFT, Kind.ARABIC_NUMBER, *((Kind.EUROPEAN,) if rightward else ()))
    start = 0
    for place in range(len(units) + 1):
        if place < len(units) and kind(units[place]) not in certain:
            if place in near:
                yield place, place + 1
            continue
        if place - start > 1 and not near.isdisjoint(range(start, place)):
            yield start, place
        start = place + 1


def _shown_levels(units: Sequence[str], placed: Iterable[Placed], rightward: bool) -> list[int]:
    return levels([mirrored(units[p.index]) if p.rightward else units[p.index] for p in placed], rightward)


def _wrong(units: Sequence[str], placed: Sequence[Placed], shown: Sequence[int]) -> set[int]:
    """Where the order, of these levels, is not seen as `units` are, brackets facing the way they do."""
    wrong = set()
    for index, place in enumerate(reordered(shown)):
        one = placed[place]
        drawn = units[one.index]
        if (shown[place] % 2 == 1) is not one.rightward:
            drawn = mirrored(drawn)
        if drawn != units[index]:
            wrong.add(index)
    return wrong
