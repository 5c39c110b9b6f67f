"""What the words of a document name beside itself: laws and places; and the languages they are written in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from analyzers.mentions.citations import CitationKind, find_citations
from analyzers.mentions.places import place_name
from analyzers.normalization import fold
from analyzers.pipeline import Analyzer
from analyzers.tokens import Token
from domain.description import DescribedValue, Evidence, Field, PageText

_LEAST_SHARE = 0.15
"""A language is one of the document's when at least this share of its words is written in it."""

_LAW = "@law:"
_SEPARATOR = re.compile(r"[./-]")
_MOST_PAGES = 60
_LANGUAGE_PAGES = 5
_MOST_PLACES = 12
_SURE_LAW = 0.95
_SURE_PLACE = 0.8


@dataclass(frozen=True, slots=True)
class AnalyzedPage:
    """A page and its tokens."""

    page: PageText
    tokens: Sequence[Token]

    def found(self, field: Field, value: str, sure: float, tokens: tuple[int, int]) -> DescribedValue:
        """A value told by the tokens from the first to the last."""
        first, last = tokens
        evidence = Evidence(self.page.key, self.tokens[first].start, self.tokens[last].end)
        return DescribedValue(field, value, round(sure * self.page.certainty, 3), evidence)


def analyzed(pages: Iterable[PageText], analyzer: Analyzer) -> list[AnalyzedPage]:
    """The pages with their tokens, as many as are looked at."""
    return [AnalyzedPage(page, analyzer.analyze(page.text)) for page, _ in zip(pages, range(_MOST_PAGES), strict=False)]


def find_laws(pages: Sequence[AnalyzedPage]) -> list[DescribedValue]:
    """The laws, dahirs and decrees cited, each once, where it is cited first."""
    found: dict[str, DescribedValue] = {}
    for page in pages:
        for cited in find_citations(page.tokens):
            if cited.kind is CitationKind.LAW and cited.key not in found:
                number = _SEPARATOR.sub("-", fold(cited.number))
                found[cited.key] = page.found(Field.LAW, number, _SURE_LAW, (cited.first, cited.last))
    return list(found.values())


def find_places(pages: Sequence[AnalyzedPage]) -> list[DescribedValue]:
    """The places named most, each where it is named first, those named most first."""
    counts: Counter[str] = Counter()
    first: dict[str, DescribedValue] = {}
    for page in pages:
        for key, span in _place_spans(page.tokens):
            counts[key] += 1
            first.setdefault(key, page.found(Field.PLACE, place_name(key), _SURE_PLACE, span))
    return [first[key] for key, _ in counts.most_common(_MOST_PLACES)]


def find_languages(pages: Sequence[AnalyzedPage]) -> list[DescribedValue]:
    """The languages of the text, most used first; as sure as their share is clear."""
    counts: Counter[str] = Counter()
    for page in pages[:_LANGUAGE_PAGES]:
        counts.update(token.language for token in page.tokens if not token.exact[0].isdigit())
    total = counts.total()
    shares: Mapping[str, float] = {code: count / total for code, count in counts.most_common()}
    return [
        DescribedValue(Field.LANGUAGE, code, 0.95 if share >= 2 * _LEAST_SHARE else 0.7)
        for code, share in shares.items()
        if share >= _LEAST_SHARE
    ]


def _place_spans(tokens: Sequence[Token]) -> Iterator[tuple[str, tuple[int, int]]]:
    """The places among the tokens, each with its first and last token."""
    open_spans: dict[str, int] = {}
    for at, token in enumerate(tokens):
        keys = {lemma for lemma in token.lemmas if _is_place(lemma)}
        for key in [key for key in open_spans if key not in keys]:
            yield key, (open_spans.pop(key), at - 1)
        for key in keys:
            open_spans.setdefault(key, at)
    for key, start in open_spans.items():
        yield key, (start, len(tokens) - 1)


def _is_place(lemma: str) -> bool:
    return lemma.startswith("@") and not lemma.startswith((_LAW, "@h1")) and not lemma[1:2].isdigit()
