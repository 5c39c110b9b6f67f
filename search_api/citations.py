"""What a document cites by number, and what cites it: read from its pages when asked for, and looked up in the index.

Nothing is stored: the keys of numbers are in the index already, and every page that is shown as evidence is read again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

from analyzers.mentions.citations import Citation, CitationKind, citation_key, find_citations
from archive.store import Archive
from domain.documents import Document, PageKey
from domain.searching import Sort, Window
from index.engine import IndexReader
from index.numbers import number_orders
from index.plan import AnyForm, Either, Every, HasValue, Plan
from search_api.analysis import AnalysedPages, AnalysedText
from search_api.records import is_public

MOST_PAGES = 60
"""Pages of a document, from its beginning, that are read for citations."""

MOST_CITED = 30
MOST_CITING = 10

_LOOKED_AT = 40
"""Documents that mention a number of which is checked whether they cite it."""

_EVIDENCE = 3
"""Pages of each that are read for it."""

_LAW_TYPE = "law"


Key = tuple[CitationKind, str]


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A citation, as `text` on one line says it."""

    citation: Citation
    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Cited:
    """What a document cites, as it says so most briefly, and the documents of the archive that it is."""

    mentioned: Mentioned
    documents: Sequence[Document]


class Citations:
    """Finds citations among published documents. Safe to use from several threads."""

    def __init__(self, archive: Archive, reader: IndexReader, pages: AnalysedPages) -> None:
        self._archive = archive
        self._reader = reader
        self._pages = pages

    def cites(self, document: Document) -> list[Cited]:
        """What the first MOST_PAGES pages of the document cite, most often cited first, at most MOST_CITED; its own number
        is left out.
        """
        mentions: dict[Key, list[Mentioned]] = defaultdict(list)
        for text in self._texts(document):
            for citation in find_citations(text.tokens):
                mentions[citation.kind, citation.key].append(_mentioned(text, citation))
        own = {(kind, citation_key(kind, document.number or "")) for kind in _kinds(document)}
        often = sorted(mentions.keys() - own, key=lambda key: (-len(mentions[key]), key))[:MOST_CITED]
        usual = {key: min(mentions[key], key=lambda one: len(one.text)) for key in often}
        found = self._documents(document, [one.citation for one in usual.values()])
        return [Cited(one, found.get(key, ())) for key, one in usual.items()]

    def citing(self, document: Document) -> list[Document]:
        """The newest MOST_CITING documents that cite this one by its number: as a law any, as a decision those of its
        council.
        """
        found = {one.id: one for kind in _kinds(document) for one in self._citing_as(kind, document)}
        newest = sorted(found.values(), key=lambda one: one.decided_on.value if one.decided_on else date.min, reverse=True)
        return newest[:MOST_CITING]

    def _citing_as(self, kind: CitationKind, document: Document) -> Iterator[Document]:
        key = citation_key(kind, document.number or "")
        plan = Plan(Every((AnyForm(key, "", (key,)),)))
        documents = self._search(plan, _filters(kind, document))
        best = self._reader.locate(plan, list(documents), _EVIDENCE)
        for other in documents.values():
            pages = (PageKey(hit.version_id, hit.number) for hit in best.get(other.id, ()))
            if other.id != document.id and any(self._stands_on(page, (kind, key), other) for page in pages):
                yield other

    def _texts(self, document: Document) -> Iterator[AnalysedText]:
        for version_id, page in islice(self._archive.document_pages(document), MOST_PAGES):
            yield self._pages.page(PageKey(version_id, page.number), page.text)

    def _stands_on(self, place: PageKey, key: Key, document: Document) -> bool:
        """Whether a page, which must still be one of the document's, cites the number."""
        page = self._archive.page(place.version_id, place.number) if document.position(place) is not None else None
        if page is None:
            return False
        analysed = self._pages.page(place, page.text)
        return any((one.kind, one.key) == key for one in find_citations(analysed.tokens))

    def _documents(self, document: Document, citations: Sequence[Citation]) -> Mapping[Key, list[Document]]:
        """The documents of the archive that are cited, by kind and key."""
        found: dict[Key, list[Document]] = defaultdict(list)
        for kind in CitationKind:
            numbers = {order: None for one in citations if one.kind is kind for order in number_orders(one.number)}
            if numbers and (kind is CitationKind.LAW or document.body_id):
                plan = Plan(Every((Either(tuple(HasValue("number", number) for number in numbers)),)))
                filters = {"type": [_LAW_TYPE]} if kind is CitationKind.LAW else _filters(kind, document)
                for other in self._search(plan, filters).values():
                    if other.id != document.id:
                        found[kind, citation_key(kind, other.number or "")].append(other)
        return found

    def _search(self, plan: Plan, filters: Mapping[str, Sequence[str]]) -> dict[str, Document]:
        """The newest documents that answer and are public."""
        hits = self._reader.search(plan, filters, Sort.NEWEST, Window(_LOOKED_AT), facets=False).hits
        documents = self._archive.documents([hit.document_id for hit in hits])
        return {key: document for key, document in documents.items() if is_public(document)}


def citing_query(document: Document) -> str | None:
    """A search for all documents that mention the number of this one, None where it can't be cited."""
    kinds = _kinds(document)
    if not kinds:
        return None
    return query_for(kinds[0], document.number or "")


def query_for(kind: CitationKind, number: str) -> str:
    """A search for all documents that mention a number."""
    return f"law:{number}" if kind is CitationKind.LAW else number


def _kinds(document: Document) -> tuple[CitationKind, ...]:
    """As what other documents can cite the document: by a number of several parts, which for a decision is its council's.

    A mayor's قرار counts as a law in the archive and is cited as a decision.
    """
    if not any("-" in order for order in number_orders(document.number or "")):
        return ()
    laws = (CitationKind.LAW,) if document.type == _LAW_TYPE else ()
    return (*laws, CitationKind.DECISION) if document.body_id else laws


def _filters(kind: CitationKind, document: Document) -> dict[str, list[str]]:
    """Numbers of decisions are unique in their council alone."""
    return {} if kind is CitationKind.LAW else {"body": [document.body_id or ""]}


def _mentioned(text: AnalysedText, citation: Citation) -> Mentioned:
    start, end = text.tokens[citation.first].start, text.tokens[citation.last].end
    return Mentioned(citation, " ".join(text.text[start:end].split()), text.language(start, end))
