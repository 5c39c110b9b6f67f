"""Why a search has its order: what each hit's score is made of, for staff."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from domain.searching import Contribution, Window
from frontend.staff.desk import READ, Desk
from index.typed import MAX_QUERY
from search_api.asking import SearchRequest
from search_api.problems import request_language
from search_api.rights import Door, signed_in
from search_api.search_answers import SearchHit, SearchResponse

_EXPLAIN = "/staff/explain"
_HITS = 10


class ExplainingSearch(Protocol):
    """The two methods of `search_api.service.SearchService` that the page needs."""

    def search(self, request: SearchRequest) -> SearchResponse:
        """One page of results."""

    def explain(self, query: str, document_ids: Sequence[str]) -> list[tuple[Contribution, ...]]:
        """For each document what makes its score, most first."""


@dataclass(frozen=True, slots=True)
class ExplainedHit:
    """A hit and what its score is made of, most first."""

    hit: SearchHit
    parts: Sequence[Contribution]

    @property
    def score(self) -> float:
        """What the parts add up to. The best page of the document, and of alike documents the newer one, still count."""
        return sum(part.score for part in self.parts)


@dataclass(frozen=True, slots=True)
class ExplainPages:
    """The page at /staff/explain, for whoever has an account: it shows nothing but what is public."""

    desk: Desk
    search: ExplainingSearch

    def router(self) -> APIRouter:
        """Its address."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[signed_in(Door.PAGE)])
        routes.add_api_route(_EXPLAIN, self.show, methods=READ)
        return routes

    def show(self, request: Request) -> Response:
        """The first hits of the query that is asked for."""
        query = request.query_params.get("q", "").strip()[:MAX_QUERY]
        found = self._explained(query, request_language(request)) if query else []
        return self.desk.page(request, "explain", {"query": query, "found": found})

    def _explained(self, query: str, language: str) -> list[ExplainedHit]:
        asked = SearchRequest(query, window=Window(size=_HITS), language=language, facets=False)
        hits = self.search.search(asked).hits
        reasons = self.search.explain(query, [hit.id for hit in hits])
        return [ExplainedHit(hit, parts) for hit, parts in zip(hits, reasons, strict=True)]
