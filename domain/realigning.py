"""Where the words of a corrected text stand on the page: words that stayed keep their boxes, others take the places of those
they stand for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.documents import WordBox
from domain.word_diff import Stretch, stretches

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of the new text, and the text line it stands in."""

    text: str
    start: int
    line: int


def realigned(text: str, words: Sequence[WordBox], corrected: str) -> tuple[WordBox, ...]:
    """The boxes of the words of `corrected`, by those of `text`; in order, nothing said of how sure they are.

    A word that took another's place has its box. Of several that took the place of fewer, each has its part of theirs. A
    word that was added has the line it stands in; a line that was added, the line before. A page without boxes has none.
    """
    new = [_Word(one[0], one.start(), corrected.count("\n", 0, one.start())) for one in _WORD.finditer(corrected)]
    old = sorted(words, key=lambda word: word.start)
    placed: list[WordBox | None] = [None] * len(new)
    for one in stretches([text[word.start : word.end] for word in old], [word.text for word in new]):
        for place in range(one.start, one.end):
            placed[place] = _taken(one, place - one.start, old, new[place].text)
    _fill(placed, [word.line for word in new])
    return tuple(
        replace(box, start=word.start, end=word.start + len(word.text), confidence=None)
        for word, box in zip(new, placed, strict=True)
        if box is not None
    )


def _taken(one: Stretch, place: int, old: Sequence[WordBox], text: str) -> WordBox | None:
    """The box of the word at `place` of the stretch's new words: its share of the boxes of the old ones."""
    had, has = one.last - one.first, one.end - one.start
    if not had:
        return None
    first = place * had // has
    last = max(first + 1, (place + 1) * had // has)
    box = _around(_on_one_line(old[one.first + first : one.first + last]))
    sharing = [other for other in range(has) if other * had // has == first] if has > had else [place]
    return _part(box, sharing.index(place), len(sharing), text)


def _part(box: WordBox, place: int, count: int, text: str) -> WordBox:
    """One of so many parts of a box side by side, the first where lines of the text begin."""
    if count == 1:
        return box
    width = (box.right - box.left) / count
    from_left = count - 1 - place if _is_rtl(text) else place
    left = box.left + from_left * width
    return replace(box, left=round(left, 4), right=round(left + width, 4))


def _fill(placed: list[WordBox | None], lines: Sequence[int]) -> None:
    """Give words without a box that of their line, else that of the nearest line before, else behind."""
    by_line: dict[int, list[WordBox]] = {}
    for box, line in zip(placed, lines, strict=True):
        if box is not None:
            by_line.setdefault(line, []).append(box)
    known = sorted(by_line)
    for place, line in enumerate(lines):
        if placed[place] is None and known:
            nearest = max((one for one in known if one <= line), default=known[0])
            placed[place] = _around(_on_one_line(by_line[nearest]))


def _on_one_line(boxes: Sequence[WordBox]) -> list[WordBox]:
    """Those of the boxes that stand beside the first."""
    first = boxes[0]
    return [box for box in boxes if box.top < first.bottom and first.top < box.bottom]


def _around(boxes: Sequence[WordBox]) -> WordBox:
    return replace(
        boxes[0],
        left=min(box.left for box in boxes),
        top=min(box.top for box in boxes),
        right=max(box.right for box in boxes),
        bottom=max(box.bottom for box in boxes),
    )


def _is_rtl(text: str) -> bool:
    return any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text)
