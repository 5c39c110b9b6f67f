"""`/search`, `/suggest` and `/health`."""

from __future__ import annotations

import logging
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from index.engine import IndexUnavailableError
from search_api.answers import HealthResponse
from search_api.parameters import QueryText, SearchParameters, takes_language
from search_api.problems import Problem, request_language
from search_api.search_answers import SearchResponse, SuggestResponse
from search_api.service import SearchService

logger = logging.getLogger(__name__)


class SearchRoutes:
    """Routes that look through the public index."""

    def __init__(self, service: SearchService) -> None:
        self._service = service

    def router(self) -> APIRouter:
        """The routes, without a prefix."""
        router = APIRouter(tags=["search"])
        router.add_api_route("/search", self.search, response_model=SearchResponse, summary="Search the published documents")
        router.add_api_route(
            "/suggest",
            self.suggest,
            dependencies=[Depends(takes_language)],
            summary="Titles for what was begun to be typed",
        )
        router.add_api_route("/health", self.health, summary="Whether searches are answered", tags=["service"])
        return router

    def search(self, request: Request, parameters: Annotated[SearchParameters, Query()]) -> Response:
        """Full matches first, then, by relevance, documents that hold only some of the words (`full` is false).

        A query is never an error: what can't be parsed is searched as words, and `hints` say so.
        """
        language = request_language(request)
        found = self._service.search(parameters.request(language))
        # Written here: the framework would check once more what was checked when it was made.
        response = Response(found.model_dump_json(by_alias=True), media_type="application/json")
        set_language(response, language)
        return response

    def suggest(self, q: QueryText = "", size: Annotated[int, Query(ge=1, le=20)] = 8) -> SuggestResponse:
        """Titles of published documents that hold the words typed, the last one being only begun."""
        return self._service.suggest(q, size)

    def health(self, response: Response) -> HealthResponse:
        """200 when index and archive answer, 503 when one does not."""
        response.headers["Cache-Control"] = "no-store"
        try:
            return self._service.health()
        except IndexUnavailableError:
            raise
        except Exception as error:
            logger.exception("not healthy")
            raise Problem(503, "unavailable", {"Retry-After": "60"}) from error


def set_language(response: Response, language: str) -> None:
    """Say which language an answer is in and what that depends on."""
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
