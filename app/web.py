"""The server process: API and pages over one state folder."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI

from accounts.services import services
from app import samples, wiring
from app.settings import Settings
from archive.store import Archive
from frontend.alerts import routes as alert_pages
from frontend.alerts.staff_pages import AlertStaffPages
from frontend.rendering import Pages
from frontend.routes import install, pages
from frontend.site import Site
from frontend.staff import routes as staff_pages
from frontend.staff.desk import Desk
from search_api.alert_desk import AlertDesk, AskingRules
from search_api.application import create_application
from search_api.cookies import Cookies
from search_api.guard import Guard
from search_api.rights import require_declared
from search_api.staff_routes import StaffRoutes


def application(settings: Settings) -> FastAPI:
    """API and pages over the archive in the state folder."""
    archive = wiring.open_archive(settings)
    service = wiring.open_service(settings, archive)
    site = Site(samples=lambda: samples.are_all(archive), feeds=True, alerts=True, zone=ZoneInfo(settings.zone), staff=True)
    drawn = pages(site)
    app = create_application(service, drawn.problem, settings.public_url)
    install(app, service, drawn)
    desk = AlertDesk(archive, service, AskingRules(settings.webhook_loopback))
    alert_pages.install(app, desk, service, drawn)
    install_staff(app, settings, archive, drawn)
    require_declared(app)
    return app


def install_staff(app: FastAPI, settings: Settings, archive: Archive, drawn: Pages) -> None:
    """Let staff in, through the guard, and serve what is theirs."""
    site = settings.site_url.rstrip("/")
    offered = services(archive.staff, site, settings.oidc)
    cookies = Cookies(secure=site.startswith("https:"))
    Guard(offered.callers, cookies, site, wiring.body_of(archive)).install(app)
    app.include_router(StaffRoutes(archive.staff).router())
    desk = Desk(offered, cookies, drawn, archive.bodies, site, settings.oidc_name)
    staff_pages.install(app, desk, ZoneInfo(settings.zone))
    app.include_router(AlertStaffPages(desk, archive.alerts.outbox).router())


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
