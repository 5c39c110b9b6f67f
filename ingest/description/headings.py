"""The headings of a document: the short lines at its beginning, which say what it is."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.description.folded_pages import FoldedPage, Line
from ingest.description.patterns import rules


def first_page(pages: Sequence[FoldedPage]) -> FoldedPage | None:
    """The first page that is not blank."""
    return next((page for page in pages if page.text.strip()), None)


def headings(pages: Sequence[FoldedPage]) -> list[Line]:
    """The headings of the first page that is not blank and, where that is a cover, of the one behind it."""
    table = rules("kinds")
    told = [page for page in pages if page.text.strip()][:2]
    is_cover = bool(told) and len(told[0].text.split()) <= table["cover_words"]
    lines = [line for page in told[: 1 + is_cover] for line in page.lines]
    return [line for line in lines[: table["heading_lines"]] if line.words <= table["heading_words"]]
