"""A document's relations to others as answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzers.highlight import QueryTerms
from domain.documents import Document
from search_api.answers import HighlightedText
from search_api.citations import Cited, citing_query, query_for
from search_api.labels import Labels
from search_api.records import date_answer, document_url
from search_api.related_answers import CitationAnswer, CitationsResponse, LinkedDocument, SimilarDocument, SimilarResponse
from search_api.similar import Likeness

Title = Callable[[Document, QueryTerms, str], HighlightedText]


class RelationWriter:
    """Writes relations in the language of `labels`; `title` gives a document's title."""

    def __init__(self, labels: Labels, title: Title) -> None:
        self._labels = labels
        self._title = title

    def citations(self, document: Document, cites: Sequence[Cited], cited_by: Sequence[Document]) -> CitationsResponse:
        """What the document cites, and what cites it."""
        return CitationsResponse(
            document_id=document.id,
            cites=[self._citation(one) for one in cites],
            cited_by=[self.link(one) for one in cited_by],
            citing_query=citing_query(document),
        )

    def similar(self, document: Document, found: Sequence[Likeness]) -> SimilarResponse:
        """Documents like it, and why."""
        similar = [
            SimilarDocument(document=self.link(one.document), terms=list(one.terms), laws=list(one.laws)) for one in found
        ]
        return SimilarResponse(document_id=document.id, similar=similar)

    def link(self, document: Document) -> LinkedDocument:
        """A document, named."""
        return LinkedDocument(
            id=document.id,
            type=document.type,
            type_label=self._labels.type(document.type),
            title=self._title(document, QueryTerms(), self._labels.language),
            body=self._labels.body(document.body_id),
            number=document.number,
            date=date_answer(document.decided_on),
            url=document_url(document.id),
        )

    def _citation(self, cited: Cited) -> CitationAnswer:
        said = cited.mentioned
        return CitationAnswer(
            text=said.text,
            language=said.language,
            kind=said.citation.kind,
            number=said.citation.number,
            documents=[self.link(one) for one in cited.documents],
            query=query_for(said.citation.kind, said.citation.number),
        )
