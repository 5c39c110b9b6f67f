"""Documents like one that is shown, and why they are like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from analyzers.highlight import QueryTerms
from analyzers.mentions.citations import CitationKind, find_citations
from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.documents import Document, PageKey
from domain.searching import PageHit, Sort, Window
from index.engine import IndexReader
from index.plan import AnyForm
from index.planning import evidence_terms
from index.similar import Topic, topic
from search_api.analysis import AnalysedPages, AnalysedText
from search_api.records import is_public
from search_api.related_answers import SharedTerm

MOST = 5
"""Documents like one that are named."""

MOST_PAGES = 10
"""Pages of a document, from its beginning, that say what it is about."""

_CANDIDATES = 12
_EVIDENCE = 2
"""Pages of each candidate that are read for what it shares."""

_LEAST = 2
"""Words, or one law, that a document must share to be like another."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """A document and what it shares with another: distinctive words and numbers of laws, as the other one writes them."""

    document: Document
    terms: Sequence[SharedTerm]
    laws: Sequence[str]

    @property
    def enough(self) -> bool:
        """Whether it is more than chance."""
        return len(self.terms) + _LEAST * len(self.laws) >= _LEAST


class Likenesses:
    """Finds documents like one among those that are published. Safe to use from several threads."""

    def __init__(self, archive: Archive, reader: IndexReader, analyzer: Analyzer, pages: AnalysedPages) -> None:
        self._archive = archive
        self._reader = reader
        self._analyzer = analyzer
        self._pages = pages

    def of(self, document: Document) -> list[Likeness]:
        """At most MOST documents like it, most alike first, never itself."""
        pages = islice(self._archive.document_pages(document), MOST_PAGES)
        texts = [self._pages.page(version_id, page) for version_id, page in pages]
        titles = [self._pages.analyse(title) for title in document.titles.values()]
        about = topic([one.tokens for one in titles], [one.tokens for one in texts], self._reader, self._analyzer)
        if not about.plan.words:
            return []
        hits = self._reader.search(about.plan, {}, Sort.RELEVANCE, Window(_CANDIDATES), facets=False).hits
        documents = self._archive.documents([hit.document_id for hit in hits])
        others = [one for one in documents.values() if is_public(one) and one.id != document.id]
        best = self._reader.locate(about.plan, [one.id for one in others], _EVIDENCE)
        found = (self._likeness(about, other, best.get(other.id, ())) for other in others)
        return list(islice((one for one in found if one.enough), MOST))

    def _likeness(self, about: Topic, other: Document, best: Sequence[PageHit]) -> Likeness:
        titles = map(self._pages.analyse, other.titles.values())
        texts = [*titles, *self._read(other, best)]
        laws = {one.key for text in texts for one in find_citations(text.tokens) if one.kind is CitationKind.LAW}
        words = {word: text for word, text in about.written.items() if word.exact not in laws and not _is_law(word)}
        return Likeness(
            other,
            [*_same(words.items(), texts), *_rendered(about, texts)],
            [text for word, text in about.written.items() if word.exact in laws],
        )

    def _read(self, document: Document, best: Sequence[PageHit]) -> Iterator[AnalysedText]:
        for hit in best:
            here = document.position(PageKey(hit.version_id, hit.number)) is not None
            page = self._archive.page(hit.version_id, hit.number) if here else None
            if page:
                yield self._pages.page(hit.version_id, page)


def _is_law(word: AnyForm) -> bool:
    return word.exact.startswith("@")


def _same(words: Iterable[tuple[AnyForm, str]], texts: Sequence[AnalysedText]) -> Iterator[SharedTerm]:
    for word, text in words:
        if _hold(texts, evidence_terms((word,))):
            yield SharedTerm(text=text)


def _rendered(about: Topic, texts: Sequence[AnalysedText]) -> Iterator[SharedTerm]:
    """The terms that stand in another language in the texts."""
    for one in about.plan.equivalents:
        held = (other.text for other in one.foreign if _hold(texts, evidence_terms((other.node,))))
        other = next(held, None)
        if other:
            yield SharedTerm(text=one.term, other=other)


def _hold(texts: Iterable[AnalysedText], terms: QueryTerms) -> bool:
    return any(text.spans(terms) for text in texts)
