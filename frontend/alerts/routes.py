"""All pages about alerts."""

from __future__ import annotations

from fastapi import FastAPI

from frontend.alerts.asking_pages import AskingPages
from frontend.alerts.managing_pages import ManagingPages
from frontend.rendering import Pages
from search_api.alert_desk import AlertDesk
from search_api.service import SearchService


def install(app: FastAPI, desk: AlertDesk, service: SearchService, drawn: Pages) -> None:
    """Serve them."""
    app.include_router(AskingPages(desk, service, drawn).router())
    app.include_router(ManagingPages(desk, drawn).router())
