"""Requests are counted by the pattern of the route that answered, whatever was asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import APIRouter, FastAPI
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware

from search_api.metering import Meter, RequestFigures
from tests.visitor import Visitor


def answer() -> str:
    return "well"


def fail() -> None:
    raise ValueError("unforeseen")


@pytest.fixture(scope="module")
def metered() -> Iterator[tuple[Visitor, CollectorRegistry]]:
    registry = CollectorRegistry()
    application = FastAPI(middleware=[Middleware(Meter, figures=RequestFigures(registry))])
    inner, outer = APIRouter(), APIRouter(prefix="/api/v1")
    inner.add_api_route("/documents/{document_id}/pages/{number}", answer)
    inner.add_api_route("/files/{name:path}", answer)
    inner.add_api_route("/fails", fail)
    outer.include_router(inner)
    application.include_router(outer)
    application.add_api_route("/", answer)
    application.add_api_route("/documents/{document_id}", answer)
    with Visitor(application) as visitor:
        yield visitor, registry


def routes(registry: CollectorRegistry) -> set[str]:
    return {sample.labels["route"] for family in registry.collect() for sample in family.samples if "route" in sample.labels}


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/documents/d1", "/documents/{document_id}"),
        ("/api/v1/documents/d1/pages/03", "/api/v1/documents/{document_id}/pages/{number}"),
        ("/api/v1/files/a/b/c.pdf", "/files/{name:path}"),
        ("/api/v1/fails", "/api/v1/fails"),
        ("/nowhere", "other"),
    ],
)
def test_a_request_is_counted_under_its_pattern(metered: tuple[Visitor, CollectorRegistry], path: str, route: str) -> None:
    visitor, registry = metered
    answered = visitor.get(path)
    method = "any" if route == "other" else "GET"
    labels = {"method": method, "route": route, "status": str(answered.status_code)}
    assert registry.get_sample_value("shaffaf_requests_total", labels) == 1
    assert registry.get_sample_value("shaffaf_request_seconds_count", {"method": method, "route": route}) == 1


def test_what_nobody_caught_is_counted_as_a_fault_of_ours(metered: tuple[Visitor, CollectorRegistry]) -> None:
    visitor, registry = metered
    labels = {"method": "GET", "route": "/api/v1/fails", "status": "500"}
    before = registry.get_sample_value("shaffaf_requests_total", labels) or 0
    assert visitor.get("/api/v1/fails").status_code == 500
    assert registry.get_sample_value("shaffaf_requests_total", labels) == before + 1
    assert registry.get_sample_value("shaffaf_requests_under_way") == 0


@given(st.from_regex(r"/([a-z0-9{}.%][a-z0-9/{}.%]{0,30})?", fullmatch=True))
def test_no_request_makes_a_route_of_its_own(metered: tuple[Visitor, CollectorRegistry], path: str) -> None:
    visitor, registry = metered
    visitor.get(f"/documents/{path.strip('/') or 'x'}")
    visitor.get(path)
    patterns = {"/", "other", "/documents/{document_id}", "/api/v1/documents/{document_id}/pages/{number}"}
    own = {route for route in routes(registry) if not route.startswith(("/docs", "/redoc", "/openapi"))}
    assert own <= patterns | {"/files/{name:path}", "/api/v1/fails"}
