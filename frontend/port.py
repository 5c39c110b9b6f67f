"""What the pages ask of the search service; `search_api.service.SearchService` is what answers."""

from __future__ import annotations

from typing import Protocol

from search_api.answers import DocumentResponse, EvidenceResponse, PageBoxesResponse
from search_api.asking import PageAddress, SearchRequest
from search_api.page_answers import PageTextResponse
from search_api.search_answers import SearchResponse


class PublicArchive(Protocol):
    """Everything that is published, and nothing else: every method answers None for what is not."""

    def search(self, request: SearchRequest) -> SearchResponse:
        """One page of results."""
        ...

    def document(self, document_id: str, language: str = ..., query: str = ...) -> DocumentResponse | None:
        """Everything said of a document, the words of `query` highlighted in its title."""
        ...

    def evidence(self, document_id: str, query: str, size: int = ...) -> EvidenceResponse | None:
        """The pages of a document with most evidence, best first."""
        ...

    def page_text(self, address: PageAddress, query: str = ...) -> PageTextResponse | None:
        """A page's text with the words of `query`."""
        ...

    def page_boxes(self, address: PageAddress, query: str) -> PageBoxesResponse | None:
        """Where the words of `query` stand on a page's image, and the page's size."""
        ...
