"""An engine's answer made fit to be shown: checked against the archive, with titles and snippets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from analyzers.highlight import QueryTerms
from archive.store import Archive
from domain.documents import Document, PageKey, Version
from domain.records import UNDETERMINED
from domain.searching import MAX_OFFSET, Hit, PageHit, SearchAnswer, Sort
from index.plan import Plan
from index.planning import query_terms
from search_api.analysis import AnalysedPages
from search_api.answers import HighlightedText, PageReference
from search_api.asking import SearchRequest
from search_api.labels import Labels
from search_api.records import arranged_versions, date_answer, document_url, has_page_images, is_public, page_count
from search_api.search_answers import SearchHit, Translation
from search_api.snippets import SnippetWriter, Texts
from search_api.translations import Translations, with_parts


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """The hits of a page of results that are public, each with its record, and the counts without the others.

    `last` is the last hit that the engine gave for this page, `more` whether it has further ones.
    """

    hits: tuple[tuple[Hit, Document], ...]
    total: int
    translated_total: int
    partial_total: int
    facets: Mapping[str, Mapping[str, int]]
    last: Hit | None
    more: bool

    def next_offset(self, request: SearchRequest) -> int | None:
        """Where the next page begins by relevance, None behind the last page and by date."""
        following = request.window.offset + request.window.size
        by_relevance = request.sort is Sort.RELEVANCE
        return following if by_relevance and self.more and following <= MAX_OFFSET else None

    def next_after(self, request: SearchRequest) -> int | None:
        """Where the next page begins by date, None behind the last page and by relevance."""
        by_date = request.sort is not Sort.RELEVANCE
        return self.last.sort_key if by_date and self.more and self.last else None


def check(answer: SearchAnswer, size: int, archive: Archive) -> CheckedAnswer:
    """Take out what is not public. `answer` holds one hit more than `size` when there is more to come."""
    found = answer.hits[:size]
    documents = archive.documents([hit.document_id for hit in answer.hits])
    kept = tuple((hit, documents[hit.document_id]) for hit in found if is_public(documents.get(hit.document_id)))
    shown = {hit.document_id for hit, _ in kept}
    dropped = [hit for hit in found if hit.document_id not in shown]
    full = [hit for hit in dropped if hit.full]
    return CheckedAnswer(
        hits=kept,
        total=max(0, answer.total - len(full)),
        translated_total=max(0, answer.translated_total - sum(hit.translated for hit in full)),
        partial_total=max(0, answer.partial_total - len(dropped) + len(full)),
        facets=_without(answer.facets, (documents.get(hit.document_id) for hit in full)),
        last=found[-1] if found else None,
        more=len(answer.hits) > size,
    )


def _without(facets: Mapping[str, Mapping[str, int]], dropped: Iterable[Document | None]) -> dict[str, dict[str, int]]:
    counts = {field: Counter(values) for field, values in facets.items()}
    for document in filter(None, dropped):
        for field, value in facet_values(document):
            if field in counts and counts[field][value]:
                counts[field][value] -= 1
    return {field: dict(values) for field, values in counts.items()}


def facet_values(document: Document) -> list[tuple[str, str]]:
    """What the record holds of the facet fields: each field with a value."""
    single = {"type": document.type, "body": document.body_id, "organization": document.organization_id}
    values = [(field, value) for field, value in single.items() if value]
    if document.decided_on is not None:
        values.append(("year", str(document.decided_on.value.year)))
    return values + [("language", language) for language in document.languages]


Found = tuple[Hit, Document, Sequence[PageHit]]
"""A hit, its record and its best pages."""


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for, in which language it is shown, and the texts to show it in."""

    planned: Plan
    terms: QueryTerms
    labels: Labels
    texts: Texts


class HitWriter:
    """Writes hits as answers."""

    def __init__(self, archive: Archive, pages: AnalysedPages) -> None:
        self._pages = pages
        self._snippets = SnippetWriter(archive, pages)

    def write(self, found: Sequence[Found], planned: Plan, labels: Labels) -> list[SearchHit]:
        """The hits with what their records and their best pages say."""
        references = [page_references(document, best) for _, document, best in found]
        texts = self._snippets.read(chain.from_iterable(references))
        wanted = _Wanted(planned, query_terms(planned), labels, texts)
        return [self._write(hit, document, own, wanted) for (hit, document, _), own in zip(found, references, strict=True)]

    def _write(self, hit: Hit, document: Document, references: list[PageReference], wanted: _Wanted) -> SearchHit:
        labels = wanted.labels
        versions = arranged_versions(document)
        return SearchHit(
            id=document.id,
            type=document.type,
            type_label=labels.type(document.type),
            title=self.title(document, wanted.terms, labels.language),
            body=labels.body(document.body_id),
            organization=labels.organization(document.organization_id),
            number=document.number,
            date=date_answer(document.decided_on),
            published_at=document.published_at,
            languages=list(document.languages),
            snippets=self._snippets.write(document, references, wanted.terms, wanted.texts),
            pages=references,
            full=hit.full,
            translated=hit.translated,
            translations=self._translations(hit, document, references, wanted),
            media_type=versions[0].media_type if versions else None,
            page_count=page_count(document),
            url=document_url(document.id),
        )

    def title(self, document: Document, terms: QueryTerms, language: str) -> HighlightedText:
        """The title in `language` or another, with the words that answer."""
        text, code = document.title(language)
        analysed = self._pages.title(text)
        known = analysed.language() if code == UNDETERMINED else code
        return HighlightedText(text=text, language=known, highlights=analysed.spans(terms))

    def _translations(
        self, hit: Hit, document: Document, references: Sequence[PageReference], wanted: _Wanted
    ) -> list[Translation]:
        """The renderings that the document holds in place of words."""
        planned = wanted.planned
        if not planned.equivalents or (hit.full and not hit.translated):
            return []
        titles = map(self._pages.title, document.titles.values())
        pages = filter(None, (self._snippets.analysed(one, wanted.texts) for one in references))
        if not hit.translated:
            return Translations(with_parts(planned.equivalents)).found(chain(titles, pages))
        terms = Translations(planned.equivalents)
        elsewhere = [one for one in terms.all() if one.language in document.languages]
        return terms.found(chain(titles, pages)) or elsewhere


def page_references(document: Document, best: Sequence[PageHit]) -> list[PageReference]:
    """The pages that are the document's: an index that lags behind may name others."""
    found = ((hit, *_placed(document, PageKey(hit.version_id, hit.number))) for hit in best)
    return [
        PageReference(
            version_id=version.id,
            number=hit.number,
            position=position if document.arrangement else None,
            image=has_page_images(version.readable.media_type),
        )
        for hit, version, position in found
        if version is not None and position is not None
    ]


def _placed(document: Document, key: PageKey) -> tuple[Version | None, int | None]:
    return document.version(key.version_id), document.position(key)
