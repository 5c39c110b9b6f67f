"""The server process: API and pages over one state folder."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import uvicorn
from fastapi import FastAPI
from prometheus_client import CollectorRegistry
from starlette.middleware import Middleware

from accounts.services import services
from app import samples, wiring
from app.figures import ArchiveFigures, WorkerFigures
from app.memory import settle
from app.settings import Settings
from frontend.alerts import routes as alert_pages
from frontend.alerts.drawing import AlertPages
from frontend.alerts.staff_pages import AlertStaffPages
from frontend.rendering import Pages
from frontend.routes import install, pages
from frontend.site import Site
from frontend.staff import routes as staff_pages
from frontend.staff.desk import Desk
from frontend.staff.explain_pages import ExplainPages
from search_api.alert_desk import AlertDesk, AskingRules
from search_api.application import create_application
from search_api.cookies import Cookies
from search_api.guard import Guard
from search_api.metering import Meter, RequestFigures
from search_api.operations_routes import Operations, OperationsRoutes
from search_api.proxies import Proxies, networks
from search_api.readiness import Probe, Readiness
from search_api.rights import require_declared
from search_api.service import SearchService
from search_api.staff_routes import StaffRoutes


def application(settings: Settings) -> FastAPI:
    """API and pages over the archive in the state folder."""
    archive = wiring.open_archive(settings)
    service = wiring.open_service(settings, archive)
    site = Site(samples=lambda: samples.are_all(archive), feeds=True, alerts=True, zone=ZoneInfo(settings.zone), staff=True)
    drawn = pages(site)
    registry, readers = CollectorRegistry(), networks(settings.metrics_from)
    outside = (
        Middleware(Proxies, trusted=networks(settings.trusted_proxies)),
        Middleware(Meter, figures=RequestFigures(registry), log_queries=settings.log_queries),
    )
    app = create_application(service, drawn.problem, settings.public_url, outside)
    registry.register(ArchiveFigures(archive, service.index_change, settings.state))
    registry.register(WorkerFigures(settings.figures))
    probes: dict[str, Probe] = {
        "archive": archive.last_change,
        "index": service.index_change,
        "queue": lambda: wiring.reach_queue(settings),
    }
    app.include_router(OperationsRoutes(Operations(Readiness(probes), registry, readers)).router())
    install(app, service, drawn)
    desk = AlertDesk(archive, service, AskingRules(settings.webhook_loopback))
    alert_pages.install(app, desk, service, AlertPages(drawn, _cookies(settings)))
    install_staff(app, settings, service, drawn)
    require_declared(app)
    return app


def install_staff(app: FastAPI, settings: Settings, service: SearchService, drawn: Pages) -> None:
    """Let staff in, through the guard, and serve what is theirs."""
    archive = service.archive
    site = settings.site_url.rstrip("/")
    offered = services(archive.staff, site, settings.oidc)
    cookies = _cookies(settings)
    Guard(offered.callers, cookies, site, wiring.body_of(archive)).install(app)
    app.include_router(StaffRoutes(archive.staff).router())
    desk = Desk(offered, cookies, drawn, archive.bodies, site, settings.oidc_name)
    staff_pages.install(app, desk, ZoneInfo(settings.zone))
    app.include_router(AlertStaffPages(desk, archive.alerts.outbox).router())
    app.include_router(ExplainPages(desk, service).router())


def _cookies(settings: Settings) -> Cookies:
    return Cookies(secure=settings.site_url.startswith("https:"))


def run(settings: Settings) -> None:
    """Answer requests until told to stop."""
    answering = application(settings)
    settle()
    uvicorn.run(
        answering,
        host=settings.host,
        port=settings.port,
        log_level="warning",
        server_header=False,
        # Whom to believe is a setting: see search_api.proxies.
        proxy_headers=False,
        timeout_graceful_shutdown=5,
    )
