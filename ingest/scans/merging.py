"""Two readings of one page made into one: where they differ, the better words win; what only one saw is kept if sound."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain

from domain.documents import WordBox
from ingest.scans.judging import WordJudge
from ingest.scans.words import ScannedWord

_SAME_PLACE = 0.3
"""Share of the narrower word's width times the share of the taller one's height that makes two words one place."""

_TOUCHING = 0.02
"""The same for words of which only one may be kept."""

_SOUND = 0.8
"""Quality from which words are believed that the main reading did not see."""

_CERTAIN = 0.93
"""The same beside a text that is believed: of a picture only known words that were read surely."""

_LETTERS_KEPT = 0.5
"""Share of the main reading's letters that better words must at least have: a word read whole is worth more than its end."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words of both readings that lie on one another, by their numbers in order; either may be none."""

    main: tuple[int, ...]
    other: tuple[int, ...]


def merge(main: Sequence[ScannedWord], other: Sequence[ScannedWord], judge: WordJudge) -> list[ScannedWord]:
    """The words of `main` in its order, with better and further ones from `other`: a word only that one saw comes
    after the word it comes after there.
    """
    better: dict[int, list[ScannedWord]] = {}
    further: dict[int, list[ScannedWord]] = {}
    before = -1
    for place in places(main, other):
        own, rivals = [main[number] for number in place.main], [other[number] for number in place.other]
        if not own and judge.mean_quality(rivals) >= _SOUND:
            further.setdefault(before, []).extend(rivals)
        elif own and _wins(rivals, own, judge):
            better |= {number: [] for number in place.main} | {place.main[0]: _spaced(rivals, own[0].before)}
        before = place.main[-1] if own else before
    kept = [better.get(number, [word]) + further.get(number, []) for number, word in enumerate(main)]
    return [*further.get(-1, []), *chain.from_iterable(kept)]


def supplement(main: Sequence[ScannedWord], other: Sequence[ScannedWord], judge: WordJudge) -> list[ScannedWord]:
    """The words of `main`, all of them believed, with the sound ones that `other` has where `main` has none."""
    further: dict[int, list[ScannedWord]] = {}
    before = -1
    for place in places(main, other, _TOUCHING):
        rivals = [other[number] for number in place.other]
        if not place.main and judge.mean_quality(rivals) >= _CERTAIN:
            further.setdefault(before, []).extend(rivals)
        before = place.main[-1] if place.main else before
    kept = [[word, *further.get(number, [])] for number, word in enumerate(main)]
    return [*further.get(-1, []), *chain.from_iterable(kept)]


def places(main: Sequence[ScannedWord], other: Sequence[ScannedWord], overlap: float = _SAME_PLACE) -> list[Place]:
    """Every place where `other` has words, in its order; words whose boxes overlap by more than `overlap` share one."""
    groups = _Groups(len(main) + len(other))
    for mine, word in enumerate(main):
        for theirs, rival in enumerate(other):
            if _overlap(word.box, rival.box) > overlap:
                groups.join(mine, len(main) + theirs)
    members: dict[int, list[int]] = {}
    for number in range(len(main) + len(other)):
        members.setdefault(groups.of(number), []).append(number)
    found = [_place(numbers, len(main)) for numbers in members.values()]
    return sorted((place for place in found if place.other), key=lambda place: place.other)


class _Groups:
    """Numbers that belong together, directly or through others."""

    def __init__(self, count: int) -> None:
        self._towards = list(range(count))

    def of(self, number: int) -> int:
        while self._towards[number] != number:
            self._towards[number] = self._towards[self._towards[number]]
            number = self._towards[number]
        return number

    def join(self, one: int, another: int) -> None:
        self._towards[self.of(another)] = self.of(one)


def _place(numbers: Sequence[int], count: int) -> Place:
    """The group's words, the first `count` numbers being those of the main reading."""
    mine = tuple(number for number in numbers if number < count)
    return Place(mine, tuple(number - count for number in numbers if number >= count))


def _wins(rivals: Sequence[ScannedWord], own: Sequence[ScannedWord], judge: WordJudge) -> bool:
    letters = sum(len(word.text) for word in rivals) >= _LETTERS_KEPT * sum(len(word.text) for word in own)
    return letters and judge.mean_quality(rivals) > judge.mean_quality(own)


def _spaced(words: Sequence[ScannedWord], before: str) -> list[ScannedWord]:
    """The words on one line, the first of them after the white space `before`."""
    return [replace(word, before=" " if number else before) for number, word in enumerate(words)]


def _overlap(one: WordBox, another: WordBox) -> float:
    """0 to 1: what two boxes share of the narrower one's width, times what they share of the taller one's height."""
    width = min(one.right, another.right) - max(one.left, another.left)
    height = min(one.bottom, another.bottom) - max(one.top, another.top)
    if width <= 0 or height <= 0:
        return 0.0
    narrower = min(one.right - one.left, another.right - another.left)
    taller = max(one.bottom - one.top, another.bottom - another.top)
    return width / narrower * height / taller
