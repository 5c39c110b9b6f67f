"""Words as a test lays them out on a page."""

from __future__ import annotations

from collections.abc import Sequence

from domain.documents import Page, TextSource, WordBox
from ingest.scans.words import ScannedWord, with_words

WIDTH, HEIGHT = 0.1, 0.03
"""Of every word's box, as shares of the page."""


def word(text: str, column: float = 0, row: float = 0, confidence: float = 0.9) -> ScannedWord:
    """A word in a grid of places; columns count from the right."""
    right, top = 0.95 - 0.12 * column, 0.05 + 0.05 * row
    return ScannedWord(" ", text, WordBox(0, 0, right - WIDTH, top, right, top + HEIGHT, confidence))


def line(text: str, row: float = 0, confidence: float = 0.9) -> list[ScannedWord]:
    """Words side by side."""
    return [word(each, column, row, confidence) for column, each in enumerate(text.split())]


def page(words: Sequence[ScannedWord], tool: str = "reader 1") -> Page:
    """A page that was read so."""
    return with_words(Page(1, "", TextSource.OCR, tool, None, 595, 842), words)
