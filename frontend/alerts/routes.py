"""All pages about alerts."""

from __future__ import annotations

from fastapi import FastAPI

from frontend.alerts.asking_pages import AskingPages
from frontend.alerts.drawing import AlertPages
from frontend.alerts.managing_pages import ManagingPages
from search_api.alert_desk import AlertDesk
from search_api.service import SearchService


def install(app: FastAPI, desk: AlertDesk, service: SearchService, pages: AlertPages) -> None:
    """Serve them. Forms are let in by the guard of the application."""
    app.include_router(AskingPages(desk, service, pages).router())
    app.include_router(ManagingPages(desk, pages).router())
