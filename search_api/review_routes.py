"""`/review…`: what programs are not sure of, for people who may see drafts and correct what is said of documents.

These routes show drafts. They are served only where whoever asks is known: `reviewer` answers who that is, or raises.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel

from archive.store import Archive
from domain.description import Field, SaidValue
from domain.documents import Document
from search_api.description_answers import DescriptionResponse, ReviewItemAnswer, ReviewQueueResponse
from search_api.descriptions import DescriptionWriter
from search_api.labels import Labels
from search_api.parameters import DocumentId
from search_api.problems import Problem, found_or_404, request_language
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
    """The review queue, and corrections. `reviewer` tells who asks, an account, and raises a Problem for who may not."""

    def __init__(self, archive: Archive, reviewer: Callable[[Request], str]) -> None:
        self._archive = archive
        self._reviewer = reviewer

    def router(self) -> APIRouter:
        """The routes, without a prefix."""
        router = APIRouter(tags=["review"], dependencies=[Depends(self._reviewer)])
        add = router.add_api_route
        address = "/review/{document_id}/{field}"
        add("/review", self.queue, summary="Documents with values to look at")
        add("/review/{document_id}", self.description, summary="What is said of a document, whatever its status")
        add(address, self.correct, methods=["PUT"], summary="Correct or confirm a field", status_code=204)
        add(address, self.take_back, methods=["DELETE"], summary="Take a correction back", status_code=204)
        return router

    def queue(
        self,
        after: Annotated[int, Query(ge=0, le=_MAX_ROW, description="`next_after` of the page before.")] = 0,
        size: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> ReviewQueueResponse:
        """Documents, oldest first, with values that programs are not sure of and nobody corrected or confirmed."""
        found = self._archive.descriptions.to_review(after, size)
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
        try:
            self._archive.descriptions.correct(document.id, field, said, self._reviewer(request))
        except (ValueError, LookupError) as error:
            raise Problem(422, "invalid_value") from error

    def take_back(self, request: Request, document_id: DocumentId, field: Field) -> None:
        """What programs find stands again."""
        self._archive.descriptions.take_back(self._document(document_id).id, field, self._reviewer(request))

    def _document(self, document_id: str) -> Document:
        return found_or_404(self._archive.document(document_id))
