"""`/documents/…`: the record, its pages and its originals. What is not published is 404 on every one of them."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import PlainTextResponse, StreamingResponse

from domain.failures import RefusedFileError
from domain.translation import messages
from search_api.answers import DocumentResponse, EvidenceResponse, PageBoxesResponse
from search_api.asking import PageAddress, Question
from search_api.conditional import is_fresh, not_modified
from search_api.downloads import SANDBOX, answer_file
from search_api.originals import Original, size_of
from search_api.page_answers import PageTextResponse
from search_api.page_images import WIDTHS, ImageKey, image_type, nearest_width
from search_api.parameters import DocumentId, FileId, PageNumber, VersionId, page_address, question, takes_language
from search_api.part_files import PartKey
from search_api.problems import Problem, not_found, request_language
from search_api.related_answers import CitationsResponse, SimilarResponse
from search_api.search_routes import set_language
from search_api.searchable_pdfs import MEDIA_TYPE as SEARCHABLE_TYPE
from search_api.searchable_pdfs import file_name
from search_api.service import SearchService

Found = TypeVar("Found")
Asked = Annotated[Question, Depends(question)]

_PAGE = "/documents/{document_id}/pages/{version_id}/{number}"
_PAGES_PDF = "/documents/{document_id}/pages.pdf"
_ORIGINAL = "/documents/{document_id}/files/{file_id}/original"
_SEARCHABLE = "/documents/{document_id}/files/{file_id}/searchable.pdf"

_IMAGE = {"description": "The page as a JPEG or PNG.", "content": {"image/jpeg": {}, "image/png": {}}}
_BYTES = {"description": "The bytes as they were sent.", "content": {"application/octet-stream": {}}}

_PDF = {"description": "The PDF.", "content": {SEARCHABLE_TYPE: {}}}
_RAW = {"description": "The raw text.", "content": {"text/plain": {"example": "ãÌáÓ ÌãÇÚÉ"}}}

_FOR_EVER = "public, max-age=31536000, immutable"


class DocumentRoutes:
    """Routes that show published documents."""

    def __init__(self, service: SearchService) -> None:
        self._service = service

    def router(self) -> APIRouter:
        """The routes, without a prefix."""
        router = APIRouter(tags=["documents"], dependencies=[Depends(takes_language)])
        add = router.add_api_route
        add("/documents/{document_id}", self.document, summary="A document's record and files")
        add("/documents/{document_id}/evidence", self.evidence, summary="Its pages that answer a query")
        add(
            "/documents/{document_id}/citations",
            self.citations,
            summary="What it cites, and what cites it",
        )
        add("/documents/{document_id}/similar", self.similar, summary="Documents like it, and why")
        add(_PAGE, self.text, summary="A page's text")
        add(f"{_PAGE}/boxes", self.boxes, summary="Where the words of a query stand on a page's image")
        add(f"{_PAGE}/image", self.image, summary="A page as an image", response_class=Response, responses={200: _IMAGE})
        add(
            _PAGES_PDF,
            self.pages_pdf,
            summary="A PDF of the pages, where they were arranged by hand",
            response_class=Response,
            responses={200: _PDF},
        )
        add(
            _ORIGINAL,
            self.original,
            summary="The original file",
            response_class=Response,
            responses={200: _BYTES, 206: _BYTES},
        )
        add(
            _SEARCHABLE,
            self.searchable,
            summary="The file as a searchable PDF",
            response_class=Response,
            responses={200: _PDF, 206: _PDF},
        )
        add(
            f"{_PAGE}/raw",
            self.raw,
            summary="A page's text as its file gives it",
            response_class=PlainTextResponse,
            responses={200: _RAW},
        )
        return router

    def document(self, request: Request, response: Response, document_id: DocumentId, asked: Asked) -> DocumentResponse:
        """The record, with the words of `q` highlighted in the title."""
        language = request_language(request)
        set_language(response, language)
        return _found(self._service.document(document_id, language, asked))

    def evidence(
        self,
        document_id: DocumentId,
        asked: Asked,
        size: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> EvidenceResponse:
        """The pages with most evidence for `q`, best first."""
        return _found(self._service.evidence(document_id, asked, size))

    def citations(self, request: Request, response: Response, document_id: DocumentId) -> CitationsResponse:
        """By number: laws, dahirs and decrees anywhere, decisions in the document's own council. What the archive has is
        linked; everything else comes with a search for it.
        """
        language = request_language(request)
        set_language(response, language)
        return _found(self._service.citations(document_id, language))

    def similar(self, request: Request, response: Response, document_id: DocumentId) -> SimilarResponse:
        """Published documents that share its distinctive words and laws, be it in the other language."""
        language = request_language(request)
        set_language(response, language)
        return _found(self._service.similar(document_id, language))

    def text(
        self,
        document_id: DocumentId,
        version_id: VersionId,
        number: PageNumber,
        asked: Asked,
    ) -> PageTextResponse:
        """The text, how it was obtained, and the words of `q` in it."""
        return _found(self._service.page_text(PageAddress(document_id, version_id, number), asked))

    def boxes(
        self,
        document_id: DocumentId,
        version_id: VersionId,
        number: PageNumber,
        asked: Asked,
    ) -> PageBoxesResponse:
        """The words of `q` as rectangles on the page's image."""
        return _found(self._service.page_boxes(PageAddress(document_id, version_id, number), asked))

    def image(
        self,
        request: Request,
        address: Annotated[PageAddress, Depends(page_address)],
        width: Annotated[int, Query(ge=1, le=WIDTHS[-1], description="Pixels; rounded up to a width kept.")] = 1200,
        turn: Annotated[int, Query(ge=0, lt=360, description="The page's turn as the boxes tell it.")] = 0,
    ) -> Response:
        """The page drawn at about `width` pixels, turned as people set it. The same for ever when `turn` is that: its
        address then names all it depends on.
        """
        version = _found(self._service.drawable(address))
        key = ImageKey(version.readable.sha256, address.number, nearest_width(width), self._service.turn(address))
        headers = {"ETag": key.etag, "Cache-Control": _FOR_EVER if turn == key.turn else "no-cache"}
        if is_fresh(request, key.etag):
            return not_modified(headers)
        try:
            data = self._service.images.get(version, key)
        except RefusedFileError as error:
            raise Problem(404, "page_image_unavailable") from error
        return Response(data, headers=headers, media_type=image_type(data))

    def pages_pdf(
        self,
        request: Request,
        document_id: DocumentId,
        inline: Annotated[bool, Query(description="Show in the browser.")] = False,
    ) -> Response:
        """A PDF of exactly the document's pages in their order. Leaves as an attachment that can run nothing."""
        key = _found(self._service.part(document_id))
        headers = _pages_headers(document_id, key, inline)
        if is_fresh(request, key.etag):
            return not_modified(headers)
        try:
            data = self._service.parts.get(key)
        except RefusedFileError as error:
            raise Problem(404, "page_image_unavailable") from error
        return Response(data, headers=headers, media_type="application/pdf")

    def original(
        self,
        request: Request,
        document_id: DocumentId,
        file_id: FileId,
        inline: Annotated[bool, Query(description="Show in the browser: only PDF and raster images.")] = False,
    ) -> Response:
        """The original bytes, whole or in part (`Range`). Leaves as an attachment that can run nothing."""
        original = _found(self._service.original(document_id, file_id))
        return answer_file(request, original, lambda: self._service.blobs.open(original.sha256), inline)

    def searchable(self, request: Request, document_id: DocumentId, file_id: FileId) -> Response:
        """The file as a PDF with the text of its pages, invisible, under what is seen: to be searched and copied from. Made
        when first asked for; a long scan takes a while. Whole or in part (`Range`).
        """
        name, key = _found(self._service.searchable_pdf(document_id, file_id))
        pattern = messages(request_language(request))["file.searchable"]
        with ExitStack() as stack:
            try:
                made = stack.enter_context(self._service.searchable.open(key))
            except RefusedFileError as error:
                raise Problem(404, "searchable_unavailable") from error
            file = Original(file_name(name, pattern), SEARCHABLE_TYPE, size_of(made), key.name)
            response = answer_file(request, file, lambda: made)
            if isinstance(response, StreamingResponse):
                stack.pop_all()  # closed behind the last byte
        return response

    def raw(self, document_id: DocumentId, version_id: VersionId, number: PageNumber) -> Response:
        """The text as the file itself gives it, as plain text, where it was put right or replaced by OCR. It may be
        nonsense, and no search finds it.
        """
        text = _found(self._service.raw_text(PageAddress(document_id, version_id, number)))
        headers = {"Content-Security-Policy": SANDBOX, "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
        return PlainTextResponse(text.encode("utf-8", "replace"), headers=headers)


def _found(answer: Found | None) -> Found:
    if answer is None:
        raise not_found()
    return answer


def _pages_headers(document_id: str, key: PartKey, inline: bool) -> dict[str, str]:
    named = Original(f"{document_id}.pdf", SEARCHABLE_TYPE, 0, key.name)
    return {
        "ETag": key.etag,
        "Content-Disposition": named.disposition(inline),
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }
