"""`/documents/…`: whatever is downloaded of a document. What is not published is 404 on every route."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from domain.translation import messages
from search_api.downloads import MadeFile, answer_file, answer_made
from search_api.parameters import DocumentId, FileId, takes_language
from search_api.problems import found_or_404, request_language
from search_api.searchable_pdfs import MEDIA_TYPE as PDF_TYPE
from search_api.searchable_pdfs import file_name
from search_api.service import SearchService

_DOCUMENT = "/documents/{document_id}"
_FILE = f"{_DOCUMENT}/files/{{file_id}}"

_BYTES = {"description": "The bytes as they were sent.", "content": {"application/octet-stream": {}}}
_PDF = {"description": "The PDF.", "content": {PDF_TYPE: {}}}

Inline = Annotated[bool, Query(description="Show in the browser: only PDF and raster images.")]


class FileRoutes:
    """Routes that send files, whole or in part (`Range`), as attachments that can run nothing."""

    def __init__(self, service: SearchService) -> None:
        self._service = service

    def router(self) -> APIRouter:
        """The routes, without a prefix."""
        router = APIRouter(tags=["documents"], dependencies=[Depends(takes_language)])
        for path, endpoint, summary, sent in (
            (f"{_DOCUMENT}/pages.pdf", self.pages, "A PDF of the pages, where they were arranged by hand", _PDF),
            (f"{_DOCUMENT}/searchable.pdf", self.searchable_pages, "The same with the text of the pages", _PDF),
            (f"{_FILE}/original", self.original, "The original file", _BYTES),
            (f"{_FILE}/searchable.pdf", self.searchable, "The file as a searchable PDF", _PDF),
        ):
            router.add_api_route(path, endpoint, summary=summary, response_class=Response, responses={200: sent, 206: sent})
        return router

    def pages(self, request: Request, document_id: DocumentId, inline: Inline = False) -> Response:
        """Exactly the document's pages in their order."""
        key = found_or_404(self._service.part(document_id))
        made = MadeFile(f"{document_id}.pdf", PDF_TYPE, key.name, "page_image_unavailable")
        return answer_made(request, made, lambda: self._service.parts.open(key), inline)

    def searchable_pages(self, request: Request, document_id: DocumentId) -> Response:
        """Exactly the document's pages in their order, with the text of each, invisible, under what is seen. Made when
        first asked for.
        """
        key = found_or_404(self._service.searchable_part(document_id))
        name = file_name(document_id, _pattern(request))
        made = MadeFile(name, PDF_TYPE, key.name, "searchable_unavailable")
        return answer_made(request, made, lambda: self._service.searchable.open_arranged(key))

    def original(self, request: Request, document_id: DocumentId, file_id: FileId, inline: Inline = False) -> Response:
        """The original bytes."""
        original = found_or_404(self._service.original(document_id, file_id))
        return answer_file(request, original, lambda: self._service.blobs.open(original.sha256), inline)

    def searchable(self, request: Request, document_id: DocumentId, file_id: FileId) -> Response:
        """The file as a PDF with the text of its pages, invisible, under what is seen: to be searched and copied from. Made
        when first asked for; a long scan takes a while.
        """
        name, key = found_or_404(self._service.searchable_pdf(document_id, file_id))
        made = MadeFile(file_name(name, _pattern(request)), PDF_TYPE, key.name, "searchable_unavailable")
        return answer_made(request, made, lambda: self._service.searchable.open(key))


def _pattern(request: Request) -> str:
    """How searchable PDFs are called in the language of the request."""
    return messages(request_language(request))["file.searchable"]
