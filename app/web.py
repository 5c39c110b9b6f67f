"""The server process: API and pages over one state folder."""

from __future__ import annotations

import gc
from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI

from app import samples, wiring
from app.settings import Settings
from frontend.routes import install, pages
from frontend.site import Site
from search_api.application import create_application

_RARELY = (10_000, 20, 500)
"""New objects, and younger generations looked through, before one is looked through for garbage: what words yield is
remembered by the hundred thousand, and is none.
"""


def application(settings: Settings) -> FastAPI:
    """API and pages over the archive in the state folder."""
    archive = wiring.open_archive(settings)
    service = wiring.open_service(settings, archive)
    site = Site(samples=lambda: samples.are_all(archive), feeds=True, zone=ZoneInfo(settings.zone))
    drawn = pages(site)
    app = create_application(service, drawn.problem, settings.public_url)
    install(app, service, drawn)
    return app


def run(settings: Settings) -> None:
    """Answer requests until told to stop."""
    answering = application(settings)
    # The lexicon's millions of objects stay until the end; looking through them for garbage took a third of a second.
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_RARELY)
    uvicorn.run(
        answering,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
