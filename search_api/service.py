"""What the public can ask: searches, documents, pages, originals. What is not published is not there."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from analyzers.highlight import QueryTerms
from analyzers.pipeline import Analyzer
from archive.blob_store import BlobStore
from archive.store import Archive
from domain.documents import Document, Page, PageKey, Version
from domain.publication import Tombstone
from domain.searching import Contribution, Hit, PageHit, SearchAnswer, Sort, Window
from domain.translation import LANGUAGES
from index.engine import IndexReader
from index.plan import Either, Every, Excluded, Plan
from index.planning import query_terms
from index.spelling.correcting import Corrector
from index.typed import MAX_QUERY
from search_api.analysis import AnalysedPages, AnalysedText
from search_api.answers import (
    DocumentResponse,
    EvidenceResponse,
    HealthResponse,
    PageBoxesResponse,
    Span,
)
from search_api.asking import ANYTHING, PageAddress, Question, SearchRequest
from search_api.citations import Citations
from search_api.councils import KnownCouncils
from search_api.description_answers import DescriptionResponse
from search_api.descriptions import DescriptionWriter
from search_api.facets import label_facets
from search_api.labels import Labels
from search_api.originals import Original
from search_api.page_answers import PageTextResponse, boxes_of, page_text_response
from search_api.part_files import PartKey, PartPage
from search_api.pending import find_pending
from search_api.records import document_response, download_name, file_of, has_page_images, is_public, with_searchable_pages
from search_api.related import RelationWriter
from search_api.related_answers import CitationsResponse, SimilarResponse
from search_api.results import CheckedAnswer, HitWriter, check, page_references
from search_api.search_answers import DidYouMean, SearchHit, SearchResponse, SuggestResponse
from search_api.searchable_pdfs import ArrangedKey, DerivedFiles, SearchableKey
from search_api.similar import Likenesses
from search_api.suggesting import Suggester
from search_api.translations import Translations

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MAX_NUMBER = 2**31
_BEST_PAGES = 3

LATEST = 1_000
"""Matches among which a feed looks for those published last."""

MOST_LOOKED_AT = 10_000
"""Matches among which documents are looked for that are known already."""

MOST_COUNTED = 5_000
"""Matches of which it is counted when they were published."""


class SearchService:
    """Answers from the public index and the archive. Safe to use from several threads.

    `reader` must be that of the public space. Every method answers None for what is not there or not public.
    """

    def __init__(
        self,
        archive: Archive,
        reader: IndexReader,
        analyzer: Analyzer,
        blobs: BlobStore,
        derived: DerivedFiles,
    ) -> None:
        self.archive = archive
        self.blobs = blobs
        self.images = derived.images
        self.searchable = derived.searchable
        self.parts = derived.parts
        self._reader = reader
        self._pages = AnalysedPages(analyzer)
        self._hits = HitWriter(archive, self._pages)
        self._citations = Citations(archive, reader, self._pages)
        self._likenesses = Likenesses(archive, reader, analyzer, self._pages)
        self._suggester = Suggester(archive, reader, analyzer)
        self._corrector = Corrector(reader, analyzer)
        self._councils = KnownCouncils(archive, analyzer)

    def search(self, request: SearchRequest) -> SearchResponse:
        """One page of results. Raises ValueError for a filter that is no facet field."""
        labels = self._labels(request.language)
        planned = self._asked(request)
        checked = check(self._answer(request, planned), request.window.size, self.archive)
        hints = _hints(request.query, planned)
        return SearchResponse(
            query=request.query,
            hints=hints,
            hint_texts=[labels.hint(code) for code in hints],
            total=checked.total,
            translated_total=checked.translated_total,
            translations=Translations(planned.equivalents).all(),
            did_you_mean=[] if _knows_all(planned, checked) else self._corrections(request.query),
            partial_total=checked.partial_total,
            hits=self._write(checked.hits, planned, labels),
            facets=label_facets(checked.facets, request.filters, labels) if request.facets else {},
            sort=request.sort,
            size=request.window.size,
            offset=request.window.offset,
            next_offset=checked.next_offset(request),
            next_after=checked.next_after(request),
        )

    def explain(self, query: str, document_ids: Sequence[str]) -> list[tuple[Contribution, ...]]:
        """For each document what makes its score, most first: for staff and developers, never on a public route."""
        planned = self._plan(Question(query))
        return [self._reader.explain(planned, document_id) for document_id in document_ids]

    def latest(self, request: SearchRequest) -> list[SearchHit]:
        """The full matches published last, newest publication first, at most as many as the window holds.

        They are chosen among the LATEST full matches of the most recent dates.
        """
        planned = self._asked(request)
        wanted = replace(request, sort=Sort.NEWEST, window=Window(LATEST), facets=False)
        checked = check(self._answer(wanted, planned), LATEST, self.archive)
        newest = sorted(checked.hits, key=lambda pair: _published(pair[1]), reverse=True)
        return self._write(newest[: request.window.size], planned, self._labels(request.language))

    def matching(self, request: SearchRequest, document_ids: Collection[str]) -> frozenset[str]:
        """Those of the documents that are full matches: looked for among the MOST_LOOKED_AT matches of most recent dates."""
        planned, found, after = self._asked(request), frozenset[str](), None
        for _ in range(MOST_LOOKED_AT // LATEST if document_ids else 0):
            window = Window(LATEST, after=after)
            hits = self._reader.search(planned, request.filters, Sort.NEWEST, window, facets=False).hits
            found |= {hit.document_id for hit in hits if hit.full and hit.document_id in document_ids}
            if len(found) == len(document_ids) or len(hits) < LATEST:
                break
            after = hits[-1].sort_key
        return found

    def shown(self, request: SearchRequest, document_ids: Sequence[str]) -> list[SearchHit]:
        """Those of the documents that are public, as hits of the search, whether they answer it or not."""
        planned = self._asked(request)
        public = [found for found in self.archive.documents(document_ids).values() if is_public(found)]
        hits = [(Hit(found.id, 0.0, full=True, sort_key=found.row), found) for found in public]
        return self._write(hits, planned, self._labels(request.language))

    def published_since(self, request: SearchRequest, moments: Sequence[datetime]) -> tuple[list[int], bool]:
        """How many of the full matches were published since each of the moments, and whether all matches were looked at:
        of more than MOST_COUNTED only those of the most recent dates are.
        """
        planned = self._asked(request)
        window = Window(MOST_COUNTED)
        answer = self._reader.search(planned, request.filters, Sort.NEWEST, window, facets=False)
        ids = [hit.document_id for hit in answer.hits if hit.full]
        return [self.archive.published_since(ids, moment) for moment in moments], answer.total <= len(ids)

    def suggest(self, prefix: str, size: int = 8) -> SuggestResponse:
        """Numbers, bodies, phrases and titles with a word that begins as the last word of `prefix`, and all the words
        before it.
        """
        asked = prefix[:MAX_QUERY]
        found = self._suggester.suggest(asked, size, self._councils.now().bodies)
        return SuggestResponse(
            prefix=asked,
            suggestions=[suggestion.text for suggestion in found],
            kinds=[suggestion.kind for suggestion in found],
        )

    def record(self, document_id: str) -> Document | None:
        """The record of a published document."""
        found = self.archive.document(document_id) if _ID.fullmatch(document_id) else None
        return found if is_public(found) else None

    def tombstone(self, document_id: str) -> Tombstone | None:
        """When and why a document that was public was withdrawn."""
        return self.archive.publishing.tombstone(document_id) if _ID.fullmatch(document_id) else None

    def document(
        self, document_id: str, language: str = LANGUAGES[0], question: Question = ANYTHING
    ) -> DocumentResponse | None:
        """Everything said of the document, what is looked for highlighted in its title."""
        found = self.record(document_id)
        if found is None:
            return None
        title = self._hits.title(found, self._terms(question), language)
        searchable = {file.id for file in found.files if self.searchable.key(file)}
        response = document_response(found, title, self._labels(language), searchable)
        return with_searchable_pages(response) if self._searchable_part(found) else response

    def evidence(self, document_id: str, question: Question, size: int = 50) -> EvidenceResponse | None:
        """The pages of the document with most evidence, best first."""
        found = self.record(document_id)
        if found is None:
            return None
        best = self._locate(self._plan(question), [document_id], size)[document_id]
        return EvidenceResponse(document_id=document_id, query=question.query, pages=page_references(found, best))

    def citations(self, document_id: str, language: str = LANGUAGES[0]) -> CitationsResponse | None:
        """The laws and decisions that the document cites, and the documents that cite it."""
        found = self.record(document_id)
        if found is None:
            return None
        return self._relations(language).citations(found, self._citations.cites(found), self._citations.citing(found))

    def description(self, document_id: str, language: str = LANGUAGES[0]) -> DescriptionResponse | None:
        """What the words of the document tell of it, or people said, and where it stands."""
        found = self.record(document_id)
        if found is None:
            return None
        return DescriptionWriter(self._labels(language)).write(found, self.archive.descriptions.of(found.id))

    def similar(self, document_id: str, language: str = LANGUAGES[0]) -> SimilarResponse | None:
        """Documents like it, and what they share with it."""
        found = self.record(document_id)
        return None if found is None else self._relations(language).similar(found, self._likenesses.of(found))

    def page_text(self, address: PageAddress, question: Question = ANYTHING) -> PageTextResponse | None:
        """The page's text with what is looked for."""
        page = self._page(address)
        if page is None:
            return None
        language = self._analysed(address, page).language()
        return page_text_response(address, page, language, self._spans(address, page, question))

    def raw_text(self, address: PageAddress) -> str | None:
        """The page's text as its file gives it, where that is not the text that is shown and searched."""
        page = self._page(address)
        return None if page is None else page.raw_text

    def page_boxes(self, address: PageAddress, question: Question) -> PageBoxesResponse | None:
        """Where what is looked for stands on the page's image."""
        page = self._page(address)
        if page is None:
            return None
        return PageBoxesResponse(
            document_id=address.document_id,
            version_id=address.version_id,
            number=page.number,
            width=page.width,
            height=page.height,
            turn=self.turn(address),
            boxes=boxes_of(page, self._spans(address, page, question)),
        )

    def drawable(self, address: PageAddress) -> Version | None:
        """The version whose page can be drawn, to be given to `images`."""
        version = self._version(address)
        if version is None or not has_page_images(version.readable.media_type):
            return None
        return version if address.number <= max(version.page_count, 1) else None

    def turn(self, address: PageAddress) -> int:
        """By how many degrees clockwise people turned the page."""
        return self.archive.arrangements.turns(address.version_id).get(address.number, 0)

    def part(self, document_id: str) -> PartKey | None:
        """The PDF of the pages of a document in which they were arranged, to be given to `parts`."""
        found = self.record(document_id)
        return self._part(found) if found and found.arrangement else None

    def original(self, document_id: str, file_id: str) -> Original | None:
        """The current bytes of the document's file."""
        found = self.record(document_id)
        file = file_of(found, file_id) if found else None
        if file is None or not file.versions:
            return None
        version = file.current
        return Original(download_name(file), version.media_type, version.size, version.sha256)

    def searchable_pdf(self, document_id: str, file_id: str) -> tuple[str, SearchableKey] | None:
        """The name of the document's file, and what is to be asked of `searchable`."""
        found = self.record(document_id)
        file = file_of(found, file_id) if found else None
        key = self.searchable.key(file) if file else None
        return (file.plain_name, key) if file and key else None

    def searchable_part(self, document_id: str) -> ArrangedKey | None:
        """The same with the text of its pages, to be asked of `searchable`; None where they have it themselves."""
        found = self.record(document_id)
        return self._searchable_part(found) if found else None

    def health(self) -> HealthResponse:
        """Whether index and archive answer. Raises what they raise when one does not."""
        self._reader.search(Plan(Every(())), {}, Sort.NEWEST, Window(size=1), facets=False)
        held, last = self.index_change(), self.archive.last_change()
        return HealthResponse(
            status="ok",
            published=self.archive.counts().published,
            index_change=held,
            archive_change=last,
            behind=max(0, last - held),
        )

    def index_change(self) -> int:
        """The number of the last of the archive's changes that the index holds."""
        return self._reader.committed_change()

    def _spans(self, address: PageAddress, page: Page, question: Question) -> list[Span]:
        """Where what is looked for stands in the page's text."""
        if question.span is not None:
            start, end = (min(place, len(page.text)) for place in question.span)
            return [(start, end)] if start < end else []
        if not question.query:
            return []
        return self._analysed(address, page).spans(self._terms(question))

    def _part(self, found: Document) -> PartKey:
        versions = {key.version_id: found.version(key.version_id) for key in found.arrangement}
        turns = {one: self.archive.arrangements.turns(one) for one in versions}
        return PartKey(
            tuple(
                PartPage(version.readable, key.number, turns[version.id].get(key.number, 0))
                for key in found.arrangement
                if (version := versions[key.version_id]) is not None
            )
        )

    def _searchable_part(self, found: Document) -> ArrangedKey | None:
        return self.searchable.arranged_key(self._part(found), found.arrangement) if found.arrangement else None

    def _corrections(self, query: str) -> list[DidYouMean]:
        """Nothing while the index holds words that are no longer public."""
        found = self._corrector.corrections(query[:MAX_QUERY])
        if not found or find_pending(self.archive, self._reader).hides:
            return []
        return [DidYouMean(query=one.query, kind=one.kind) for one in found]

    def _relations(self, language: str) -> RelationWriter:
        return RelationWriter(self._labels(language), self._hits.title)

    def _labels(self, language: str) -> Labels:
        return self._councils.now().labels(language)

    def _asked(self, request: SearchRequest) -> Plan:
        return self._councils.now().planner.plan(request.query, request.precision, request.translate)

    def _plan(self, question: Question) -> Plan:
        request = SearchRequest(question.query, precision=question.precision, translate=question.translate)
        return self._asked(request)

    def _terms(self, question: Question) -> QueryTerms:
        return query_terms(self._plan(question))

    def _answer(self, request: SearchRequest, planned: Plan) -> SearchAnswer:
        """What the engine finds, with one hit more than fits the window when there is more to come."""
        asked = request.window
        window = Window(asked.size + 1, asked.offset, asked.after)
        return self._reader.search(planned, request.filters, request.sort, window, request.facets)

    def _write(self, hits: Sequence[tuple[Hit, Document]], planned: Plan, labels: Labels) -> list[SearchHit]:
        unknown = [hit.document_id for hit, _ in hits if hit.pages is None]
        best = self._locate(planned, unknown, _BEST_PAGES) if unknown else {}
        best |= {hit.document_id: hit.pages[:_BEST_PAGES] for hit, _ in hits if hit.pages is not None}
        return self._hits.write([(hit, document, best[document.id]) for hit, document in hits], planned, labels)

    def _locate(self, planned: Plan, ids: Sequence[str], size: int) -> dict[str, Sequence[PageHit]]:
        found = self._reader.locate(planned, ids, size)
        return {key: found.get(key, ()) for key in ids}

    def _version(self, address: PageAddress) -> Version | None:
        """The version that the page is of, when it is one of the document's."""
        document = self.record(address.document_id)
        key = PageKey(address.version_id, address.number)
        if document is None or not 1 <= key.number < _MAX_NUMBER or document.position(key) is None:
            return None
        return document.version(key.version_id)

    def _analysed(self, address: PageAddress, page: Page) -> AnalysedText:
        return self._pages.page(PageKey(address.version_id, page.number), page.text)

    def _page(self, address: PageAddress) -> Page | None:
        version = self._version(address)
        return None if version is None else self.archive.page(version.id, address.number)


def _hints(query: str, planned: Plan) -> list[str]:
    """What to tell who typed the query; an empty one asks for everything, and nothing is wrong with that."""
    hints = [code for code in planned.hints if query.strip() or code != "no_words"]
    return hints if len(query) <= MAX_QUERY or "too_long" in hints else [*hints, "too_long"]


def _knows_all(planned: Plan, checked: CheckedAnswer) -> bool:
    """Whether every word surely stands in documents: some hold all of them."""
    spares = any(isinstance(item, Either | Every | Excluded) for item in planned.root.items)
    return checked.total > checked.translated_total and not spares


def _published(document: Document) -> tuple[datetime, int]:
    return document.published_at or document.entered_at, document.row
