"""Which spans of a text answer a query, and the pieces of the text that show them best."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from analyzers.normalization import fold
from analyzers.tokens import Token

Span = tuple[int, int]
"""Start and end in code points of the original text."""


@dataclass(frozen=True, slots=True)
class QueryTerms:
    """The terms of a query's words, prefixes and phrases; a phrase is the exact terms, or the stems, of its words in
    order.
    """

    exacts: frozenset[str] = frozenset()
    stems: frozenset[str] = frozenset()
    lemmas: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    stem_phrases: tuple[tuple[str, ...], ...] = ()
    roots: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Snippet:
    """`text` is a slice of the original that begins at `start`; `highlights` are spans of `text`, in order."""

    text: str
    start: int
    highlights: tuple[Span, ...]


def match(token: Token, terms: QueryTerms) -> bool:
    """Whether the token answers one of the query's words or prefixes, as an engine would say: it has the exact term,
    the stem, one of the lemmas or (where a root is enough) one of the roots of a word, or begins with a prefix.
    """
    return (
        token.exact in terms.exacts
        or not terms.stems.isdisjoint(token.stems)
        or not terms.lemmas.isdisjoint(token.held)
        or not terms.roots.isdisjoint(token.roots)
        or token.exact.startswith(terms.prefixes)
    )


def highlights(tokens: Sequence[Token], terms: QueryTerms) -> list[Span]:
    """The spans of the tokens that answer the query, in order, one a word.

    The words of a phrase are highlighted only where they follow each other.
    """
    found = {place for place, token in enumerate(tokens) if match(token, terms)}
    found.update(_in_phrases([token.exact for token in tokens], terms.phrases))
    found.update(_in_phrases([token.stem for token in tokens], terms.stem_phrases))
    return [(tokens[place].start, tokens[place].end) for place in sorted(found)]


def snippets(text: str, tokens: Sequence[Token], spans: Sequence[Span], size: int = 240, count: int = 2) -> list[Snippet]:
    """At most `count` slices of the text that hold many different of `spans` (as `highlights` gives them), in the
    order of the text, none overlapping.

    Each has at most `size` code points, or one word if that is longer, and begins and ends with whole words. Without
    spans it is the beginning of the text; for a text without words, nothing.
    """
    if not tokens:
        return []
    windows: list[Span] = []
    for window in _best_windows(text, spans or [(tokens[0].start, tokens[0].start)], size):
        if len(windows) < count and all(window[1] <= start or end <= window[0] for start, end in windows):
            windows.append(_widen(window, _between(tokens, window, windows), size))
    return [_snippet(text, window, spans) for window in sorted(windows)]


def _in_phrases(terms: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> Iterator[int]:
    """The places of the words of the phrases, one term a word."""
    beginnings = {phrase[0] for phrase in phrases if phrase}
    for place, term in enumerate(terms):
        if term in beginnings:
            for phrase in phrases:
                if phrase and tuple(terms[place : place + len(phrase)]) == phrase:
                    yield from range(place, place + len(phrase))


def _best_windows(text: str, spans: Sequence[Span], size: int) -> list[Span]:
    """For each span the stretch that it begins and that holds as many of the next ones as fit: those with the most
    different words first, among them those with the most words, among them the earliest.
    """
    words = [fold(text[start:end]) for start, end in spans]
    ranked = []
    for first, (start, end) in enumerate(spans):
        following = bisect_right(spans, start + size, lo=first + 1, key=itemgetter(1))
        different = len(set(words[first:following]))
        ranked.append((-different, first - following, start, max(end, spans[following - 1][1])))
    return [(start, end) for _, _, start, end in sorted(ranked)]


def _between(tokens: Sequence[Token], window: Span, windows: Sequence[Span]) -> Sequence[Token]:
    """The tokens around `window` up to the next of `windows` on either side."""
    low = max((end for _, end in windows if end <= window[0]), default=0)
    high = min((start for start, _ in windows if start >= window[1]), default=tokens[-1].end)
    first = bisect_left(tokens, low, key=attrgetter("start"))
    return tokens[first : bisect_right(tokens, high, key=attrgetter("end"))]


def _widen(window: Span, tokens: Sequence[Token], size: int) -> Span:
    """The window with words around it, on both sides alike, while they fit into `size`."""
    first = bisect_left(tokens, window[0], key=attrgetter("start"))
    last = bisect_left(tokens, window[1], lo=first, key=attrgetter("end"))
    moved = True
    while moved:
        moved = False
        if first > 0 and tokens[last].end - tokens[first - 1].start <= size:
            first, moved = first - 1, True
        if last + 1 < len(tokens) and tokens[last + 1].end - tokens[first].start <= size:
            last, moved = last + 1, True
    return tokens[first].start, tokens[last].end


def _snippet(text: str, window: Span, spans: Sequence[Span]) -> Snippet:
    start, end = window
    inside = ((first - start, last - start) for first, last in spans if start <= first and last <= end)
    return Snippet(text[start:end], start, tuple(inside))
