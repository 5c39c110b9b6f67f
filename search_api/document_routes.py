"""`/documents/…`: the record, its pages, its relations. What is not published is 404 on every one of them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import PlainTextResponse

from domain.failures import RefusedFileError
from search_api.answers import DocumentResponse, EvidenceResponse, PageBoxesResponse
from search_api.asking import PageAddress, Question
from search_api.conditional import is_fresh, not_modified
from search_api.description_answers import DescriptionResponse
from search_api.downloads import SANDBOX
from search_api.page_answers import PageTextResponse
from search_api.page_images import WIDTHS, ImageKey, image_type, nearest_width
from search_api.parameters import DocumentId, PageNumber, VersionId, page_address, question, takes_language
from search_api.problems import Problem, found_or_404, gone, request_language
from search_api.related_answers import CitationsResponse, SimilarResponse
from search_api.search_routes import set_language
from search_api.service import SearchService

Asked = Annotated[Question, Depends(question)]

_PAGE = "/documents/{document_id}/pages/{version_id}/{number}"

_IMAGE = {"description": "The page as a JPEG or PNG.", "content": {"image/jpeg": {}, "image/png": {}}}

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
        add(
            "/documents/{document_id}/description",
            self.description,
            summary="What its words tell of it, and where",
        )
        add("/documents/{document_id}/similar", self.similar, summary="Documents like it, and why")
        add(_PAGE, self.text, summary="A page's text")
        add(f"{_PAGE}/boxes", self.boxes, summary="Where the words of a query stand on a page's image")
        add(f"{_PAGE}/image", self.image, summary="A page as an image", response_class=Response, responses={200: _IMAGE})
        add(
            f"{_PAGE}/raw",
            self.raw,
            summary="A page's text as its file gives it",
            response_class=PlainTextResponse,
            responses={200: _RAW},
        )
        return router

    def document(self, request: Request, response: Response, document_id: DocumentId, asked: Asked) -> DocumentResponse:
        """The record, with the words of `q` highlighted in the title. 410 with the reason for what was withdrawn."""
        language = request_language(request)
        set_language(response, language)
        found = self._service.document(document_id, language, asked)
        if found is None and (left := self._service.tombstone(document_id)):
            raise gone(left.at, left.reason)
        return found_or_404(found)

    def evidence(
        self,
        document_id: DocumentId,
        asked: Asked,
        size: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> EvidenceResponse:
        """The pages with most evidence for `q`, best first."""
        return found_or_404(self._service.evidence(document_id, asked, size))

    def citations(self, request: Request, response: Response, document_id: DocumentId) -> CitationsResponse:
        """By number: laws, dahirs and decrees anywhere, decisions in the document's own council. What the archive has is
        linked; everything else comes with a search for it.
        """
        language = request_language(request)
        set_language(response, language)
        return found_or_404(self._service.citations(document_id, language))

    def description(self, request: Request, response: Response, document_id: DocumentId) -> DescriptionResponse:
        """Date, session, amounts, votes … as a program found them in the text or a person said, each with its place."""
        language = request_language(request)
        set_language(response, language)
        return found_or_404(self._service.description(document_id, language))

    def similar(self, request: Request, response: Response, document_id: DocumentId) -> SimilarResponse:
        """Published documents that share its distinctive words and laws, be it in the other language."""
        language = request_language(request)
        set_language(response, language)
        return found_or_404(self._service.similar(document_id, language))

    def text(
        self,
        document_id: DocumentId,
        version_id: VersionId,
        number: PageNumber,
        asked: Asked,
    ) -> PageTextResponse:
        """The text, how it was obtained, and the words of `q` in it."""
        return found_or_404(self._service.page_text(PageAddress(document_id, version_id, number), asked))

    def boxes(
        self,
        document_id: DocumentId,
        version_id: VersionId,
        number: PageNumber,
        asked: Asked,
    ) -> PageBoxesResponse:
        """The words of `q` as rectangles on the page's image."""
        return found_or_404(self._service.page_boxes(PageAddress(document_id, version_id, number), asked))

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
        version = found_or_404(self._service.drawable(address))
        key = ImageKey(version.readable.sha256, address.number, nearest_width(width), self._service.turn(address))
        headers = {"ETag": key.etag, "Cache-Control": _FOR_EVER if turn == key.turn else "no-cache"}
        if is_fresh(request, key.etag):
            return not_modified(headers)
        try:
            data = self._service.images.get(version, key)
        except RefusedFileError as error:
            raise Problem(404, "page_image_unavailable") from error
        return Response(data, headers=headers, media_type=image_type(data))

    def raw(self, document_id: DocumentId, version_id: VersionId, number: PageNumber) -> Response:
        """The text as the file itself gives it, as plain text, where it was put right or replaced by OCR. It may be
        nonsense, and no search finds it.
        """
        text = found_or_404(self._service.raw_text(PageAddress(document_id, version_id, number)))
        headers = {"Content-Security-Policy": SANDBOX, "X-Content-Type-Options": "nosniff", "X-Robots-Tag": "noindex"}
        return PlainTextResponse(text.encode("utf-8", "replace"), headers=headers)
