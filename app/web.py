"""The server process: API and pages over one state folder."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI

from app import samples, wiring
from app.settings import Settings
from frontend.alerts.asking_pages import AskingPages
from frontend.alerts.managing_pages import ManagingPages
from frontend.routes import install, pages
from frontend.site import Site
from search_api.alert_desk import AlertDesk, AskingRules
from search_api.application import create_application


def application(settings: Settings) -> FastAPI:
    """API and pages over the archive in the state folder."""
    archive = wiring.open_archive(settings)
    service = wiring.open_service(settings, archive)
    site = Site(samples=lambda: samples.are_all(archive), feeds=True, alerts=True, zone=ZoneInfo(settings.zone))
    drawn = pages(site)
    app = create_application(service, drawn.problem, settings.public_url)
    install(app, service, drawn)
    desk = AlertDesk(archive, service, AskingRules(private_targets=settings.webhook_loopback))
    app.include_router(AskingPages(desk, service, drawn).router())
    app.include_router(ManagingPages(desk, drawn).router())
    return app


def run(settings: Settings) -> None:
    """Answer requests until told to stop."""
    uvicorn.run(
        application(settings),
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
