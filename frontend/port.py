"""What the pages ask of the search service; `search_api.service.SearchService` is what answers."""

from __future__ import annotations

from typing import Protocol

from domain.publication import Tombstone
from search_api.answers import DocumentResponse, EvidenceResponse, PageBoxesResponse
from search_api.asking import PageAddress, Question, SearchRequest
from search_api.description_answers import DescriptionResponse
from search_api.page_answers import PageTextResponse
from search_api.related_answers import CitationsResponse, SimilarResponse
from search_api.search_answers import SearchResponse


class PublicArchive(Protocol):
    """Everything that is published, and nothing else: every method answers None for what is not."""

    def search(self, request: SearchRequest) -> SearchResponse:
        """One page of results."""
        ...

    def document(self, document_id: str, language: str = ..., question: Question = ...) -> DocumentResponse | None:
        """Everything said of a document, what is looked for highlighted in its title."""
        ...

    def tombstone(self, document_id: str) -> Tombstone | None:
        """When and why a document that was public was withdrawn."""
        ...

    def evidence(self, document_id: str, question: Question, size: int = ...) -> EvidenceResponse | None:
        """The pages of a document with most evidence, best first."""
        ...

    def page_text(self, address: PageAddress, question: Question = ...) -> PageTextResponse | None:
        """A page's text with what is looked for."""
        ...

    def page_boxes(self, address: PageAddress, question: Question) -> PageBoxesResponse | None:
        """Where what is looked for stands on a page's image, and the page's size."""
        ...

    def description(self, document_id: str, language: str = ...) -> DescriptionResponse | None:
        """What the words of a document tell of it, and where."""
        ...

    def citations(self, document_id: str, language: str = ...) -> CitationsResponse | None:
        """The laws and decisions that a document cites, and the documents that cite it."""
        ...

    def similar(self, document_id: str, language: str = ...) -> SimilarResponse | None:
        """Documents like it, and why."""
        ...
