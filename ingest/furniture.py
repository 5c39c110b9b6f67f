"""Page furniture: headers and footers, which repeat from page to page and say nothing of what a page is about.

The stored text keeps them, so that a search finds them; who describes a document or shows a piece of it passes over them.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from analyzers.normalization import fold

_EDGE_LINES = 2
"""Lines at the head and at the foot of a page that may be furniture."""

LEAST_PAGES = 3
_LEAST_SHARE = 0.3
"""Furniture stands on so many pages, and on this share of them: odd and even pages may have different headers."""

_LONGEST = 160
"""Characters of a line of furniture."""

_LINE = re.compile(r"[^\n]*\S[^\n]*")
_NUMBER = re.compile(r"\d+")

Span = tuple[int, int]
"""Start and end in code points of a page's text."""


@dataclass(frozen=True, slots=True)
class _EdgeLine:
    page: int
    span: Span
    text: str

    @property
    def pattern(self) -> str:
        """The line without what changes from page to page: numbers, and how it is spaced."""
        return _NUMBER.sub("#", "".join(fold(self.text).split()))


def furniture(pages: Sequence[str]) -> list[tuple[Span, ...]]:
    """For each page's text the spans of its lines that are headers or footers, in order."""
    lines = [line for number, text in enumerate(pages) for line in _edges(number, text)]
    counts = Counter(pattern for _, pattern in {(line.page, line.pattern) for line in lines})
    least = max(LEAST_PAGES, _LEAST_SHARE * len(pages))
    spans: list[list[Span]] = [[] for _ in pages]
    for line in lines:
        if counts[line.pattern] >= least:
            spans[line.page].append(line.span)
    return [tuple(found) for found in spans]


def at_edge(text: str, spans: Iterable[Span]) -> bool:
    """Whether one of the spans lies in a line of a page where furniture may stand."""
    lines = [line.span for line in _edges(0, text)]
    return any(start <= first and last <= end for first, last in spans for start, end in lines)


def without_furniture(pages: Sequence[str]) -> list[str]:
    """The texts of the pages, headers and footers blanked, so that offsets stay. The first page keeps those that read
    alike everywhere: that is where a document's title stands as its title.
    """
    spans = furniture(pages)
    variants = defaultdict(set)
    for text, found in zip(pages, spans, strict=True):
        for start, end in found:
            variants[_EdgeLine(0, (start, end), text[start:end]).pattern].add(text[start:end])
    cut = [_without(text, found) for text, found in zip(pages, spans, strict=True)]
    if pages:
        numbered = [(s, e) for s, e in spans[0] if len(variants[_EdgeLine(0, (s, e), pages[0][s:e]).pattern]) > 1]
        cut[0] = _without(pages[0], numbered)
    return cut


def _edges(number: int, text: str) -> Iterator[_EdgeLine]:
    lines = [match.span() for match in _LINE.finditer(text)]
    edges = lines if len(lines) <= 2 * _EDGE_LINES else [*lines[:_EDGE_LINES], *lines[-_EDGE_LINES:]]
    for start, end in edges:
        if end - start <= _LONGEST:
            yield _EdgeLine(number, (start, end), text[start:end])


def _without(text: str, spans: Sequence[Span]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + " " * (end - start) + text[end:]
    return text
