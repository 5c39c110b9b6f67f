"""How a line of units is shown: the Unicode bidirectional algorithm (UAX 9) without embeddings, to prove an order by."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from ingest.layer.kinds import RIGHTWARD, STRONG, Kind, kind

_NUMBERS = (Kind.EUROPEAN, Kind.ARABIC_NUMBER)
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_JOINED_BY = {Kind.EUROPEAN: (Kind.SEPARATOR, Kind.SIGN), Kind.ARABIC_NUMBER: (Kind.SEPARATOR,)}


def levels(units: Sequence[str], rightward: bool) -> list[int]:
    """The embedding level of each unit of a line in logical order, whose direction is `rightward`: even ones read left
    to right.
    """
    base = Kind.RIGHT if rightward else Kind.LEFT
    kinds = _weak([kind(unit) for unit in units], base)
    _resolve_brackets(units, kinds, base)
    _resolve_neutrals(kinds, base)
    if rightward:
        return [1 if k is Kind.RIGHT else 2 for k in kinds]
    return [0 if k is Kind.LEFT else 1 if k is Kind.RIGHT else 2 for k in kinds]


def reordered(levels: Sequence[int]) -> list[int]:
    """The places in logical order of what is shown from left to right (L2), or, of the levels of what is shown, the
    places from left to right of what is read.
    """
    order: list[int] = []
    for embedded, run in groupby(range(len(levels)), key=lambda place: levels[place] > 0):
        places = list(run)
        order += _right_to_left(levels, places) if embedded else places
    return order


def _right_to_left(levels: Sequence[int], run: Sequence[int]) -> Iterator[int]:
    for leftward, stretch in groupby(reversed(run), key=lambda place: levels[place] == 2):
        places = list(stretch)
        yield from reversed(places) if leftward else places


def _weak(kinds: list[Kind], base: Kind) -> list[Kind]:
    """W2 to W7: of weak kinds only numbers are left."""
    _arabic_numbers(kinds)
    for place in range(1, len(kinds) - 1):
        before = kinds[place - 1]
        if before is kinds[place + 1] and kinds[place] in _JOINED_BY.get(before, ()):
            kinds[place] = before
    _terminators(kinds)
    strong = base
    for place, here in enumerate(kinds):
        if here in STRONG:
            strong = kinds[place] = Kind.RIGHT if here in RIGHTWARD else Kind.LEFT
        elif here is Kind.EUROPEAN and strong is Kind.LEFT:
            kinds[place] = Kind.LEFT
        elif here not in _NUMBERS:
            kinds[place] = Kind.NEUTRAL
    return kinds


def _arabic_numbers(kinds: list[Kind]) -> None:
    """W2: numbers after Arabic letters count as Arabic ones."""
    strong = None
    for place, here in enumerate(kinds):
        if here in STRONG:
            strong = here
        elif here is Kind.EUROPEAN and strong is Kind.ARABIC:
            kinds[place] = Kind.ARABIC_NUMBER


def _terminators(kinds: list[Kind]) -> None:
    """W5: percent and currency signs beside a European number belong to it."""
    for forth in (range(len(kinds)), range(len(kinds) - 1, -1, -1)):
        before = None
        for place in forth:
            if kinds[place] is Kind.TERMINATOR and before is Kind.EUROPEAN:
                kinds[place] = Kind.EUROPEAN
            before = kinds[place]


def _resolve_brackets(units: Sequence[str], kinds: list[Kind], base: Kind) -> None:
    """N0: a pair of brackets takes the direction of what it holds, or of what stands before it."""
    for opening, closing in _bracket_pairs(units):
        sides = {_side(k) for k in kinds[opening + 1 : closing]} - {Kind.NEUTRAL}
        if not sides:
            continue
        side = base
        if base not in sides:
            before = (_side(k) for k in reversed(kinds[:opening]))
            side = next((k for k in before if k is not Kind.NEUTRAL), base)
        kinds[opening] = kinds[closing] = side


def _bracket_pairs(units: Sequence[str]) -> list[tuple[int, int]]:
    waiting: list[int] = []
    pairs = []
    for place, unit in enumerate(units):
        if unit in _CLOSING:
            waiting.append(place)
        elif unit in (")", "]", "}"):
            match = next((start for start in reversed(waiting) if _CLOSING[units[start]] == unit), None)
            if match is not None:
                del waiting[waiting.index(match) :]
                pairs.append((match, place))
    return sorted(pairs)


def _resolve_neutrals(kinds: list[Kind], base: Kind) -> None:
    """N1 and N2: neutrals between two of a side take that side, others that of the line."""
    before, start = base, 0
    for place, here in enumerate([*kinds, base]):
        if here is Kind.NEUTRAL:
            continue
        side = _side(here)
        kinds[start:place] = [before if before is side else base] * (place - start)
        before, start = side, place + 1


def _side(k: Kind) -> Kind:
    return Kind.RIGHT if k in _NUMBERS else k
