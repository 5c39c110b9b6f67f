"""Where each piece of a page's text stands and in which order it is written, so that every reader finds its words.

Readers disagree on Arabic. pdfminer takes the order of writing; Poppler and PDFium go by where things stand, and turn
runs round themselves; pdf.js turns every run of letters round. What suits all: the text in logical order, every Arabic
letter a piece of its own at its own place, numbers and Latin words whole, and a space between two words that reaches
from the end of one to the start of the other, however far apart these are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import StatisticsError, linear_regression, median

from domain.documents import Page, WordBox

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_FORWARDS = frozenset({"L", "EN", "AN", "CS", "ES", "ET", "NSM"})
_LEFT_MARK, _RIGHT_MARK = "\u200e", "\u200f"
"""Where an Arabic word ends at a number or Latin word to its right: Poppler glues them together without a mark on each."""

_MARK_SHARE = 0.15
"""Of the gap between them."""

_GAP = 0.3
"""Of a line's height: readers that go by place take words that stand closer for one."""

_SLANTED = 4
"""Words of a line from which it can be told whether it runs askew."""

_ASTRAY = 0.7
"""Of a line's height: a word further from the line keeps its own place."""

_THINNEST = 1e-4
_A4 = 595.28, 841.89


@dataclass(frozen=True, slots=True)
class Piece:
    """A text that advances from left to right between two edges of the page's image; all are fractions of its sides."""

    text: str
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def backwards(self) -> bool:
        return any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in self.text)

    @property
    def start(self) -> float:
        """The edge where reading the word begins."""
        return self.right if self.backwards else self.left

    @property
    def end(self) -> float:
        return self.left if self.backwards else self.right

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2

    def moved(self, middle: float, height: float) -> _Word:
        return replace(self, top=middle - height / 2, bottom=middle + height / 2)

    def piece(self, text: str, left: float, right: float) -> Piece:
        return Piece(text, min(left, right), max(left, right, min(left, right) + _THINNEST), self.top, self.bottom)


def place(page: Page) -> Iterator[Piece]:
    """The pieces of the page's words, in the order they are to be written."""
    ratio = (page.height or _A4[1]) / (page.width or _A4[0])
    for line in _lines(page):
        yield from _line_pieces(_apart(_level([_word(page.text, box) for box in line]), ratio))


def word_pieces(text: str, left: float, right: float) -> list[tuple[str, float, float]]:
    """A word's runs in logical order with their edges: from right to left if it has an Arabic letter, and then every such
    letter alone, numbers and Latin letters in it as they are.
    """
    runs = _runs(text)
    step = (right - left) / len(text)
    if not any(backwards for _, backwards in runs):
        return [(text, left, right)]
    placed, at = [], right
    for run, _ in runs:
        placed.append((run, at - step * len(run), at))
        at -= step * len(run)
    return placed


def _lines(page: Page) -> Iterator[list[WordBox]]:
    line: list[WordBox] = []
    for box in page.words:
        if not page.text[box.start : box.end].strip():
            continue
        if line and "\n" in page.text[line[-1].end : box.start]:
            yield line
            line = []
        line.append(box)
    if line:
        yield line


def _word(text: str, box: WordBox) -> _Word:
    return _Word(text[box.start : box.end].strip(), box.left, max(box.right, box.left + _THINNEST), box.top, box.bottom)


def _level(line: Sequence[_Word]) -> list[_Word]:
    """The words on one straight line and of one height: readers tell lines by that. Words far from it stay."""
    height = median(word.bottom - word.top for word in line)
    at = _straight(line)
    return [word if abs(word.middle - at(word)) > _ASTRAY * height else word.moved(at(word), height) for word in line]


def _straight(line: Sequence[_Word]) -> Callable[[_Word], float]:
    """Where the middle of each word would be if the line were straight."""
    if len(line) < _SLANTED:
        usual = median(word.middle for word in line)
        return lambda _: usual
    try:
        slope, offset = linear_regression([word.left for word in line], [word.middle for word in line])
    except StatisticsError:
        slope, offset = 0.0, line[0].middle
    return lambda word: offset + slope * word.left


def _apart(line: Sequence[_Word], ratio: float) -> list[_Word]:
    """The words in their order, those that touch or overlap drawn in; `ratio` is the page's height to its width."""
    order = sorted(range(len(line)), key=lambda place: line[place].left + line[place].right)
    words = list(line)
    for left, right in pairwise(order):
        before, behind = words[left], words[right]
        gap = _GAP * ratio * (before.bottom - before.top)
        if behind.left - before.right < gap:
            middle = (before.right + behind.left) / 2
            words[left] = replace(before, right=max(middle - gap / 2, before.left + (before.right - before.left) / 3))
            words[right] = replace(behind, left=min(middle + gap / 2, behind.right - (behind.right - behind.left) / 3))
    return words


def _line_pieces(line: Sequence[_Word]) -> Iterator[Piece]:
    run_left = line[0].left
    yield from _letters(line[0])
    for before, word in pairwise(line):
        yield word.piece(" ", before.end, word.start)
        if word.backwards and not before.backwards:
            yield from _marks(word, run_left)
        elif before.backwards and not word.backwards:
            yield from _marks(before, word.left)
        run_left = word.left if before.backwards or run_left > word.right else min(run_left, word.left)
        yield from _letters(word)


def _marks(arabic: _Word, edge: float) -> Iterator[Piece]:
    """What keeps an Arabic word apart from what begins at `edge`, if that is to its right."""
    share = _MARK_SHARE * (edge - arabic.right)
    if share > 0:
        yield arabic.piece(_RIGHT_MARK, edge - share, edge)
        yield arabic.piece(" ", arabic.right, edge)
        yield arabic.piece(_LEFT_MARK, arabic.right, arabic.right + share)


def _letters(word: _Word) -> Iterator[Piece]:
    for text, left, right in word_pieces(word.text, word.left, word.right):
        yield word.piece(text, left, right)


def _runs(text: str) -> list[tuple[str, bool]]:
    """The word cut into Arabic letters and their marks, each alone, and runs of numbers and Latin letters; a run says
    whether it goes backwards. Brackets and stops at a run's edge stand alone.
    """
    runs: list[tuple[str, bool]] = []
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if runs and not runs[-1][1] and kind in _FORWARDS:
            runs[-1] = (runs[-1][0] + sign, False)
        else:
            runs.append((sign, kind in _RIGHT_TO_LEFT or kind == "NSM"))
    return runs
