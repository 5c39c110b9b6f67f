"""Which words of two texts are the same: for showing what changed, and for finding the places of words again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import takewhile

_PIECES = re.compile(r"\n|[^\S\n]+|\S+")
_MOST_PAIRS = 400_000
"""Pairs of equal words that are looked through: of texts with more, such as thousands of dots, the middle counts as new."""


class Kind(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Stretch:
    """`old[first:last]` became `new[start:end]`; `same` says that the two are equal."""

    same: bool
    first: int
    last: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of one of the texts, or of both."""

    kind: Kind
    text: str


def stretches(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    """How `old` became `new`, in order; none is empty on both sides."""
    head = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    pairs = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    last, end = len(old) - tail, len(new) - tail
    if head:
        yield Stretch(True, 0, head, 0, head)
    for one in _middle(old[head:last], new[head:end]):
        yield Stretch(one.same, one.first + head, one.last + head, one.start + head, one.end + head)
    if tail:
        yield Stretch(True, last, len(old), end, len(new))


def pieces(old: str, new: str) -> list[Piece]:
    """Both texts in one: what is in both, what was in the old one only, and what is in the new one only."""
    before, after = _PIECES.findall(old), _PIECES.findall(new)
    found: list[Piece] = []
    for one in stretches(before, after):
        if one.same:
            found.append(Piece(Kind.SAME, "".join(before[one.first : one.last])))
            continue
        gone, come = "".join(before[one.first : one.last]), "".join(after[one.start : one.end])
        found += [Piece(kind, text) for kind, text in ((Kind.GONE, gone), (Kind.NEW, come)) if text]
    return found


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Stretch]:
    if not old and not new:
        return
    counts = Counter(new)
    if sum(counts[word] for word in old) > _MOST_PAIRS:
        yield Stretch(False, 0, len(old), 0, len(new))
        return
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Stretch(tag == "equal", first, last, start, end)
