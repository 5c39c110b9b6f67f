"""The pages over the sample archive, as an application."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Response

from frontend.routes import install, pages
from frontend.site import Site
from search_api.boundary import Boundary
from search_api.problems import ProblemWriter
from tests.frontend.sample_archive import SampleArchive, draw_page
from tests.visitor import Visitor

IMAGE = "/api/v1/documents/{document_id}/pages/{version_id}/{number}/image"


def application(archive: SampleArchive, site: Site) -> FastAPI:
    """The pages as they are served, and the two addresses of the API that they draw on."""
    drawn = pages(site)
    problems = ProblemWriter(drawn.problem)
    app = FastAPI()
    install(app, archive, drawn)
    problems.install(app)
    app.add_middleware(Boundary, problems=problems)

    @app.get(IMAGE)
    def image(width: int) -> Response:
        return Response(draw_page(width), media_type="image/png")

    @app.get("/api/v1/suggest")
    def suggest(q: str) -> dict[str, list[str]]:
        titles = [sample.title for sample in archive.samples.values() if q in sample.title]
        return {"suggestions": titles, "kinds": ["title"] * len(titles)}

    @app.get("/boom")
    def boom() -> None:
        raise RuntimeError("secret of the house")

    return app


@pytest.fixture(scope="session")
def archive() -> SampleArchive:
    return SampleArchive(copies=30)


@pytest.fixture(scope="session")
def client(archive: SampleArchive) -> Iterator[Visitor]:
    site = Site(samples=lambda: True, feeds=True, api_docs="/api/docs")
    with Visitor(application(archive, site)) as client:
        yield client
