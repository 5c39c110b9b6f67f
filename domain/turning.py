"""Quarter-turns of pages: what turning a page does to its size and to the boxes of its words."""

from __future__ import annotations

from dataclasses import replace

from domain.documents import Page, WordBox

QUARTER = 90
FULL = 360


def normalized(degrees: int) -> int:
    """The same turn as 0, 90, 180 or 270 degrees clockwise. Raises ValueError for what is no quarter-turn."""
    if degrees % QUARTER:
        raise ValueError(f"{degrees} degrees are no quarter-turn")
    return degrees % FULL


def is_sideways(degrees: int) -> bool:
    """Whether the turn exchanges width and height."""
    return degrees % (2 * QUARTER) == QUARTER


def turned(page: Page, degrees: int) -> Page:
    """The page turned clockwise: same text, its boxes where they lie on the turned image.

    Raises ValueError for what is no quarter-turn.
    """
    words = page.words
    for _ in range(normalized(degrees) // QUARTER):
        words = tuple(_quarter(word) for word in words)
    width, height = (page.height, page.width) if is_sideways(degrees) else (page.width, page.height)
    return replace(page, words=words, width=width, height=height)


def _quarter(word: WordBox) -> WordBox:
    """The box after a quarter-turn clockwise: what was the bottom is the left."""
    return replace(word, left=1 - word.bottom, top=word.left, right=1 - word.top, bottom=word.right)
