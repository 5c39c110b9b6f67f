"""Documents like one that is shown, and why they are like it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from analyzers.mentions.citations import CitationKind, find_citations
from analyzers.pipeline import Analyzer
from archive.store import Archive
from domain.documents import Document, PageKey
from domain.searching import PageHit, Sort, Window
from index.engine import IndexReader
from index.plan import AnyForm, StemPhrase
from index.planning import evidence_terms
from index.similar import Topic, topic
from search_api.analysis import AnalysedPages, AnalysedText
from search_api.records import is_public
from search_api.related_answers import SharedTerm

MOST = 5
"""Documents like one that are named."""

MOST_PAGES = 10
"""Pages of a document, from its beginning, that say what it is about."""

_KEPT = 2_000
"""Documents whose likenesses are kept: to find them takes as long as ten searches."""

_CANDIDATES = 8
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
        self._found = lru_cache(_KEPT)(self._find)

    def of(self, document: Document) -> list[Likeness]:
        """At most MOST documents like it, most alike first, never itself. They are found once for each state of the index,
        and are public now.
        """
        found = self._found(document.id, self._reader.committed_change())
        current = self._archive.documents([one.document.id for one in found])
        fresh = ((one, current.get(one.document.id)) for one in found)
        return [replace(one, document=other) for one, other in fresh if other and is_public(other)]

    def _find(self, document_id: str, change: int) -> tuple[Likeness, ...]:
        """Those of the document when the index held this change."""
        del change
        document = self._archive.document(document_id)
        return tuple(self._like(document)) if document else ()

    def _like(self, document: Document) -> Iterator[Likeness]:
        pages = islice(self._archive.document_pages(document), MOST_PAGES)
        texts = [self._pages.page(PageKey(version_id, page.number), page.text) for version_id, page in pages]
        titles = [self._pages.analyse(title) for title in document.titles.values()]
        about = topic([one.tokens for one in titles], [one.tokens for one in texts], self._reader, self._analyzer)
        if not about.plan.root.items:
            return
        hits = self._reader.search(about.plan, {}, Sort.RELEVANCE, Window(_CANDIDATES), facets=False).hits
        documents = self._archive.documents([hit.document_id for hit in hits])
        others = [one for one in documents.values() if is_public(one) and one.id != document.id]
        best = self._reader.locate(about.plan, [one.id for one in others], _EVIDENCE)
        found = (self._likeness(about, other, best.get(other.id, ())) for other in others)
        yield from islice((one for one in found if one.enough), MOST)

    def _likeness(self, about: Topic, other: Document, best: Sequence[PageHit]) -> Likeness:
        titles = map(self._pages.analyse, other.titles.values())
        texts = [*titles, *self._read(other, best)]
        laws = {one.key for text in texts for one in find_citations(text.tokens) if one.kind is CitationKind.LAW}
        words = {word: text for word, text in about.words.items() if word.exact not in laws and not _is_law(word)}
        read = _Texts(texts)
        return Likeness(
            other,
            [*_same(words.items(), read), *_rendered(about, read)],
            [text for word, text in about.words.items() if word.exact in laws],
        )

    def _read(self, document: Document, best: Sequence[PageHit]) -> Iterator[AnalysedText]:
        for hit in best:
            here = document.position(PageKey(hit.version_id, hit.number)) is not None
            page = self._archive.page(hit.version_id, hit.number) if here else None
            if page:
                yield self._pages.page(PageKey(hit.version_id, hit.number), page.text)


def _is_law(word: AnyForm) -> bool:
    return word.exact.startswith("@")


class _Texts:
    """Some texts, asked at once whether they hold a word, and for a phrase only where they hold all of its words."""

    def __init__(self, texts: Sequence[AnalysedText]) -> None:
        tokens = [token for text in texts for token in text.tokens]
        self._texts = texts
        self._exacts = {token.exact for token in tokens}
        self._stems = {stem for token in tokens for stem in token.stems}
        self._lemmas = {lemma for token in tokens for lemma in token.held}
        self._run = {token.stem for token in tokens}

    def hold(self, node: AnyForm | StemPhrase) -> bool:
        """Whether one of the texts holds it, as a highlight would show it."""
        if isinstance(node, StemPhrase):
            return self._run.issuperset(node.stems) and self._show(node)
        return node.exact in self._exacts or node.stem in self._stems or not self._lemmas.isdisjoint(node.lemmas)

    def _show(self, node: StemPhrase) -> bool:
        terms = evidence_terms((node,))
        return any(text.spans(terms) for text in self._texts)


def _same(words: Iterable[tuple[AnyForm, str]], texts: _Texts) -> Iterator[SharedTerm]:
    return (SharedTerm(text=text) for word, text in words if texts.hold(word))


def _rendered(about: Topic, texts: _Texts) -> Iterator[SharedTerm]:
    """The terms that stand in another language in the texts."""
    for one in about.terms:
        other = next((other.text for other in one.foreign if texts.hold(other.node)), None)
        if other:
            yield SharedTerm(text=one.term, other=other)
