"""All pages of staff, behind their guard."""

from __future__ import annotations

from datetime import tzinfo

from fastapi import FastAPI

from frontend.staff.account_pages import AccountPages
from frontend.staff.audit_pages import AuditPages
from frontend.staff.desk import Desk
from frontend.staff.invitation_pages import InvitationPages
from frontend.staff.people_pages import PeoplePages
from frontend.staff.sign_in_pages import SignInPages


def install(app: FastAPI, desk: Desk, zone: tzinfo) -> None:
    """Serve the pages; the guard is installed apart (`search_api.guard`)."""
    for pages in (SignInPages(desk), AccountPages(desk), InvitationPages(desk), PeoplePages(desk), AuditPages(desk, zone)):
        app.include_router(pages.router())
