"""Somebody with a browser: follows links, fills in the forms that pages have, keeps cookies."""

from __future__ import annotations

from contextlib import AbstractContextManager
from io import BytesIO
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import httpx
from fastapi import FastAPI
from lxml.html import HtmlElement

from accounts.clients import Client
from accounts.passwords import Passwords
from accounts.services import services
from app.wiring import body_of
from archive.blob_store import BlobStore
from frontend.routes import install, pages
from frontend.site import Site
from frontend.staff import routes
from frontend.staff.batch_pages import BatchPages
from frontend.staff.desk import Desk
from frontend.staff.document_pages import DocumentPages
from frontend.staff.redaction_pages import RedactionPages, StaffFiles
from frontend.staff.upload_pages import UploadPages
from search_api.boundary import Boundary
from search_api.cookies import Cookies
from search_api.guard import Guard
from search_api.problems import ProblemWriter
from search_api.rights import require_declared
from search_api.staff_routes import StaffRoutes
from tests.accounts.staffed import PASSWORD, Office, quick
from tests.frontend.reading import parse, texts
from tests.frontend.sample_archive import SampleArchive, draw_page
from tests.visitor import Visitor

HOST = "http://archive.example.ma"
ZONE = ZoneInfo("Africa/Casablanca")
NO_FILES = StaffFiles(lambda version, key: draw_page(key.width), lambda sha256: BytesIO(sha256.encode()))
"""Any page is a drawn one, any file holds its own hash."""


def desk_of(office: Office, site: str = HOST, client: Client | None = None) -> Desk:
    """What makes the pages of staff over the office's archive."""
    drawn = pages(Site(staff=True, feeds=True, zone=ZONE))
    offered = services(office.staff, site, client, passwords=Passwords(quick()), clock=office.clock)
    return Desk(offered, Cookies(secure=site.startswith("https")), drawn, office.archive.bodies, site)


def application(office: Office, site: str = HOST, client: Client | None = None, blobs: BlobStore | None = None) -> FastAPI:
    """The public pages and those of staff, over the office's archive; with blobs those of batches and uploading too."""
    desk = desk_of(office, site, client)
    app = FastAPI(openapi_url=None)
    install(app, SampleArchive(copies=1), desk.drawn)
    Guard(desk.services.callers, desk.cookies, site, body_of(office.archive), office.archive.batches.body_of).install(app)
    app.include_router(StaffRoutes(office.staff).router())
    routes.install(app, desk, ZONE)
    app.include_router(DocumentPages(desk, office.archive, ZONE).router())
    app.include_router(RedactionPages(desk, office.archive, NO_FILES).router())
    if blobs is not None:
        batches = office.archive.batches
        app.include_router(BatchPages(desk, batches, office.archive.batch_files, blobs).router())
        app.include_router(UploadPages(desk, batches).router())
    require_declared(app)
    problems = ProblemWriter(desk.drawn.problem)
    problems.install(app)
    app.add_middleware(Boundary, problems=problems)
    return app


class Person(AbstractContextManager["Person"]):
    """A browser on the application."""

    def __init__(self, app: FastAPI, site: str = HOST) -> None:
        self._visitor = Visitor(app, site)

    def get(self, address: str, **options: Any) -> httpx.Response:
        """The answer, redirects not followed."""
        return self._visitor.get(address, **options)

    def post(self, address: str, fields: dict[str, Any], **options: Any) -> httpx.Response:
        """Send a form, its key and all, as it is given."""
        return self._visitor.request("POST", address, data=fields, **options)

    def page(self, address: str, status: int = 200) -> HtmlElement:
        """The page where an address leads in the end."""
        response = self._visitor.get(address, follow_redirects=True)
        assert response.status_code == status, (address, response.status_code)
        return parse(response.text)

    def submit(self, address: str, action: str, **fields: Any) -> httpx.Response:
        """Fill in the form of a page that is sent to `action`; what the form holds already is sent along."""
        page = self.page(address)
        return self.post(form_at(page, action).get("action"), filled(page, action) | fields)

    def follow(self, response: httpx.Response) -> HtmlElement:
        """The page to which an answer leads."""
        assert response.status_code == 303, (response.status_code, response.text[:500])
        return self.page(response.headers["location"])

    def sign_in(self, email: str, password: str = PASSWORD) -> httpx.Response:
        """Fill in the form at /sign-in."""
        return self.submit("/sign-in?lang=en", "/sign-in", email=email, password=password)

    def take_cookies_of(self, other: Person) -> None:
        """Have the cookies that another browser has now."""
        self._visitor.cookies.update(other._visitor.cookies)

    def close(self) -> None:
        """Close the browser."""
        self._visitor.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def form_at(page: HtmlElement, action: str) -> HtmlElement:
    """The page's form that is sent to the path `action`."""
    forms = [form for form in page.xpath("//form") if urlsplit(form.get("action")).path == action]
    assert len(forms) == 1, (action, [form.get("action") for form in page.xpath("//form")])
    return forms[0]


def filled(page: HtmlElement, action: str) -> dict[str, Any]:
    """What that form sends when nobody types anything. A text that begins with a line break loses it, as in browsers."""
    form = form_at(page, action)
    texts = {field.get("name") for field in form.xpath(".//textarea")}
    return {name: value.removeprefix("\n") if name in texts else value for name, value in form.form_values() if name}


def faults(page: HtmlElement) -> list[str]:
    """What the page says went wrong."""
    return texts(page, "//*[@role='alert']")
