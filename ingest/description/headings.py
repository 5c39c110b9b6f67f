"""The headings of a document: the short lines at its beginning, which say what it is."""

from __future__ import annotations

from collections.abc import Sequence

from ingest.description.folded_pages import FoldedPage, Line
from ingest.description.patterns import rules


def first_page(pages: Sequence[FoldedPage]) -> FoldedPage | None:
    """The first page that is not blank."""
    return next((page for page in pages if page.text.strip()), None)


def headings(pages: Sequence[FoldedPage]) -> list[Line]:
    """The headings of the first page that is not blank."""
    page = first_page(pages)
    first = page.lines[: rules("kinds")["heading_lines"]] if page else ()
    return [line for line in first if line.words <= rules("kinds")["heading_words"]]
