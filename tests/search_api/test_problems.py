"""Errors: problem details in three languages, never a traceback."""

from __future__ import annotations

import logging
import re
import sqlite3
from typing import Any

import pytest
from fastapi import Request
from sqlalchemy.exc import OperationalError
from starlette.responses import PlainTextResponse, Response

from domain.translation import LANGUAGES, messages
from search_api.answers import ProblemDetails
from search_api.application import create_application
from search_api.boundary import CONTENT_SECURITY_POLICY
from search_api.languages import choose_language
from tests.search_api.conftest import Stock
from tests.search_api.library import Library
from tests.visitor import Visitor

SCRIPTS = {"ar": re.compile("[\u0600-\u06ff]"), "fr": re.compile("[éèàêç]"), "en": re.compile("[a-z]")}


def problem(response: Any, status: int) -> ProblemDetails:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    return ProblemDetails.model_validate(response.json())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/documents/nothing", 404, "not_found"),
        ("/api/v1/nothing", 404, "not_found"),
        ("/nothing", 404, "not_found"),
        ("/api/v1/search?size=0", 400, "bad_request"),
        ("/docs", 404, "not_found"),
        ("/redoc", 404, "not_found"),
    ],
)
def test_a_problem_is_told_in_the_callers_language(
    client: Visitor, language: str, path: str, status: int, code: str
) -> None:
    response = client.get(path, headers={"Accept-Language": f"{language};q=0.9, de"})
    told = problem(response, status)
    assert (told.type, told.status) == (f"urn:shaffaf:problem:{code}", status)
    assert told.title == messages(language)[f"problem.{code}.title"]
    assert SCRIPTS[language].search(told.title + told.detail)
    assert response.headers["content-language"] == language
    assert told.instance.removeprefix("urn:shaffaf:request:") == response.headers["x-request-id"]


def test_only_reading_is_possible(client: Visitor) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        problem(client.request(method, "/api/v1/search"), 405)


@pytest.mark.parametrize(
    ("parameters", "name", "reason"),
    [
        ({"size": "51"}, "size", "50"),
        ({"size": "0"}, "size", "1"),
        ({"size": "many"}, "size", "whole number"),
        ({"offset": "1001"}, "offset", "1000"),
        ({"offset": "-1"}, "offset", "0"),
        ({"after": str(2**63)}, "after", "at most"),
        ({"after": "9" * 5000}, "after", "used"),
        ({"sort": "best"}, "sort", "relevance"),
        ({"facets": "perhaps"}, "facets", "true or false"),
        ({"organisation": "bureau"}, "organisation", "no parameter"),
        ({"type": ["x"] * 51}, "type", "used"),
    ],
)
def test_a_parameter_that_cannot_be_used_is_named_with_what_to_give(
    client: Visitor, parameters: dict[str, Any], name: str, reason: str
) -> None:
    told = problem(client.get("/api/v1/search", params={"lang": "en", **parameters}), 400)
    (invalid,) = told.invalid_parameters
    assert invalid.name == name
    assert reason in invalid.reason
    for language in LANGUAGES:
        problem(client.get("/api/v1/search", params={"lang": language, **parameters}), 400)


@pytest.mark.parametrize("path", ["search", "suggest", "health", "documents/{}"])
def test_head_answers_as_get_does(stock: Stock, client: Visitor, path: str) -> None:
    address = "/api/v1/" + path.format(stock.tram.document)
    got, headed = client.get(address), client.head(address)
    assert headed.status_code == got.status_code == 200
    assert headed.headers["content-type"] == got.headers["content-type"]


def test_every_invalid_parameter_is_named(client: Visitor) -> None:
    told = problem(client.get("/api/v1/search?size=x&offset=-1&nonsense=1"), 400)
    assert {invalid.name for invalid in told.invalid_parameters} == {"size", "offset", "nonsense"}


def lose_archive(library: Library) -> None:
    """What nobody foresaw: the file is gone. Without a server, that is."""
    if (file := library.folder / "archive.sqlite").exists():
        library.archive.close()
        file.unlink()
        return
    pytest.skip("a server loses no file")


def test_an_unexpected_error_tells_nothing_but_its_number(
    library: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    lose_archive(library)
    with caplog.at_level(logging.ERROR, "search_api.boundary"):
        response = library.client.get("/api/v1/documents/0000000000zz", params={"lang": "fr"})
    told = problem(response, 500)
    assert "sqlite" not in response.text.lower()
    assert "Traceback" not in response.text
    assert told.title == messages("fr")["problem.internal.title"]
    assert response.headers["x-request-id"] in caplog.text
    assert response.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize(
    ("code", "status"), [(sqlite3.SQLITE_BUSY, 503), (sqlite3.SQLITE_FULL, 503), (sqlite3.SQLITE_ERROR, 500)]
)
def test_a_database_that_is_away_is_worth_asking_again(
    library: Library, monkeypatch: pytest.MonkeyPatch, code: int, status: int
) -> None:
    cause = sqlite3.OperationalError("told to nobody")
    cause.sqlite_errorcode = code

    def away(*_: object, **__: object) -> None:
        raise OperationalError("SELECT", {}, cause)

    monkeypatch.setattr(type(library.archive), "documents", away)
    response = library.client.get("/api/v1/documents/0000000000zz")
    problem(response, status)
    assert ("retry-after" in response.headers) == (status == 503)
    assert "told to nobody" not in response.text


def test_health_says_when_the_archive_does_not_answer(library: Library) -> None:
    assert library.client.get("/api/v1/health").json()["status"] == "ok"
    lose_archive(library)
    response = library.client.get("/api/v1/health")
    problem(response, 503)
    assert response.headers["retry-after"] == "60"


def test_health_says_how_far_the_index_is_behind(library: Library) -> None:
    library.archive.record_change("0000000000zz")
    assert library.client.get("/api/v1/health").json()["behind"] == 1
    library.indexer.catch_up()
    assert library.client.get("/api/v1/health").json()["behind"] == 0


def test_addresses_of_people_get_a_page_and_those_of_programs_do_not(stock: Stock) -> None:
    def page(request: Request, told: ProblemDetails) -> Response:
        return PlainTextResponse(f"page: {told.title}", told.status)

    with Visitor(create_application(stock.library.service, problem_page=page)) as client:
        assert client.get("/nothing?lang=en").text == "page: There is nothing here"
        problem(client.get("/api/v1/nothing"), 404)
        problem(client.get("/feeds/search.nothing"), 404)


@pytest.mark.parametrize(
    "path", ["/api/v1/search", "/api/v1/health", "/api/v1/nothing", "/feeds/search.atom", "/api/v1/openapi.json"]
)
def test_every_answer_is_sealed(client: Visitor, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        (None, None, "ar"),
        ("fr", "ar", "fr"),
        ("de", "en", "en"),
        (None, "de, fr-MA;q=0.8, ar;q=0.9", "ar"),
        (None, "fr", "fr"),
        (None, "FR-fr, en;q=0.1", "fr"),
        (None, "fr;q=0, en;q=0.1", "en"),
        (None, "en;q=x", "ar"),
        (None, ";;,,=", "ar"),
        ("", "*", "ar"),
    ],
)
def test_the_language_is_the_one_asked_for_or_the_best_accepted(
    asked: str | None, accepted: str | None, expected: str
) -> None:
    assert choose_language(asked, accepted) == expected


def test_the_description_of_the_api_names_every_route_with_examples(client: Visitor) -> None:
    described = client.get("/api/v1/openapi.json").json()
    assert set(described["paths"]) == {
        "/api/v1/documents/{document_id}/pages.pdf",
        "/api/v1/search",
        "/api/v1/suggest",
        "/api/v1/health",
        "/api/v1/documents/{document_id}",
        "/api/v1/documents/{document_id}/evidence",
        "/api/v1/documents/{document_id}/citations",
        "/api/v1/documents/{document_id}/similar",
        "/api/v1/documents/{document_id}/description",
        "/api/v1/documents/{document_id}/searchable.pdf",
        "/api/v1/documents/{document_id}/pages/{version_id}/{number}",
        "/api/v1/documents/{document_id}/pages/{version_id}/{number}/boxes",
        "/api/v1/documents/{document_id}/pages/{version_id}/{number}/image",
        "/api/v1/documents/{document_id}/pages/{version_id}/{number}/raw",
        "/api/v1/documents/{document_id}/files/{file_id}/original",
        "/api/v1/documents/{document_id}/files/{file_id}/searchable.pdf",
        "/feeds/search.{channel}",
    }
    for name in ("SearchResponse", "DocumentResponse", "PageTextResponse", "PageBoxesResponse", "ProblemDetails"):
        assert described["components"]["schemas"][name]["examples"]
    assert "HTTPValidationError" not in str(described["paths"])
