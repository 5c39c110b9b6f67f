"""Which spans of a text answer a query, and the pieces of the text that show them best."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter, itemgetter

from analyzers.tokens import KNOWN_STEM, Token

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
    return bool(_matching([token], terms))


def _matching(tokens: Sequence[Token], terms: QueryTerms) -> set[int]:
    """The places of the tokens that answer a word or prefix. Written for speed: whole pages pass through here."""
    exacts, stems, lemmas, roots, prefixes = terms.exacts, terms.stems, terms.lemmas, terms.roots, terms.prefixes
    stems_of_known = {lemma[len(KNOWN_STEM) :] for lemma in lemmas if lemma.startswith(KNOWN_STEM)}
    return {
        place
        for place, (_, _, _, _, _, exact, stem, own_lemmas, own_roots, known, _) in enumerate(tokens)
        if exact in exacts
        or stem in (stems_of_known if known else stems)
        or not lemmas.isdisjoint(own_lemmas)
        or (roots and not roots.isdisjoint(own_roots))
        or (prefixes and exact.startswith(prefixes))
    }


def highlights(tokens: Sequence[Token], terms: QueryTerms) -> list[Span]:
    """The spans of the tokens that answer the query, in order, one a word.

    The words of a phrase are highlighted only where they follow each other.
    """
    found = _matching(tokens, terms)
    if terms.phrases:
        found.update(_in_phrases([token.exact for token in tokens], terms.phrases))
    if terms.stem_phrases:
        found.update(_in_phrases([token.stem for token in tokens], terms.stem_phrases))
    return [(tokens[place].start, tokens[place].end) for place in sorted(found)]


def repeated(tokens: Sequence[Token], words: Sequence[Token]) -> list[Span]:
    """Where `words`, one after the other, are repeated in a text: such as its title at its head. Single words are not
    looked for.
    """
    wanted, exacts = tuple(word.exact for word in words), tuple(token.exact for token in tokens)
    if len(wanted) < 2:
        return []
    places = (place for place in range(len(exacts) - len(wanted) + 1) if exacts[place : place + len(wanted)] == wanted)
    return [(tokens[place].start, tokens[place + len(wanted) - 1].end) for place in places]


def snippets(text: str, tokens: Sequence[Token], spans: Sequence[Span], size: int = 240, count: int = 2) -> list[Snippet]:
    """At most `count` slices of the text, in its order, none overlapping: the first chosen holds the most different
    words of `spans` (as `highlights` gives them) and holds them closest together, each further one those that are new.

    Forms of one word are no different words. Each slice has at most `size` code points, or one word if that is longer,
    and begins and ends with whole words. Without spans it is the beginning of the text; for a text without words,
    nothing.
    """
    if not tokens:
        return []
    stretches = _stretches(tokens, spans, size) or [_Stretch(tokens[0].start, tokens[0].start, frozenset(), 0, 0)]
    windows: list[Span] = []
    seen: frozenset[str] = frozenset()
    while stretches and len(windows) < count:
        best = min(stretches, key=lambda stretch: stretch.rank(seen))
        windows.append(_widen((best.start, best.end), _between(tokens, (best.start, best.end), windows), size))
        seen |= best.words
        free = (one for one in stretches if one is not best)
        stretches = [one for one in free if all(one.end <= start or end <= one.start for start, end in windows)]
    return [_snippet(text, window, spans) for window in sorted(windows)]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A piece of text from one found word to another: its different words, how many there are in all, and after how
    many code points the last of the different ones has come.
    """

    start: int
    end: int
    words: frozenset[str]
    count: int
    extent: int

    def rank(self, seen: frozenset[str]) -> tuple[int, int, int, int, int]:
        """Low for what should be shown first when the words `seen` are shown already."""
        return -len(self.words - seen), -len(self.words), self.extent, -self.count, self.start


def _in_phrases(terms: Sequence[str], phrases: Sequence[tuple[str, ...]]) -> Iterator[int]:
    """The places of the words of the phrases, one term a word."""
    beginnings = {phrase[0] for phrase in phrases if phrase}
    for place, term in enumerate(terms):
        if term in beginnings:
            for phrase in phrases:
                if phrase and tuple(terms[place : place + len(phrase)]) == phrase:
                    yield from range(place, place + len(phrase))


def _stretches(tokens: Sequence[Token], spans: Sequence[Span], size: int) -> list[_Stretch]:
    """For each span the stretch that it begins and that holds as many of the next ones as fit."""
    likeliest = {token.start: token.lemmas[0] for token in tokens}
    words = [likeliest[start] for start, _ in spans]
    found = []
    for first, (start, end) in enumerate(spans):
        following = bisect_right(spans, start + size, lo=first + 1, key=itemgetter(1))
        inside = words[first:following]
        different = frozenset(inside)
        last_new = max(inside.index(word) for word in different)
        extent = spans[first + last_new][1] - start
        found.append(_Stretch(start, max(end, spans[following - 1][1]), different, len(inside), extent))
    return found


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
