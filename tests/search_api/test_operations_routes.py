"""What operators ask: is it alive, is it ready, how is it doing. Strangers learn nothing of the last two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families
from starlette.middleware import Middleware

from domain.failures import FullDiskError
from domain.translation import LANGUAGES, messages
from search_api.application import create_application
from search_api.metering import Meter, RequestFigures
from search_api.operations_routes import Operations, OperationsRoutes
from search_api.proxies import Proxies, networks
from search_api.readiness import Probe, Readiness
from tests.archive.samples import upload
from tests.search_api.conftest import Stock
from tests.search_api.library import Library
from tests.visitor import Visitor

OPERATOR = "127.0.0.0/8"


def fail() -> None:
    raise OSError("secret")


@contextmanager
def visiting(stock: Stock, probe: Probe, readers: str = OPERATOR, log_queries: bool = False) -> Iterator[Visitor]:
    registry = CollectorRegistry()
    outside = (
        Middleware(Proxies, trusted=()),
        Middleware(Meter, figures=RequestFigures(registry), log_queries=log_queries),
    )
    application: FastAPI = create_application(stock.library.service, outside=outside)
    operations = Operations(Readiness({"index": probe}), registry, networks(readers))
    application.include_router(OperationsRoutes(operations).router())
    with Visitor(application) as visitor:
        yield visitor


def figures(visitor: Visitor) -> dict[tuple[str, ...], float]:
    """Samples by name and the values of their labels."""
    answer = visitor.get("/metrics")
    assert answer.status_code == 200
    families = text_string_to_metric_families(answer.text)
    return {(one.name, *one.labels.values()): one.value for family in families for one in family.samples}


def test_a_process_that_answers_is_healthy_whatever_it_needs(stock: Stock) -> None:
    with visiting(stock, fail, readers="") as visitor:
        assert visitor.get("/healthz").text == "ok\n"
        assert visitor.head("/healthz").status_code == 200


def test_a_server_is_ready_when_its_parts_are_reached(stock: Stock) -> None:
    with visiting(stock, lambda: 0) as visitor:
        answer = visitor.get("/readyz")
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {"ready": True, "parts": [{"name": "index", "ready": True, "reason": ""}]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_away_is_said_in_the_callers_language(stock: Stock, language: str) -> None:
    with visiting(stock, fail) as visitor:
        answer = visitor.get("/readyz", headers={"Accept-Language": language})
    assert answer.status_code == 503
    reason = messages(language)["part.index.away"].format(error="OSError")
    assert answer.json() == {"ready": False, "parts": [{"name": "index", "ready": False, "reason": reason}]}


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_strangers_do_not_find_what_operators_read(stock: Stock, path: str) -> None:
    with visiting(stock, lambda: 0, readers="192.0.2.0/24") as visitor:
        unknown = visitor.get("/no-such-page")
        answer = visitor.get(path)
    assert (answer.status_code, answer.json()["type"]) == (404, unknown.json()["type"])


@pytest.mark.parametrize("path", ["/readyz", "/metrics"])
def test_a_proxy_nobody_trusts_does_not_lend_its_address(stock: Stock, path: str) -> None:
    with visiting(stock, lambda: 0) as visitor:
        assert visitor.get(path).status_code == 200
        assert visitor.get(path, headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 404


def test_requests_are_counted_by_route_and_outcome_and_never_by_address(stock: Stock) -> None:
    with visiting(stock, lambda: 0) as visitor:
        for path in ("/api/v1/search?q=secret", "/api/v1/documents/d1", "/api/v1/documents/d2", "/a", "/b"):
            visitor.get(path)
        found = figures(visitor)
    assert found["shaffaf_requests_total", "GET", "/api/v1/search", "200"] == 1
    assert found["shaffaf_requests_total", "GET", "/api/v1/documents/{document_id}", "404"] == 2
    assert found["shaffaf_requests_total", "any", "other", "404"] == 2
    assert found["shaffaf_request_seconds_count", "GET", "/api/v1/search"] == 1
    assert found["shaffaf_requests_under_way",] == 1
    assert not any("secret" in part for key in found for part in key)


def test_a_made_up_method_makes_no_figure_of_its_own(stock: Stock) -> None:
    with visiting(stock, lambda: 0) as visitor:
        for number in range(5):
            visitor.request(f"METHOD{number}", "/nowhere")
        found = figures(visitor)
    assert found["shaffaf_requests_total", "any", "other", "404"] == 5


@pytest.mark.parametrize(("log_queries", "logged"), [(False, False), (True, True)])
def test_what_people_search_for_is_logged_only_if_asked_for(
    stock: Stock, caplog: pytest.LogCaptureFixture, log_queries: bool, logged: bool
) -> None:
    caplog.set_level("INFO", "search_api.metering")
    with visiting(stock, lambda: 0, log_queries=log_queries) as visitor:
        visitor.get("/api/v1/search?q=%D9%82%D8%B1%D8%A7%D8%B1")
    (line,) = (record for record in caplog.records if record.name == "search_api.metering")
    assert ("قرار" in line.getMessage()) == logged
    assert "GET /api/v1/search 200" in line.getMessage()


def test_an_answer_has_the_id_its_request_came_with(stock: Stock) -> None:
    with visiting(stock, lambda: 0) as visitor:
        given = visitor.get("/healthz", headers={"X-Request-Id": "upload-2026-11"})
        forged = visitor.get("/healthz", headers={"X-Request-Id": "<script>"})
    assert given.headers["x-request-id"] == "upload-2026-11"
    assert "<" not in forged.headers["x-request-id"]


def test_the_operators_routes_are_no_part_of_the_described_api(stock: Stock) -> None:
    with visiting(stock, lambda: 0) as visitor:
        described = visitor.get("/api/v1/openapi.json").json()["paths"]
    assert not {"/healthz", "/readyz", "/metrics"} & set(described)


def test_what_a_request_brings_into_the_archive_keeps_its_id(library: Library) -> None:
    def take_in() -> str:
        return str(library.archive.add(upload()).task_id)

    library.application.add_api_route("/take-in", take_in, methods=["POST"])
    answer = library.client.request("POST", "/take-in", headers={"X-Request-Id": "upload-2026-11"})
    task = library.archive.task(answer.json())
    assert task is not None
    assert task.request_id == "upload-2026-11"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_full_disk_is_said_and_when_to_come_back(library: Library, language: str) -> None:
    def take_in() -> None:
        raise FullDiskError("no room")

    library.application.add_api_route("/api/take-in", take_in, methods=["POST"])
    answer = library.client.request("POST", "/api/take-in", headers={"Accept-Language": language})
    assert (answer.status_code, answer.json()["type"]) == (507, "urn:shaffaf:problem:disk_full")
    assert answer.json()["title"] == messages(language)["problem.disk_full.title"]
    assert int(answer.headers["retry-after"]) > 0
