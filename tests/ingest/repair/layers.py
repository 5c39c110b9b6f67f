"""Pages of a text layer made by hand: a box a word, side by side on one line."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.documents import Page, TextSource, WordBox
from ingest.extracted import ExtractedPage, Span

WIDTH = 0.05


def page(text: str, number: int = 1, fonts: Sequence[str] = (), ligatures: Sequence[Span] = ()) -> ExtractedPage:
    """A page of `text` with boxes from the right, in one font or in those of each word."""
    spans = [match.span() for match in re.finditer(r"\S+", text)]
    boxes = [_box(place, span) for place, span in enumerate(spans)]
    return ExtractedPage(
        number, text, TextSource.LAYER, "tool", None, 600, 800, tuple(boxes),
        fonts=tuple(fonts) or ("F1",) * len(boxes), ligatures=tuple(ligatures),
    )  # fmt: skip


def _box(place: int, span: Span) -> WordBox:
    right = 1.0 - (place % 16) * 0.06
    top = (place // 16) % 50 * 0.02
    return WordBox(*span, round(right - WIDTH, 4), top, right, top + 0.015)


def boxed(page: Page) -> list[str]:
    """What each box holds."""
    return [page.text[box.start : box.end] for box in page.words]
