"""A page as staff see it beside a form: its image with marked words, its text, the way to other pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from domain.accounts import Right
from domain.documents import PageKey
from domain.failures import RefusedFileError
from frontend.viewer import Picture, Rectangle, picture, rectangle
from search_api.conditional import is_fresh, not_modified
from search_api.page_images import WIDTHS, image_type
from search_api.problems import Problem
from search_api.rights import Door, Where, needs
from search_api.workbench import Leaf, Workbench

_IMAGE = "/staff/documents/{document_id}/pages/{version_id}/{number}/image"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page at `position` of `total`; `spans` of its text are marked, `boxes` are where they stand on the image."""

    position: int
    total: int
    text: str
    spans: tuple[tuple[int, int], ...]
    boxes: tuple[Rectangle, ...]
    image: Picture | None


def sheet(document_id: str, leaf: Leaf, spans: Sequence[tuple[int, int]] = ()) -> Sheet:
    """The page as it is shown."""
    image = picture(image_address(document_id, leaf.key), (leaf.page.width, leaf.page.height), leaf.turn)
    return Sheet(
        leaf.position,
        leaf.total,
        leaf.page.text,
        tuple(spans),
        tuple(rectangle(box) for box in leaf.boxes(spans)),
        image if leaf.drawn else None,
    )


def image_address(document_id: str, key: PageKey) -> str:
    """Where the image of a page is."""
    return _IMAGE.format(document_id=document_id, version_id=key.version_id, number=key.number)


class SheetImages:
    """The images of pages, for who may see drafts of the document's body."""

    def __init__(self, bench: Workbench) -> None:
        self._bench = bench

    def router(self) -> APIRouter:
        """Their address."""
        routes = APIRouter(include_in_schema=False, dependencies=[needs(Door.PAGE, Right.READ_DRAFTS, Where.DOCUMENT)])
        routes.add_api_route(_IMAGE, self.image, methods=["GET"], response_class=Response)
        return routes

    def image(
        self,
        request: Request,
        document_id: str,
        version_id: str,
        number: Annotated[int, Path(ge=1, lt=2**31)],
        width: Annotated[int, Query(ge=1, le=WIDTHS[-1])] = 800,
    ) -> Response:
        """The page as it lies now. Browsers keep it, and ask each time whether they may show it."""
        key, version = self._bench.image(self._bench.document(document_id), PageKey(version_id, number), width)
        headers = {"ETag": key.etag, "Cache-Control": "private, no-cache"}
        if is_fresh(request, key.etag):
            return not_modified(headers)
        try:
            data = self._bench.draw(key, version)
        except RefusedFileError as error:
            raise Problem(404, "page_image_unavailable") from error
        return Response(data, headers=headers, media_type=image_type(data))
