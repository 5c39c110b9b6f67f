"""The web application: the API under `/api/v1`, feeds under `/feeds`; the frontend's pages are added by `app`."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware

from search_api.boundary import Boundary
from search_api.document_routes import DocumentRoutes
from search_api.feed_routes import FeedRoutes
from search_api.file_routes import FileRoutes
from search_api.problems import PROBLEM_RESPONSES, ProblemPage, ProblemWriter
from search_api.rights import Door, public
from search_api.search_routes import SearchRoutes
from search_api.service import SearchService

PREFIX = "/api/v1"

_DESCRIPTION = (
    "Search in the published documents of councils, in Arabic and French, scans included. Offsets are code points. "
    "Errors are RFC 9457 problem details in the language of `lang` or Accept-Language."
)


def create_api(service: SearchService) -> APIRouter:
    """The routes of the API."""
    router = APIRouter(prefix=PREFIX, responses=PROBLEM_RESPONSES, dependencies=[public(Door.API)])
    router.include_router(_answer_head(SearchRoutes(service).router()))
    router.include_router(_answer_head(DocumentRoutes(service).router()))
    router.include_router(_answer_head(FileRoutes(service).router()))
    return router


def _answer_head(router: APIRouter) -> APIRouter:
    """Answer HEAD wherever GET is answered; servers leave the body out."""
    for route in list(router.routes):
        if isinstance(route, APIRoute):
            router.add_api_route(
                route.path.removeprefix(router.prefix),
                route.endpoint,
                methods=["HEAD"],
                dependencies=route.dependencies,
                include_in_schema=False,
                response_class=route.response_class,
            )
    return router


def create_application(
    service: SearchService, problem_page: ProblemPage | None = None, public_url: str | None = None
) -> FastAPI:
    """The application, to which more routers can be added.

    `problem_page` makes the answer to errors outside `/api/` and `/feeds/`; without it they are problem details too.
    `public_url` is the address of the site as people know it, for links in feeds.
    """
    problems = ProblemWriter(problem_page)
    application = FastAPI(
        title="Shaffaf",
        version="1",
        description=_DESCRIPTION,
        openapi_url=f"{PREFIX}/openapi.json",
        # Both load scripts from other sites.
        docs_url=None,
        redoc_url=None,
        middleware=[Middleware(Boundary, problems=problems)],
    )
    problems.install(application)
    application.include_router(create_api(service))
    feeds = _answer_head(FeedRoutes(service, public_url).router())
    application.include_router(feeds, dependencies=[public(Door.API)])
    return application
