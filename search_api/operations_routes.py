"""What operators and their tools ask: `/healthz`, `/readyz` and `/metrics`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest

from domain.translation import messages
from search_api.answers import PartReport, ReadinessResponse
from search_api.problems import not_found, request_language
from search_api.proxies import Network, within
from search_api.readiness import PartState, Readiness
from search_api.rights import Door, public


@dataclass(frozen=True, slots=True)
class Operations:
    """What the routes show, and to whom: `readers` are the networks that may ask for reasons and figures."""

    readiness: Readiness
    registry: CollectorRegistry
    readers: Sequence[Network]


class OperationsRoutes:
    """Routes for operators. Nobody else learns that the closed ones are there."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations

    def router(self) -> APIRouter:
        """The routes, which the description of the API leaves out."""
        router = APIRouter(include_in_schema=False, dependencies=[public(Door.API)])
        router.add_api_route("/healthz", healthz, methods=["GET", "HEAD"])
        router.add_api_route("/readyz", self.readyz, methods=["GET", "HEAD"])
        router.add_api_route("/metrics", self.metrics, methods=["GET", "HEAD"])
        return router

    def readyz(self, request: Request, response: Response) -> ReadinessResponse:
        """200 when every part is reached, 503 otherwise, with the reasons."""
        self._admit(request)
        states = self._operations.readiness.states()
        ready = all(state.reached for state in states)
        response.status_code = 200 if ready else 503
        response.headers["Cache-Control"] = "no-store"
        language = request_language(request)
        return ReadinessResponse(ready=ready, parts=[_report(state, language) for state in states])

    def metrics(self, request: Request) -> Response:
        """The figures, as Prometheus reads them."""
        self._admit(request)
        figures = generate_latest(self._operations.registry)
        return Response(figures, media_type=CONTENT_TYPE_PLAIN_0_0_4, headers={"Cache-Control": "no-store"})

    def _admit(self, request: Request) -> None:
        """Raises 404 for whoever may not read. Whom a stranger's proxy speaks for is nobody we know."""
        through_stranger = request.scope.get("state", {}).get("through_stranger", False)
        address = request.client.host if request.client else ""
        if through_stranger or not within(address, self._operations.readers):
            raise not_found()


def healthz() -> Response:
    """The process answers; that says nothing of what it needs."""
    return Response("ok\n", media_type="text/plain", headers={"Cache-Control": "no-store"})


def _report(state: PartState, language: str) -> PartReport:
    words = messages(language)
    reason = "" if state.reached else words[f"part.{state.name}.away"].format(error=state.error)
    return PartReport(name=state.name, ready=state.reached, reason=reason)
