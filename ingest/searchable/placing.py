"""Where each piece of a page's text stands and in which order it is written, so that every reader finds its words.

Readers disagree on Arabic. pdfminer takes the order of writing; Poppler and PDFium go by where things stand, and turn
runs round themselves; pdf.js turns every run of letters round. What suits all: the text in logical order, every Arabic
letter a piece of its own at its own place, numbers and Latin words whole, and a space between two words that reaches
from the end of one to the start of the other, however far apart these are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from domain.documents import Page, WordBox

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_STRONG = frozenset({"L", "R", "AL"})
_RIGHT_MARK = "\u200f"
"""Between a number and what stands behind it in an Arabic line: Poppler glues them together without it."""

_MARK_SHARE = 0.25
_LEVEL = 2.0
"""Words of one line stand level when together they are at most so many times as high as one of them."""

_THINNEST = 1e-4


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

    def piece(self, text: str, left: float, right: float) -> Piece:
        return Piece(text, min(left, right), max(left, right, min(left, right) + _THINNEST), self.top, self.bottom)


def place(page: Page) -> Iterator[Piece]:
    """The pieces of the page's words, in the order they are to be written."""
    for line in _lines(page):
        yield from _line_pieces(_level([_word(page.text, box) for box in line]))


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


def _level(line: Sequence[_Word]) -> Sequence[_Word]:
    """The words with one upper and one lower edge, unless the line runs askew: readers tell lines by their height."""
    top, bottom = min(word.top for word in line), max(word.bottom for word in line)
    usual = median(word.bottom - word.top for word in line)
    if bottom - top > _LEVEL * usual:
        return line
    return [_Word(word.text, word.left, word.right, top, bottom) for word in line]


def _line_pieces(line: Sequence[_Word]) -> Iterator[Piece]:
    marked = _is_backwards(line)
    edge = line[0].left
    yield from _letters(line[0])
    for before, word in pairwise(line):
        yield word.piece(" ", before.end, word.start)
        if marked and not before.backwards and edge > word.right:
            yield word.piece(_RIGHT_MARK, edge - _MARK_SHARE * (edge - word.right), edge)
        edge = word.left if before.backwards or edge > word.right else min(edge, word.left)
        yield from _letters(word)


def _letters(word: _Word) -> Iterator[Piece]:
    for text, left, right in word_pieces(word.text, word.left, word.right):
        yield word.piece(text, left, right)


def _is_backwards(line: Sequence[_Word]) -> bool:
    """Whether most of a line's letters are Arabic."""
    kinds = [unicodedata.bidirectional(sign) for word in line for sign in word.text]
    strong = [kind in _RIGHT_TO_LEFT for kind in kinds if kind in _STRONG]
    return 2 * sum(strong) > len(strong)


def _runs(text: str) -> list[tuple[str, bool]]:
    """The word cut into Arabic letters, each alone, and runs of anything else; a run says whether it is an Arabic letter.

    Marks stay with the letter before them, and brackets and stops at a run's edge stand alone.
    """
    runs: list[tuple[str, bool]] = []
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind == "NSM" and runs:
            runs[-1] = (runs[-1][0] + sign, runs[-1][1])
        elif kind in ("L", "EN", "AN", "CS", "ES", "ET") and runs and not runs[-1][1]:
            runs[-1] = (runs[-1][0] + sign, False)
        else:
            runs.append((sign, kind in _RIGHT_TO_LEFT))
    return runs
