"""Text of documents as safe HTML: found words in `<mark>`, doubtful ones in `<u>`, numbers like 111-14 in their order.

Between Arabic letters 111-14 is drawn as 14-111; an isolate of its own keeps it as it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

Span = tuple[int, int]

_NUMBER = re.compile(r"\d+(?:[-‐‑–]\d+)+")
_PARAGRAPH = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")


@dataclass(frozen=True, slots=True)
class Doubts:
    """Words whose reading is not sure: spans in code points, sorted and apart, and what to say of each."""

    spans: Sequence[Span] = ()
    title: str = ""


NO_DOUBTS = Doubts()


def marked(
    text: str, spans: Iterable[Span] = (), start: int = 0, end: int | None = None, doubts: Doubts = NO_DOUBTS
) -> Markup:
    """`text[start:end]` with every span (code points of `text`, sorted, apart) marked. Nothing of the text is lost."""
    end = len(text) if end is None else end
    marking = _Marking(text, tuple(spans), doubts)
    return Markup("").join(marking.piece(*cut) for cut in _cuts(text, start, end))


def paragraphs(text: str, spans: Sequence[Span] = (), doubts: Doubts = NO_DOUBTS) -> list[Markup]:
    """The paragraphs (parted by empty lines) of a page's text, each marked; line breaks inside them are kept."""
    edges = [0]
    for gap in _PARAGRAPH.finditer(text):
        edges += gap.span()
    edges.append(len(text))
    blocks = zip(edges[::2], edges[1::2], strict=True)
    return [marked(text, spans, start, end, doubts) for start, end in blocks if text[start:end].strip()]


def _cuts(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    at = start
    for number in _NUMBER.finditer(text, start, end):
        yield at, number.start(), False
        yield number.start(), number.end(), True
        at = number.end()
    yield at, end, False


@dataclass(frozen=True, slots=True)
class _Marking:
    text: str
    found: Sequence[Span]
    doubts: Doubts

    def piece(self, start: int, end: int, number: bool) -> Markup:
        parts = [
            Markup("<mark>{}</mark>").format(self._doubted(first, last)) if found else self._doubted(first, last)
            for first, last, found in _split(self.found, start, end)
        ]
        inner = Markup("").join(parts)
        return Markup('<bdi class="number" dir="ltr">{}</bdi>').format(inner) if number else inner

    def _doubted(self, start: int, end: int) -> Markup:
        """A doubted word that begins or ends within a found one is cut there: found words stay whole."""
        unsure = Markup('<u class="unsure" title="{}">{}</u>')
        parts = (
            unsure.format(self.doubts.title, self.text[first:last]) if doubted else escape(self.text[first:last])
            for first, last, doubted in _split(self.doubts.spans, start, end)
        )
        return Markup("").join(parts)


def _split(spans: Iterable[Span], start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """The stretch from `start` to `end` in parts, each inside a span or outside all of them."""
    at = start
    for first, last in spans:
        first, last = max(first, at), min(last, end)  # noqa: PLW2901
        if first < last:
            yield at, first, False
            yield first, last, True
            at = last
    yield at, end, False
