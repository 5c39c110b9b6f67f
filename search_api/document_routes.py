"""`/documents/…`: the record, its pages and its originals. What is not published is 404 on every one of them."""

from __future__ import annotations

from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from starlette.responses import StreamingResponse

from domain.failures import RefusedFileError
from search_api.answers import DocumentResponse, EvidenceResponse, PageBoxesResponse, PageTextResponse
from search_api.asking import PageAddress
from search_api.conditional import is_fresh, not_modified
from search_api.originals import ByteRange, Original, UnsatisfiableRangeError, parse_range, read_range
from search_api.page_images import WIDTHS, ImageKey, image_type, nearest_width
from search_api.parameters import DocumentId, FileId, PageNumber, QueryText, VersionId, takes_language
from search_api.problems import Problem, not_found, request_language
from search_api.search_routes import set_language
from search_api.service import SearchService

Found = TypeVar("Found")

_PAGE = "/documents/{document_id}/pages/{version_id}/{number}"
_ORIGINAL = "/documents/{document_id}/files/{file_id}/original"

_IMAGE = {"description": "The page as a JPEG or PNG.", "content": {"image/jpeg": {}, "image/png": {}}}
_BYTES = {"description": "The bytes as they were sent.", "content": {"application/octet-stream": {}}}

_FOR_EVER = "public, max-age=31536000, immutable"
_SANDBOX = "sandbox; default-src 'none'"


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
        add(_PAGE, self.text, summary="A page's text")
        add(f"{_PAGE}/boxes", self.boxes, summary="Where the words of a query stand on a page's image")
        add(f"{_PAGE}/image", self.image, summary="A page as an image", response_class=Response, responses={200: _IMAGE})
        add(
            _ORIGINAL,
            self.original,
            summary="The original file",
            response_class=Response,
            responses={200: _BYTES, 206: _BYTES},
        )
        return router

    def document(self, request: Request, response: Response, document_id: DocumentId, q: QueryText = "") -> DocumentResponse:
        """The record, with the words of `q` highlighted in the title."""
        language = request_language(request)
        set_language(response, language)
        return _found(self._service.document(document_id, language, q))

    def evidence(
        self,
        document_id: DocumentId,
        q: QueryText = "",
        size: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> EvidenceResponse:
        """The pages with most evidence for `q`, best first."""
        return _found(self._service.evidence(document_id, q, size))

    def text(
        self,
        document_id: DocumentId,
        version_id: VersionId,
        number: PageNumber,
        q: QueryText = "",
    ) -> PageTextResponse:
        """The text, how it was obtained, and the words of `q` in it."""
        return _found(self._service.page_text(PageAddress(document_id, version_id, number), q))

    def boxes(
        self,
        document_id: DocumentId,
        version_id: VersionId,
        number: PageNumber,
        q: QueryText = "",
    ) -> PageBoxesResponse:
        """The words of `q` as rectangles on the page's image."""
        return _found(self._service.page_boxes(PageAddress(document_id, version_id, number), q))

    def image(
        self,
        request: Request,
        document_id: DocumentId,
        version_id: VersionId,
        number: PageNumber,
        width: Annotated[int, Query(ge=1, le=WIDTHS[-1], description="Pixels; rounded up to a width kept.")] = 1200,
    ) -> Response:
        """The page drawn at about `width` pixels. The same for ever: its address names the version."""
        version = _found(self._service.drawable(PageAddress(document_id, version_id, number)))
        key = ImageKey(version.readable.sha256, number, nearest_width(width))
        headers = {"ETag": key.etag, "Cache-Control": _FOR_EVER}
        if is_fresh(request, key.etag):
            return not_modified(headers)
        try:
            data = self._service.images.get(version, key)
        except RefusedFileError as error:
            raise Problem(404, "page_image_unavailable") from error
        return Response(data, headers=headers, media_type=image_type(data))

    def original(
        self,
        request: Request,
        document_id: DocumentId,
        file_id: FileId,
        inline: Annotated[bool, Query(description="Show in the browser: only PDF and raster images.")] = False,
    ) -> Response:
        """The original bytes, whole or in part (`Range`). Leaves as an attachment that can run nothing."""
        original = _found(self._service.original(document_id, file_id))
        headers = _original_headers(original, inline)
        if is_fresh(request, original.etag):
            return not_modified(headers)
        wanted = _wanted(request, original)
        if wanted is not None:
            headers["Content-Range"] = wanted.content_range(original.size)
        status = 200 if wanted is None else 206
        return self._bytes(request, original, wanted or ByteRange(0, original.size - 1), status, headers)

    def _bytes(
        self, request: Request, original: Original, wanted: ByteRange, status: int, headers: dict[str, str]
    ) -> Response:
        headers["Content-Length"] = str(wanted.length)
        if request.method == "HEAD":
            return Response(None, status, headers, original.media_type)
        pieces = read_range(self._service.blobs, original.sha256, wanted)
        return StreamingResponse(pieces, status, headers, original.media_type)


def _found(answer: Found | None) -> Found:
    if answer is None:
        raise not_found()
    return answer


def _original_headers(original: Original, inline: bool) -> dict[str, str]:
    return {
        "ETag": original.etag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": original.disposition(inline),
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }


def _wanted(request: Request, original: Original) -> ByteRange | None:
    """The range asked for, unless it is one of other bytes (If-Range)."""
    if request.headers.get("if-range", original.etag) != original.etag:
        return None
    try:
        return parse_range(request.headers.get("range"), original.size)
    except UnsatisfiableRangeError as error:
        headers = {"Content-Range": f"bytes */{original.size}"}
        raise Problem(416, "range_not_satisfiable", headers) from error
