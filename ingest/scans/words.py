"""A page that was read by OCR as a row of words, each with its box, and back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from domain.documents import Page, TextSource, WordBox


@dataclass(frozen=True, slots=True)
class ScannedWord:
    """A word as it was read, the white space `before` it, and its box, whose offsets mean nothing here."""

    before: str
    text: str
    box: WordBox

    @property
    def confidence(self) -> float:
        """How sure the tool was of it, 0 to 1."""
        return self.box.confidence or 0.0


def cut(page: Page) -> list[ScannedWord]:
    """The page's words in reading order."""
    words, end = [], 0
    for box in page.words:
        words.append(ScannedWord(page.text[end : box.start], page.text[box.start : box.end], box))
        end = box.end
    return words


def with_words(page: Page, words: Iterable[ScannedWord]) -> Page:
    """The page with other words: text, boxes and confidence follow. Without words it is EMPTY."""
    text, boxes = "", []
    for word in words:
        text += word.before if text else ""
        boxes.append(replace(word.box, start=len(text), end=len(text) + len(word.text)))
        text += word.text
    source = TextSource.OCR if boxes else TextSource.EMPTY
    return replace(page, text=text, words=tuple(boxes), source=source, confidence=_confidence(boxes))


def _confidence(boxes: Sequence[WordBox]) -> float:
    """The words' mean confidence, longer words counting more; 0 without words."""
    letters = sum(box.end - box.start for box in boxes)
    return sum((box.confidence or 0.0) * (box.end - box.start) for box in boxes) / letters if letters else 0.0
