"""Asking for an alert from a page of results or of a document, and confirming it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams

from domain.alerts import Alert, AlertKind, Frequency
from domain.documents import Document
from frontend.alerts.drawing import AlertPages
from frontend.asking import Asked, asked
from search_api.alert_desk import AlertDesk, AskingError
from search_api.forms import SentForm, form_of
from search_api.problems import Problem, found_or_404, request_language
from search_api.rights import Door, public
from search_api.service import SearchService

_FOLLOWED = ("document", "tender")
"""Parameters that name the document which is followed, or whose tender is."""


@dataclass(frozen=True, slots=True)
class AskingPages:
    """The pages for whoever has no link yet."""

    desk: AlertDesk
    service: SearchService
    pages: AlertPages

    def router(self) -> APIRouter:
        """The addresses."""
        routes = APIRouter(
            prefix="/alerts",
            include_in_schema=False,
            default_response_class=HTMLResponse,
            dependencies=[public(Door.PAGE)],
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

    def ask(self, request: Request) -> HTMLResponse:
        """Ask for it."""
        form, language = form_of(request), request_language(request)
        wanted = self._wanted(QueryParams(list(form.fields)), language)
        described = replace(
            wanted, name=form.get("name"), frequency=frequency(form.get("frequency")), target=form.get("target")
        )
        try:
            self.desk.ask(form.get("email"), described, visitor(request))
        except AskingError as error:
            return self._form(request, wanted, form, str(error.fault))
        return self.pages.said(request, "asked")

    def link_form(self, request: Request) -> HTMLResponse:
        """Where the link to all alerts is asked for."""
        return self.pages.page(request, "link", {"fault": "", "email": ""})

    def ask_link(self, request: Request) -> HTMLResponse:
        """Ask for it."""
        email = form_of(request).get("email")
        try:
            self.desk.ask_link(email, visitor(request))
        except AskingError as error:
            return self.pages.page(request, "link", {"fault": str(error.fault), "email": email}, 422)
        return self.pages.said(request, "link_asked")

    def confirm_form(self, request: Request, alert_id: str, until: str, signature: str) -> HTMLResponse:
        """A button: programs that look into mails follow links, and confirm nothing by it."""
        alert = self.desk.confirmable(alert_id, until, signature)
        if alert is None:
            return self.pages.said(request, "late", 404)
        looked_for = self.desk.wording().looked_for(alert, request_language(request))
        return self.pages.page(request, "confirm", {"alert": alert, "looked_for": looked_for})

    def confirm(self, request: Request, alert_id: str, until: str, signature: str) -> HTMLResponse:
        """The alert is wanted."""
        alert = self.desk.confirmable(alert_id, until, signature)
        if alert is None or self.desk.confirm(alert) is None:
            return self.pages.said(request, "late", 404)
        return self.pages.said(request, "confirmed")

    def _wanted(self, parameters: QueryParams, language: str) -> Alert:
        """The alert of a search's parameters, or of a `document` that is named, or of the `tender` it is about. Raises
        Problem for neither.
        """
        followed = next((name for name in _FOLLOWED if parameters.get(name)), None)
        if followed is None:
            return self.desk.named(_search(asked(parameters), language))
        document = found_or_404(self.service.record(parameters[followed]))
        return _follow(document, language) if followed == "document" else found_or_404(self.desk.tender(document, language))

    def _form(self, request: Request, wanted: Alert, form: SentForm, fault: str = "") -> HTMLResponse:
        hidden = _hidden(wanted, request.query_params.get("tender") or form.get("tender"))
        values = {
            "wanted": wanted,
            "looked_for": self.desk.wording().looked_for(wanted, request_language(request)),
            "hidden": hidden,
            "expected": self.desk.expected(wanted),
            "frequencies": tuple(Frequency),
            "filled": form,
            "fault": fault,
        }
        return self.pages.page(request, "new", values, 422 if fault else 200)


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
        name="",
        text=search.query,
        filters={field: list(values) for field, values in search.filters.items()},
        precision=search.precision,
        translate=search.translate,
        language=language,
    )


def _follow(document: Document, language: str) -> Alert:
    title, _ = document.title(language)
    return Alert("", "", AlertKind.DOCUMENT, title, document.id, language=language)


def _hidden(wanted: Alert, tender: str) -> Iterable[tuple[str, str]]:
    """The fields that carry what the alert is of; a tender is known by the document in which it was found."""
    if wanted.kind is AlertKind.DOCUMENT:
        return [("document", wanted.text)]
    if wanted.kind is AlertKind.TENDER:
        return [("tender", tender)]
    filters = {field: tuple(values) for field, values in wanted.filters.items()}
    return Asked(wanted.text, filters, precision=wanted.precision, translate=wanted.translate).parameters
