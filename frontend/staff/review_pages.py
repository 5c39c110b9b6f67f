"""Looking at what programs found of documents: a queue, and each document with its page beside its fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from domain.accounts import Right
from domain.description import Field, ReviewItem, SaidValue
from domain.documents import Document, DocumentStatus
from frontend.staff.desk import READ, Desk
from frontend.staff.review_drawing import Looked, ReviewDrawer, unsure_fields
from frontend.staff.review_fields import FIELDS, said
from frontend.staff.review_view import found_values
from search_api.forms import form_of
from search_api.guard import caller_of
from search_api.problems import not_found
from search_api.rights import Door, Where, needs
from search_api.workbench import Workbench

_QUEUE = "/staff/review"
_NEXT = f"{_QUEUE}/next"
_ONE = f"{_QUEUE}/{{document_id}}"
_AT_ONCE = 50
_LARGEST_ROW = 2**63 - 1

Row = Annotated[int, Query(ge=0, le=_LARGEST_ROW)]


class ReviewPages:
    """The pages at /staff/review."""

    def __init__(self, desk: Desk, bench: Workbench) -> None:
        self._desk = desk
        self._bench = bench
        self._descriptions = bench.archive.descriptions
        self._drawer = ReviewDrawer(desk, bench)

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        anywhere, there = needs(Door.PAGE, Right.EDIT), needs(Door.PAGE, Right.EDIT, Where.DOCUMENT)
        routes.add_api_route(_QUEUE, self.queue, methods=READ, dependencies=[anywhere])
        routes.add_api_route(_NEXT, self.go_on, methods=READ, dependencies=[anywhere])
        routes.add_api_route(_ONE, self.show, methods=READ, dependencies=[there])
        for act in (self.confirm, self.change, self.take_back):
            address = f"{_ONE}/{{field}}/{act.__name__.replace('_', '-')}"
            routes.add_api_route(address, act, methods=["POST"], dependencies=[there])
        return routes

    def queue(self, request: Request, after: Row = 0) -> Response:
        """The documents with unsure values, as they entered."""
        bodies = caller_of(request).bodies(Right.EDIT)
        found = self._descriptions.to_review(after, _AT_ONCE, bodies)
        documents = self._bench.archive.documents([one.document_id for one in found])
        context = {
            "items": [(one, documents[one.document_id]) for one in found if one.document_id in documents],
            "count": self._descriptions.count_to_review(bodies),
            "further": found[-1].row if len(found) == _AT_ONCE else None,
            "otherwise": self._read_otherwise(bodies),
            "name_of": self._desk.name_of(request),
        }
        return self._desk.page(request, "review", context)

    def go_on(self, request: Request, after: Row = 0, before: Row = 0) -> Response:
        """Lead on to the next document of the queue behind a row, or to the last one before it."""
        bodies = caller_of(request).bodies(Right.EDIT)
        if before:
            return self._lead(request, self._descriptions.to_review_before(before, bodies), "review_start")
        return self._lead(request, next(iter(self._descriptions.to_review(after, 1, bodies)), None), "review_end")

    def show(
        self, request: Request, document_id: str, field: Field | None = None, page: Annotated[int, Query(ge=0)] = 0
    ) -> Response:
        """The document at the field asked for, else at the first that is unsure; at the page that says it."""
        document = self._bench.document(document_id)
        if document.status is DocumentStatus.MOVED:
            raise not_found()
        return self._page(request, document, Looked(field, page))

    def confirm(self, request: Request, document_id: str, field: Field) -> Response:
        """What was found is right."""
        found = found_values(self._descriptions.of(document_id), field)
        return self._say(request, document_id, field, found)

    def change(self, request: Request, document_id: str, field: Field) -> Response:
        """It is what the form says; nothing where the form is empty."""
        return self._say(request, document_id, field, said(field, form_of(request)))

    def take_back(self, request: Request, document_id: str, field: Field) -> Response:
        """What programs find stands again."""
        self._descriptions.take_back(document_id, field, caller_of(request).account.id)
        return self._desk.onward(request, f"{_QUEUE}/{document_id}", field=field, done="review_taken_back")

    def _say(self, request: Request, document_id: str, field: Field, values: Sequence[SaidValue]) -> Response:
        """Put it down and go on: to the next unsure field, then to the next document."""
        document = self._bench.document(document_id)
        if field not in FIELDS:
            raise not_found()
        try:
            self._descriptions.correct(document.id, field, values, caller_of(request).account.id)
        except (ValueError, LookupError):
            response = self._page(request, document, Looked(field), "review.wrong")
            response.status_code = 422
            return response
        left = unsure_fields(self._descriptions.of(document.id))
        if left:
            return self._desk.onward(request, f"{_QUEUE}/{document.id}", field=left[0], done="review_said")
        return self._desk.onward(request, _NEXT, after=document.row)

    def _read_otherwise(self, bodies: frozenset[str] | None) -> list[tuple[Document, int]]:
        """Documents and places of pages that the machine reads otherwise than when a person wrote their text."""
        found = self._bench.archive.texts.read_otherwise(bodies)
        documents = self._bench.archive.documents({document_id for _, document_id in found})
        placed = ((documents[one], self._bench.place_of(documents[one], key)) for key, one in found if one in documents)
        return [(document, place) for document, place in placed if place]

    def _lead(self, request: Request, item: ReviewItem | None, otherwise: str) -> Response:
        if item is None:
            return self._desk.onward(request, _QUEUE, done=otherwise)
        return self._desk.onward(request, f"{_QUEUE}/{item.document_id}")

    def _page(self, request: Request, document: Document, asked: Looked, wrong: str = "") -> Response:
        return self._desk.page(request, "review_document", self._drawer.context(request, document, asked, wrong))
