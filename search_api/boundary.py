"""What every answer passes on its way out: security headers, a request id, and no traceback ever."""

from __future__ import annotations

import logging

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from domain.tracing import accepted, following
from search_api.problems import Problem, ProblemWriter

logger = logging.getLogger(__name__)

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

DEFAULT_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
"""Set where the answer does not say otherwise. HSTS is left to the proxy that speaks TLS."""


class Boundary:
    """ASGI middleware, the outermost: names the request, adds the headers, answers what nobody caught."""

    def __init__(self, app: ASGIApp, problems: ProblemWriter) -> None:
        self._app = app
        self._problems = problems

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and its answer back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        outgoing = _Outgoing(send, scope)
        with following(outgoing.request_id):
            await self._answer(scope, receive, outgoing)

    async def _answer(self, scope: Scope, receive: Receive, outgoing: _Outgoing) -> None:
        try:
            await self._app(scope, receive, outgoing)
        except Exception:
            logger.exception("request %s failed: %s %s", outgoing.request_id, scope["method"], scope["path"])
            if outgoing.started:
                raise
            response = self._problems.respond(Request(scope), Problem(500, "internal"))
            await response(scope, receive, outgoing)


class _Outgoing:
    """The way out of one request, which keeps the id it came with when that is one (`domain.tracing.accepted`)."""

    def __init__(self, send: Send, scope: Scope) -> None:
        self.request_id = accepted(Headers(scope=scope).get("x-request-id"))
        self.started = False
        self._send = send
        scope.setdefault("state", {})["request_id"] = self.request_id

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.started = True
            headers = MutableHeaders(scope=message)
            for name, value in DEFAULT_HEADERS.items():
                headers.setdefault(name, value)
            headers["X-Request-Id"] = self.request_id
        await self._send(message)
