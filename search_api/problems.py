"""Errors as RFC 9457 problem details, in the caller's language, each with what to do."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from archive.blob_store import BlobsAwayError
from archive.dialect import DATABASE_AWAY, is_away
from domain.failures import FullDiskError
from domain.translation import messages
from index.engine import IndexUnavailableError
from search_api.answers import InvalidParameter, ProblemDetails
from search_api.kept_files import BusyError, NoRoomError
from search_api.languages import choose_language

MEDIA_TYPE = "application/problem+json"

PROBLEM_RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "description": "What went wrong.",
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{ProblemDetails.__name__}"}}},
        "model": ProblemDetails,
    }
}
"""How routes describe their errors."""

AWAY_SECONDS = 30
"""After how long it is worth to ask again while the search engine is away."""

DATABASE_SECONDS = 5
"""After how long it is worth to ask again while the database is away: as a rule it is just being started again."""

FULL_SECONDS = 600
"""After how long it is worth to send a file again that there was no room for."""

Found = TypeVar("Found")

ProblemPage = Callable[[Request, ProblemDetails], Response]
"""Makes a page for people out of a problem: what the frontend offers for its own addresses."""

logger = logging.getLogger(__name__)

_CODES = {
    400: "bad_request",
    401: "unknown_caller",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    416: "range_not_satisfiable",
    500: "internal",
    503: "unavailable",
}
_FOR_PROGRAMS = ("/api/", "/feeds/", "/staff/api/")


class Problem(HTTPException):
    """An error to be answered as problem details. `code` has its words under `problem.CODE` in `domain/locale`."""

    def __init__(
        self,
        status: int,
        code: str,
        headers: Mapping[str, str] | None = None,
        invalid: Sequence[InvalidParameter] = (),
        **values: object,
    ) -> None:
        super().__init__(status, code, dict(headers or {}))
        self.code = code
        self.invalid = list(invalid)
        self.values = values


def found_or_404(answer: Found | None) -> Found:
    """What was found. Raises a not-found problem where nothing was."""
    if answer is None:
        raise not_found()
    return answer


def not_found() -> Problem:
    """Nothing here, or nothing public: nobody can tell which."""
    return Problem(404, "not_found")


class ProblemWriter:
    """Turns errors into answers: problem details, or a page for the addresses that people visit."""

    def __init__(self, page: ProblemPage | None = None) -> None:
        self._page = page

    def install(self, application: FastAPI) -> None:
        """Answer every error of the application."""
        application.add_exception_handler(HTTPException, self._handle)
        application.add_exception_handler(RequestValidationError, self._handle)
        application.add_exception_handler(BusyError, self._handle)
        application.add_exception_handler(IndexUnavailableError, self._handle)
        application.add_exception_handler(FullDiskError, self._handle)
        application.add_exception_handler(NoRoomError, self._handle)
        application.add_exception_handler(BlobsAwayError, self._handle)
        for kind in DATABASE_AWAY:
            application.add_exception_handler(kind, self._handle)

    def respond(self, request: Request, problem: Problem) -> Response:
        """The answer to `request`."""
        details = describe(request, problem)
        page = self._page if not request.url.path.startswith(_FOR_PROGRAMS) else None
        response = page(request, details) if page else _json(details, request_language(request))
        response.headers.update(problem.headers or {})
        response.headers["Cache-Control"] = "no-store"
        return response

    def _handle(self, request: Request, error: Exception) -> Response:
        if isinstance(error, DATABASE_AWAY) and not is_away(error):
            raise error
        return self.respond(request, _problem(error, request_language(request)))


def request_language(request: Request) -> str:
    """The language of the answer to `request`."""
    return choose_language(request.query_params.get("lang"), request.headers.get("accept-language"))


def request_id(request: Request) -> str:
    """The id under which the log knows the request (see `search_api.boundary`)."""
    return str(request.scope.get("state", {}).get("request_id", "unknown"))


def describe(request: Request, problem: Problem) -> ProblemDetails:
    """The problem in the caller's language."""
    words = messages(request_language(request))
    return ProblemDetails(
        type=f"urn:shaffaf:problem:{problem.code}",
        title=words[f"problem.{problem.code}.title"],
        status=problem.status_code,
        detail=words[f"problem.{problem.code}.detail"].format(**problem.values),
        instance=f"urn:shaffaf:request:{request_id(request)}",
        invalid_parameters=problem.invalid,
    )


def _problem(error: Exception, language: str) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, RequestValidationError):
        return Problem(400, "bad_request", invalid=[_invalid(fault, language) for fault in error.errors()])
    if isinstance(error, HTTPException):
        return Problem(error.status_code, _CODES.get(error.status_code, "other"), error.headers)
    return _passing(error) or Problem(500, "internal")


def _passing(error: Exception) -> Problem | None:
    """What is over after a while, and when it is worth to ask again."""
    if isinstance(error, BusyError):
        seconds = error.retry_after
        return Problem(503, "busy", {"Retry-After": str(seconds)}, seconds=seconds)
    if isinstance(error, IndexUnavailableError):
        logger.warning("the search engine is away: %s", error)
        return Problem(503, "search_away", {"Retry-After": str(AWAY_SECONDS)})
    if isinstance(error, BlobsAwayError) or is_away(error):
        logger.warning("database or blobs are away: %s", error)
        return Problem(503, "unavailable", {"Retry-After": str(DATABASE_SECONDS)})
    if isinstance(error, FullDiskError):
        return Problem(507, "disk_full", {"Retry-After": str(FULL_SECONDS)})
    if isinstance(error, NoRoomError):
        return Problem(503, "no_room", {"Retry-After": str(error.retry_after)})
    return None


def _invalid(fault: Mapping[str, Any], language: str) -> InvalidParameter:
    words = messages(language)
    reason = words.get(f"parameter.{fault['type']}", words["parameter.other"])
    name = str(fault["loc"][-1])[:100]
    return InvalidParameter(name=name, reason=reason.format(**fault.get("ctx", {})))


def _json(details: ProblemDetails, language: str) -> Response:
    headers = {"Content-Language": language, "Vary": "Accept-Language"}
    return Response(details.model_dump_json(), details.status, headers, MEDIA_TYPE)
