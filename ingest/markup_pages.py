"""Pages of formats that have none of their own: at form feeds, and long texts at the ends of paragraphs."""

from __future__ import annotations

from collections.abc import Iterator

from domain.documents import Page, TextSource

PAGE_BREAK = "\f"

_PAGE_CHARACTERS = 3_000
_LONGEST_PAGE = 2 * _PAGE_CHARACTERS
"""Only what is longer than two pages is cut: a page the file itself ends stays whole."""


def markup_pages(text: str, tool: str) -> Iterator[Page]:
    """The pages of `text`, at least one, numbered from 1, none empty at the end; no letter is lost."""
    number = 0
    for part in text.rstrip().split(PAGE_BREAK):
        for page in _cut(part.strip()):
            number += 1
            yield Page(number, page, TextSource.MARKUP, tool)


def _cut(text: str) -> Iterator[str]:
    while len(text) > _LONGEST_PAGE:
        end = _break_near(text)
        yield text[:end].strip()
        text = text[end:].strip()
    yield text


def _break_near(text: str) -> int:
    """Where to cut: after the paragraph, else the line, else the word that ends last before a page is full."""
    for separator in ("\n\n", "\n", " "):
        end = text.rfind(separator, _PAGE_CHARACTERS // 2, _PAGE_CHARACTERS)
        if end > 0:
            return end
    return _PAGE_CHARACTERS
