"""The pages on which editors correct what is said of documents, their text and their pages."""

from __future__ import annotations

from fastapi import FastAPI

from frontend.staff.desk import Desk
from frontend.staff.review_pages import ReviewPages
from frontend.staff.sheets import SheetImages
from search_api.workbench import Workbench


def install(app: FastAPI, desk: Desk, bench: Workbench) -> None:
    """Serve them; the guard is installed apart (`search_api.guard`)."""
    for pages in (SheetImages(bench), ReviewPages(desk, bench)):
        app.include_router(pages.router())
