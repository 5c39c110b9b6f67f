"""Figures of the requests answered: how many, how they ended, how long they took. No address, no query."""

from __future__ import annotations

import logging
import re
import time
from urllib.parse import parse_qs

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = logging.getLogger(__name__)

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_NO_ROUTE = "other"
_NAMES = re.compile(r"{(\w+)")


class RequestFigures:
    """The figures of one server process, in its registry."""

    def __init__(self, registry: CollectorRegistry) -> None:
        labels = ("method", "route")
        self.answered = Counter("shaffaf_requests", "Requests answered.", (*labels, "status"), registry=registry)
        self.seconds = Histogram(
            "shaffaf_request_seconds", "Seconds until a request was answered.", labels, registry=registry, buckets=_SECONDS
        )
        self.under_way = Gauge("shaffaf_requests_under_way", "Requests being answered.", registry=registry)


class Meter:
    """ASGI middleware: counts, times and logs each request by its route's pattern.

    What was searched for is logged only if `log_queries`.
    """

    def __init__(self, app: ASGIApp, figures: RequestFigures, log_queries: bool = False) -> None:
        self._app = app
        self._figures = figures
        self._log_queries = log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status, begun = 500, time.perf_counter()

        async def noting(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        with self._figures.under_way.track_inprogress():
            try:
                await self._app(scope, receive, noting)
            finally:
                self._note(scope, status, time.perf_counter() - begun)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _pattern(scope)
        method = scope["method"] if route != _NO_ROUTE else "any"
        self._figures.answered.labels(method, route, status).inc()
        self._figures.seconds.labels(method, route).observe(seconds)
        fields = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        if self._log_queries:
            fields["query"] = parse_qs(scope["query_string"].decode("latin-1")).get("q", [""])[0]
        line = " ".join(str(value) for value in fields.values())
        logger.info("%s", line, extra={"fields": fields})


def _pattern(scope: Scope) -> str:
    """The pattern of the route that answered, from its beginning: what routers put before it is no part of `route.path`."""
    own = getattr(scope.get("route"), "path", None)
    if own is None:
        return _NO_ROUTE
    if ":path}" in own or set(scope.get("path_params", {})) - set(_NAMES.findall(own)):
        return str(own)
    path = scope["path"].split("/")
    return "/".join(path[: len(path) - own.count("/")]) + str(own)
