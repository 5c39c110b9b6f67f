"""Templates to responses. Which headers keep a page from loading anything foreign is said in `search_api.boundary`."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from datetime import datetime

from fastapi import Request
from fastapi.responses import HTMLResponse

from frontend.links import Links, in_language
from frontend.site import Site
from frontend.templating import environment
from frontend.words import choices, words
from search_api.answers import ProblemDetails
from search_api.boundary import DEFAULT_HEADERS
from search_api.problems import request_language

_WORTH_PACKING = 1024
_USUAL_PROBLEM = "bad_request"


class Pages:
    """Renders the templates of one site."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._templates = environment()
        self._templates.filters["local"] = self._local

    def render(
        self, request: Request, template: str, context: Mapping[str, object], status: int = 200, here: str = ""
    ) -> HTMLResponse:
        """The page `template` in the language the visitor gets; `context` is what it shows, `here` its menu entry."""
        return _response(request, self._text(request, template, context, here), status)

    def render_private(
        self, request: Request, template: str, context: Mapping[str, object], status: int = 200, here: str = ""
    ) -> HTMLResponse:
        """As `render`, for one person alone: nothing keeps the page, and it is not packed, since the length of what is
        packed can tell whoever listens what stands in it.
        """
        headers = _headers(request) | {"Cache-Control": "no-store"}
        return HTMLResponse(self._text(request, template, context, here), status, headers)

    def problem(self, request: Request, details: ProblemDetails) -> HTMLResponse:
        """The page that says what went wrong: a `search_api.problems.ProblemPage`."""
        t = words(request_language(request))
        code = details.type.rpartition(":")[2]
        problem = code if f"error.{code}.title" in t.texts else _USUAL_PROBLEM
        reference = details.instance.rpartition(":")[2] if details.status >= 500 else ""
        context = {"problem": problem, "status": details.status, "reference": reference}
        return self.render(request, "error.html", context, details.status)

    def _text(self, request: Request, template: str, context: Mapping[str, object], here: str) -> str:
        t = words(request_language(request))
        return self._templates.get_template(template).render(
            t=t,
            links=Links(t.language),
            site=self._site,
            alternatives=_alternatives(request),
            here=here,
            **context,
        )

    def _local(self, moment: datetime) -> datetime:
        return moment.astimezone(self._site.zone)


def _alternatives(request: Request) -> list[dict[str, object]]:
    asked = request.query_params.multi_items()
    return [{"words": other, "href": in_language(request.url.path, asked, other.language)} for other in choices()]


def _headers(request: Request) -> dict[str, str]:
    language = request_language(request)
    return {**DEFAULT_HEADERS, "Content-Language": language, "Vary": "Accept-Language, Accept-Encoding"}


def _response(request: Request, text: str, status: int) -> HTMLResponse:
    body, headers = text.encode(), _headers(request)
    if len(body) >= _WORTH_PACKING and "gzip" in request.headers.get("accept-encoding", ""):
        body = gzip.compress(body, compresslevel=5, mtime=0)
        headers["Content-Encoding"] = "gzip"
    return HTMLResponse(body, status, headers)
