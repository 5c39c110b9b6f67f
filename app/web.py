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
from archive.store import Archive
from frontend.alerts import routes as alert_pages
from frontend.alerts.drawing import AlertPages
from frontend.alerts.staff_pages import AlertStaffPages
from frontend.rendering import Pages
from frontend.routes import install, pages
from frontend.site import Site
from frontend.staff import editing_pages
from frontend.staff import routes as staff_pages
from frontend.staff.batch_pages import BatchPages
from frontend.staff.desk import Desk
from frontend.staff.document_pages import DocumentPages
from frontend.staff.explain_pages import ExplainPages
from frontend.staff.redaction_pages import RedactionPages, StaffFiles
from frontend.staff.upload_pages import UploadPages
from ingest.receiving import Receiving
from ingest.sheets.intake import SheetDesk
from search_api.alert_desk import AlertDesk, AskingRules
from search_api.application import PREFIX, create_application
from search_api.batch_routes import PAGE_PREFIX, BatchRoutes
from search_api.cookies import Cookies
from search_api.early import Early
from search_api.guard import Guard
from search_api.metering import Meter, RequestFigures
from search_api.operations_routes import Operations, OperationsRoutes
from search_api.proxies import Proxies, networks
from search_api.readiness import Probe, Readiness
from search_api.review_routes import ReviewRoutes
from search_api.rights import Door, require_declared
from search_api.service import SearchService
from search_api.sheet_routes import SheetRoutes
from search_api.staff_routes import StaffRoutes
from search_api.tus.protocol import PIECES
from search_api.tus.routes import TusRoutes
from search_api.workbench import Workbench


def application(settings: Settings) -> FastAPI:
    """API and pages over the archive in the state folder."""
    archive = wiring.open_archive(settings)
    analyzer = wiring.open_analyzer(settings)
    service = wiring.open_service(settings, archive, analyzer)
    site = Site(samples=lambda: samples.are_all(archive), feeds=True, alerts=True, zone=ZoneInfo(settings.zone), staff=True)
    drawn = pages(site)
    registry, readers = CollectorRegistry(), networks(settings.metrics_from)
    outside = (
        Middleware(Proxies, trusted=networks(settings.trusted_proxies)),
        Middleware(Meter, figures=RequestFigures(registry), log_queries=settings.log_queries),
        Middleware(Early, media_type=PIECES),
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
    staff = install_staff(app, settings, service, drawn)
    editing_pages.install(app, staff, Workbench(archive, service.images), analyzer)
    require_declared(app)
    return app


def install_staff(app: FastAPI, settings: Settings, service: SearchService, drawn: Pages) -> Desk:
    """Let staff in, through the guard, and serve what is theirs. Returns what makes their pages."""
    archive = service.archive
    site = settings.site_url.rstrip("/")
    offered = services(archive.staff, site, settings.oidc)
    cookies = _cookies(settings)
    Guard(offered.callers, cookies, site, wiring.body_of(archive), archive.batches.body_of).install(app)
    app.include_router(StaffRoutes(archive.staff).router())
    sheets = SheetDesk(archive, wiring.open_sandbox(settings), wiring.scratch(settings))
    install_uploads(app, archive, wiring.open_receiving(settings, archive), sheets)
    desk = Desk(offered, cookies, drawn, archive.bodies, site, settings.oidc_name)
    staff_pages.install(app, desk, ZoneInfo(settings.zone))
    app.include_router(AlertStaffPages(desk, archive.alerts.outbox).router())
    app.include_router(ExplainPages(desk, service).router())
    app.include_router(DocumentPages(desk, archive, ZoneInfo(settings.zone)).router())
    app.include_router(RedactionPages(desk, archive, StaffFiles(service.images.get, service.blobs.open)).router())
    app.include_router(BatchPages(desk, archive.batches, archive.batch_files, service.blobs).router())
    app.include_router(UploadPages(desk, archive.batches).router())
    app.include_router(ReviewRoutes(archive).router())
    return desk


def install_uploads(app: FastAPI, archive: Archive, receiving: Receiving, sheets: SheetDesk) -> None:
    """Take files in: from programs with their tokens, from pages with their sessions."""
    for door, prefix in ((Door.API, PREFIX), (Door.PAGE, PAGE_PREFIX)):
        app.include_router(BatchRoutes(archive.batches, receiving, door, prefix).router())
        app.include_router(TusRoutes(receiving, door, prefix).router())
        app.include_router(SheetRoutes(archive.batches.sheets, sheets, receiving, door, prefix).router())


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
