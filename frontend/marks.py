"""Text of documents as safe HTML: found words in `<mark>`, numbers like 111-14 kept in their order.

Between Arabic letters 111-14 is drawn as 14-111; an isolate of its own keeps it as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from markupsafe import Markup, escape

Span = tuple[int, int]

_NUMBER = re.compile(r"\d+(?:[-‐‑–]\d+)+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


def marked(text: str, spans: Iterable[Span] = (), start: int = 0, end: int | None = None) -> Markup:
    """`text[start:end]` with every span (code points of `text`, sorted, apart) marked. Nothing of the text is lost."""
    end = len(text) if end is None else end
    ordered = tuple(spans)
    return Markup("").join(_piece(text, ordered, *cut) for cut in _cuts(text, start, end))


def paragraphs(text: str, spans: Sequence[Span] = ()) -> list[Markup]:
    """The paragraphs (parted by empty lines) of a page's text, each marked; line breaks inside them are kept."""
    edges = [0]
    for gap in _PARAGRAPH.finditer(text):
        edges += gap.span()
    edges.append(len(text))
    blocks = zip(edges[::2], edges[1::2], strict=True)
    return [marked(text, spans, start, end) for start, end in blocks if text[start:end].strip()]


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    at = start
    for number in _NUMBER.finditer(text, start, end):
        yield at, number.start(), False
        yield number.start(), number.end(), True
        at = number.end()
    yield at, end, False


def _piece(text: str, spans: Sequence[Span], start: int, end: int, number: bool) -> Markup:
    parts, at = [], start
    for first, last in spans:
        first, last = max(first, at), min(last, end)  # noqa: PLW2901
        if first < last:
            parts += [escape(text[at:first]), Markup("<mark>{}</mark>").format(text[first:last])]
            at = last
    inner = Markup("").join([*parts, escape(text[at:end])])
    return Markup('<bdi class="number" dir="ltr">{}</bdi>').format(inner) if number else inner
