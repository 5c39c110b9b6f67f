"""The pages on which editors correct what is said of documents, their text and their pages."""

from __future__ import annotations

from fastapi import FastAPI

from analyzers.pipeline import Analyzer
from frontend.staff.arranging_pages import ArrangingPages
from frontend.staff.desk import Desk
from frontend.staff.proposal_pages import ProposalPages
from frontend.staff.proposing_pages import ProposingPages
from frontend.staff.review_pages import ReviewPages
from frontend.staff.sheets import SheetImages
from frontend.staff.text_pages import TextPages
from ingest.file_description import FileDescriber
from search_api.alert_pace import VisitLimit
from search_api.workbench import Workbench

_PROPOSALS_AN_HOUR = 10
"""That one visitor may send."""


def install(app: FastAPI, desk: Desk, bench: Workbench, analyzer: Analyzer) -> None:
    """Serve them; the guard is installed apart (`search_api.guard`)."""
    describer = FileDescriber(bench.archive, analyzer)
    for pages in (
        SheetImages(bench),
        ReviewPages(desk, bench),
        TextPages(desk, bench, describer),
        ArrangingPages(desk, bench, analyzer),
        ProposalPages(desk, bench, describer),
        ProposingPages(desk, bench, VisitLimit(_PROPOSALS_AN_HOUR)),
    ):
        app.include_router(pages.router())
