"""`/review…`: what programs are not sure of, for the editors of a document's body, who see its drafts too."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from archive.store import Archive
from domain.accounts import Right
from domain.description import Field, SaidValue
from domain.documents import Document
from search_api.description_answers import DescriptionResponse, ReviewItemAnswer, ReviewQueueResponse
from search_api.descriptions import DescriptionWriter
from search_api.guard import caller_of
from search_api.labels import Labels
from search_api.parameters import DocumentId
from search_api.problems import PROBLEM_RESPONSES, Problem, found_or_404, request_language
from search_api.rights import Door, Where, needs
from search_api.search_routes import set_language

_MAX_ROW = 2**63 - 1


class GivenValue(BaseModel):
    """A value of a field as a person gives it; `language` is that of a title."""

    value: str
    language: str | None = None


class GivenValues(BaseModel):
    """All values of a field: none where there is none, those found to confirm them."""

    values: list[GivenValue]


class ReviewRoutes:
    """The review queue, and corrections."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def router(self) -> APIRouter:
        """The routes."""
        router = APIRouter(prefix="/api/v1", tags=["review"], responses=PROBLEM_RESPONSES)
        anywhere = [needs(Door.API, Right.EDIT)]
        there = [needs(Door.API, Right.EDIT, Where.DOCUMENT)]
        add = router.add_api_route
        one, field = "/review/{document_id}", "/review/{document_id}/{field}"
        add("/review", self.queue, summary="Documents with values to look at", dependencies=anywhere)
        add(one, self.description, summary="What is said of a document, whatever its status", dependencies=there)
        for method, act, summary in (
            ("PUT", self.correct, "Correct or confirm a field"),
            ("DELETE", self.take_back, "Take a correction back"),
        ):
            add(field, act, methods=[method], summary=summary, status_code=204, dependencies=there)
        return router

    def queue(
        self,
        request: Request,
        after: Annotated[int, Query(ge=0, le=_MAX_ROW, description="`next_after` of the page before.")] = 0,
        size: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> ReviewQueueResponse:
        """Documents of the bodies one may edit, oldest first, with values that programs are not sure of and nobody
        corrected or confirmed.
        """
        bodies = caller_of(request).bodies(Right.EDIT)
        found = self._archive.descriptions.to_review(after, size, bodies)
        items = [ReviewItemAnswer(document_id=one.document_id, fields=list(one.fields), row=one.row) for one in found]
        return ReviewQueueResponse(items=items, next_after=found[-1].row if len(found) == size else None)

    def description(self, request: Request, response: Response, document_id: DocumentId) -> DescriptionResponse:
        """What was found, what people said instead, and where it stands."""
        language = request_language(request)
        set_language(response, language)
        labels = Labels(language, self._archive.bodies(), self._archive.organizations())
        document = self._document(document_id)
        return DescriptionWriter(labels).write(document, self._archive.descriptions.of(document.id))

    def correct(self, request: Request, document_id: DocumentId, field: Field, given: GivenValues) -> None:
        """What a person says stands above what programs find, also when the file is read again."""
        said = [SaidValue(one.value, one.language) for one in given.values]
        document = self._document(document_id)
        if field is Field.BODY and not all(caller_of(request).may(Right.EDIT, one.value) for one in said):
            raise Problem(403, "forbidden")
        try:
            self._archive.descriptions.correct(document.id, field, said, caller_of(request).account.id)
        except (ValueError, LookupError) as error:
            raise Problem(422, "invalid_value") from error

    def take_back(self, request: Request, document_id: DocumentId, field: Field) -> None:
        """What programs find stands again."""
        self._archive.descriptions.take_back(self._document(document_id).id, field, caller_of(request).account.id)

    def _document(self, document_id: str) -> Document:
        return found_or_404(self._archive.document(document_id))
