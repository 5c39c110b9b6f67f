"""Asking for an alert from a page of results or of a document, and confirming it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import QueryParams

from domain.alerts import Alert, AlertKind, Frequency
from domain.documents import Document
from frontend.asking import Asked, asked
from frontend.rendering import Pages
from search_api.alert_desk import AlertDesk, AskingError
from search_api.forms import SentForm, read_form
from search_api.problems import Problem, found_or_404, request_language
from search_api.rights import Door, public
from search_api.service import SearchService

_SECRET = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Robots-Tag": "noindex"}
"""How pages are sent whose addresses let somebody in."""


@dataclass(frozen=True, slots=True)
class AskingPages:
    """The pages for whoever has no link yet. Posts need no key of ours: all that they can do is to have a mail sent."""

    desk: AlertDesk
    service: SearchService
    drawn: Pages

    def router(self) -> APIRouter:
        """The addresses."""
        routes = APIRouter(
            prefix="/alerts",
            include_in_schema=False,
            default_response_class=HTMLResponse,
            dependencies=[public(Door.API)],
        )
        routes.add_api_route("/new", self.form, methods=["GET", "HEAD"])
        routes.add_api_route("/new", self.ask, methods=["POST"])
        routes.add_api_route("/link", self.link_form, methods=["GET", "HEAD"])
        routes.add_api_route("/link", self.ask_link, methods=["POST"])
        routes.add_api_route("/confirm/{alert_id}/{until}/{signature}", self.confirm_form, methods=["GET", "HEAD"])
        routes.add_api_route("/confirm/{alert_id}/{until}/{signature}", self.confirm, methods=["POST"])
        return routes

    def form(self, request: Request) -> HTMLResponse:
        """What the alert would be of, how many documents to expect, and what is to be filled in."""
        wanted = self._wanted(request.query_params, request_language(request))
        return self._form(request, wanted, SentForm())

    async def ask(self, request: Request) -> HTMLResponse:
        """Ask for it."""
        form = await read_form(request)
        return await run_in_threadpool(self._ask, request, form)

    def link_form(self, request: Request) -> HTMLResponse:
        """Where the link to all alerts is asked for."""
        return self.drawn.render(request, "alerts/link.html", {"fault": "", "email": ""})

    async def ask_link(self, request: Request) -> HTMLResponse:
        """Ask for it."""
        form = await read_form(request)
        return await run_in_threadpool(self._ask_link, request, form)

    def confirm_form(self, request: Request, alert_id: str, until: str, signature: str) -> HTMLResponse:
        """A button: programs that look into mails follow links, and confirm nothing by it."""
        alert = self.desk.confirmable(alert_id, until, signature)
        if alert is None:
            return self._said(request, "late", 404)
        return secret(self.drawn.render(request, "alerts/confirm.html", {"alert": alert}))

    def confirm(self, request: Request, alert_id: str, until: str, signature: str) -> HTMLResponse:
        """The alert is wanted."""
        alert = self.desk.confirmable(alert_id, until, signature)
        if alert is None or self.desk.confirm(alert) is None:
            return self._said(request, "late", 404)
        return self._said(request, "confirmed")

    def _ask(self, request: Request, form: SentForm) -> HTMLResponse:
        language = request_language(request)
        wanted = self._wanted(QueryParams(list(form.fields)), language)
        described = replace(
            wanted, name=form.get("name"), frequency=frequency(form.get("frequency")), target=form.get("target")
        )
        try:
            self.desk.ask(form.get("email"), described, visitor(request))
        except AskingError as error:
            return self._form(request, wanted, form, str(error.fault))
        return self._said(request, "asked")

    def _ask_link(self, request: Request, form: SentForm) -> HTMLResponse:
        try:
            self.desk.ask_link(form.get("email"), visitor(request))
        except AskingError as error:
            values = {"fault": str(error.fault), "email": form.get("email")}
            return self.drawn.render(request, "alerts/link.html", values, 422)
        return self._said(request, "link_asked")

    def _wanted(self, parameters: QueryParams, language: str) -> Alert:
        """The alert of a search's parameters, or of a `document` that is named. Raises Problem for neither."""
        document_id = parameters.get("document")
        if document_id:
            found = found_or_404(self.service.record(document_id))
            return _follow(found, language)
        return _search(asked(parameters), language)

    def _form(self, request: Request, wanted: Alert, form: SentForm, fault: str = "") -> HTMLResponse:
        values = {
            "wanted": wanted,
            "hidden": _hidden(wanted),
            "expected": self.desk.expected(wanted),
            "frequencies": tuple(Frequency),
            "filled": form,
            "fault": fault,
        }
        return self.drawn.render(request, "alerts/new.html", values, 422 if fault else 200)

    def _said(self, request: Request, what: str, status: int = 200) -> HTMLResponse:
        return said(self.drawn, request, what, status)


def said(drawn: Pages, request: Request, what: str, status: int = 200) -> HTMLResponse:
    """A page that says what was done."""
    return secret(drawn.render(request, "alerts/said.html", {"what": what}, status))


def secret(page: HTMLResponse) -> HTMLResponse:
    """The page as it is sent to whoever has a link that lets them in."""
    page.headers.update(_SECRET)
    return page


def visitor(request: Request) -> str:
    """By what a visitor is known from whom so much and no more is taken."""
    return request.client.host if request.client else ""


def frequency(text: str) -> Frequency:
    """The frequency of that name. Raises a bad-request Problem for none."""
    try:
        return Frequency(text or Frequency.DAILY)
    except ValueError:
        raise Problem(400, "bad_request") from None


def _search(search: Asked, language: str) -> Alert:
    return Alert(
        id="",
        subscriber_id="",
        kind=AlertKind.SEARCH,
        name=search.query,
        text=search.query,
        filters={field: list(values) for field, values in search.filters.items()},
        precision=search.precision,
        translate=search.translate,
        language=language,
    )


def _follow(document: Document, language: str) -> Alert:
    title, _ = document.title(language)
    return Alert("", "", AlertKind.DOCUMENT, title, document.id, language=language)


def _hidden(wanted: Alert) -> Iterable[tuple[str, str]]:
    """The fields that carry what the alert is of."""
    if wanted.kind is AlertKind.DOCUMENT:
        return [("document", wanted.text)]
    filters = {field: tuple(values) for field, values in wanted.filters.items()}
    return Asked(wanted.text, filters, precision=wanted.precision, translate=wanted.translate).parameters
