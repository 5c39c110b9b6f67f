"""The pages for citizens: home, results, document, help. They read the service in process and work without scripts."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from domain.searching import Sort, Window
from frontend import statics
from frontend.asking import asked, whole
from frontend.document_page import Place, open_document
from frontend.links import Links
from frontend.port import PublicArchive
from frontend.rendering import Pages
from frontend.results import results
from frontend.site import Site
from index.query_words import field_aliases
from search_api.asking import SearchRequest
from search_api.problems import not_found, request_language
from search_api.rights import Door, public

_READ = ["GET", "HEAD"]
_LATEST = 5


def pages(site: Site) -> Pages:
    """The renderer of a site's pages. Its `problem` makes the error pages: give it to the application's errors."""
    return Pages(site)


def install(app: FastAPI, archive: PublicArchive, drawn: Pages) -> None:
    """Serve the pages and what they are drawn with."""
    app.include_router(router(archive, drawn))
    app.mount(statics.address(), statics.Statics(), "static")


def router(archive: PublicArchive, drawn: Pages) -> APIRouter:
    """The addresses of the pages."""
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[public(Door.PAGE)])

    @routes.api_route("/", methods=_READ)
    def home(request: Request) -> HTMLResponse:
        wanted = SearchRequest(sort=Sort.NEWEST, window=Window(size=_LATEST), language=request_language(request))
        return drawn.render(request, "home.html", {"latest": archive.search(wanted)})

    @routes.api_route("/search", methods=_READ)
    def search(request: Request) -> HTMLResponse:
        return drawn.render(request, "results.html", _search(archive, request), here="all")

    @routes.api_route("/documents/{document_id}", methods=_READ)
    def document(request: Request, document_id: str) -> HTMLResponse:
        if left := archive.tombstone(document_id):
            return drawn.render(request, "withdrawn.html", {"left": left}, 410)
        return drawn.render(request, "document.html", _document(archive, request, document_id))

    @routes.api_route("/help", methods=_READ)
    def how_to_search(request: Request) -> HTMLResponse:
        return drawn.render(request, "help.html", {"fields": field_aliases()}, here="help")

    return routes


def _search(archive: PublicArchive, request: Request) -> dict[str, object]:
    language = request_language(request)
    search = asked(request.query_params)
    wanted = SearchRequest(
        search.query,
        search.filters,
        search.sort,
        search.window,
        language,
        precision=search.precision,
        translate=search.translate,
    )
    return results(search, archive.search(wanted), Links(language))


def _document(archive: PublicArchive, request: Request, document_id: str) -> dict[str, object]:
    parameters = request.query_params
    number = whole(parameters, "page", least=1)
    search = asked(parameters)
    language = request_language(request)
    document = archive.document(document_id, language, search.question)
    if document is None:
        raise not_found()
    span = _span(parameters)
    return open_document(archive, document, Place(search, parameters.get("version"), number, language, span))


def _span(parameters: QueryParams) -> tuple[int, int] | None:
    start, end = (whole(parameters, name, least=0) for name in ("start", "end"))
    return None if start is None or end is None else (start, end)
