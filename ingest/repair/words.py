"""A page as a row of words: whatever is done to them, offsets and boxes stay aligned."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.documents import Page, WordBox
from ingest.extracted import ExtractedPage, Span

ARABIC = re.compile("[\u0621-\u063a\u0640-\u0652\u0670-\u06d3]+")
"""Arabic letters with their marks and stretches: what of a word the lexicon is asked about."""

_SOLID = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Word:
    """Characters between white space, and the white space `before` them. The offsets of `box` mean nothing here.

    `ligatures` are spans of `text` that one glyph draws; see `ingest.extracted`.
    """

    before: str
    text: str
    box: WordBox | None = None
    font: str = ""
    ligatures: tuple[Span, ...] = ()

    def spelt(self, text: str) -> Word:
        """The word with other letters in the same place."""
        return self if text == self.text else replace(self, text=text, ligatures=())

    @property
    def opens_line(self) -> bool:
        """Whether another line than the word before, or another cell of a table."""
        return "\n" in self.before or "\t" in self.before

    def split(self, at: int) -> tuple[Word, Word]:
        """Two words of one, cut before the letter `at`; the box is shared out by letters."""
        first, second = self.text[:at], self.text[at:]
        boxes = (
            (None, None)
            if self.box is None
            else _cut_box(self.box, at / len(self.text), ARABIC.search(self.text) is not None)
        )
        return Word(self.before, first, boxes[0], self.font), Word(" ", second, boxes[1], self.font)


@dataclass(frozen=True, slots=True)
class Words:
    """A page's words, and the white space behind the last one."""

    words: tuple[Word, ...]
    tail: str = ""

    def page_text(self) -> tuple[str, tuple[WordBox, ...]]:
        """The text, and the boxes with their offsets into it."""
        parts: list[str] = []
        boxes: list[WordBox] = []
        length = 0
        for word in self.words:
            start = length + len(word.before)
            length = start + len(word.text)
            parts += (word.before, word.text)
            if word.box is not None:
                boxes.append(replace(word.box, start=start, end=length))
        return "".join([*parts, self.tail]), tuple(boxes)


def cut(page: Page) -> Words | None:
    """The page's words; None where its boxes don't cover its text word by word."""
    spans = [(box.start, box.end) for box in page.words] or [match.span() for match in _SOLID.finditer(page.text)]
    boxes: Sequence[WordBox | None] = page.words or [None] * len(spans)
    fonts = page.fonts if isinstance(page, ExtractedPage) and len(page.fonts) == len(spans) else ("",) * len(spans)
    ligatures = _ligatures_by_word(page, spans)
    words: list[Word] = []
    end = 0
    for (start, stop), box, font, joined in zip(spans, boxes, fonts, ligatures, strict=True):
        before = page.text[end:start]
        if not end <= start < stop <= len(page.text) or (before and not before.isspace()):
            return None
        words.append(Word(before, page.text[start:stop], box, font, joined))
        end = stop
    tail = page.text[end:]
    return None if tail and not tail.isspace() else Words(tuple(words), tail)


def merge(words: Sequence[Word], text: str) -> Word:
    """One word `text` in the place of several."""
    boxes = [word.box for word in words if word.box is not None]
    return Word(words[0].before, text, _around(boxes) if boxes else None, words[0].font)


def _ligatures_by_word(page: Page, spans: Sequence[Span]) -> list[tuple[Span, ...]]:
    """For each word the ligatures inside it, counted from its beginning."""
    waiting = sorted(page.ligatures, reverse=True) if isinstance(page, ExtractedPage) else []
    found: list[tuple[Span, ...]] = []
    for start, stop in spans:
        inside = []
        while waiting and waiting[-1][0] < stop:
            first, last = waiting.pop()
            if start <= first < last <= stop:
                inside.append((first - start, last - start))
        found.append(tuple(inside))
    return found


def _cut_box(box: WordBox, share: float, rightward: bool) -> tuple[WordBox, WordBox]:
    """The boxes of a word's first `share` and of its rest; what reads from the right begins there."""
    middle = box.right - share * (box.right - box.left) if rightward else box.left + share * (box.right - box.left)
    left, right = replace(box, right=middle), replace(box, left=middle)
    return (right, left) if rightward else (left, right)


def _around(boxes: Iterable[WordBox]) -> WordBox:
    first, *rest = boxes
    for box in rest:
        first = replace(
            first,
            left=min(first.left, box.left),
            top=min(first.top, box.top),
            right=max(first.right, box.right),
            bottom=max(first.bottom, box.bottom),
        )
    return first
