"""Where readers propose a correction of a page's text. It takes no account, and nothing they send is shown to anybody but
editors.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from domain.documents import Document, PageKey
from domain.proposals import MOST_NOTED, MOST_PROPOSED, NewProposal
from frontend.links import Links
from frontend.staff.desk import READ, Desk, browser_of
from search_api.alert_pace import VisitLimit
from search_api.forms import SentForm, form_of
from search_api.problems import found_or_404, not_found, request_language
from search_api.records import is_public
from search_api.rights import Door, public
from search_api.workbench import Leaf, Workbench

PROPOSE = "/documents/{document_id}/propose"
_STATUS: Mapping[str, int] = MappingProxyType({"often": 429, "full": 429})
_UNFIT = 422
_TRAP = "website"
"""A field that people do not see: who fills it in is a robot, and is thanked like everybody."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a reader sent that was not taken, and why (the words are under `proposing.fault`)."""

    fault: str = ""
    text: str = ""
    note: str = ""


class ProposingPages:
    """The pages at /documents/…/propose."""

    def __init__(self, desk: Desk, bench: Workbench, limit: VisitLimit) -> None:
        self._desk = desk
        self._bench = bench
        self._limit = limit

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[public(Door.PAGE)])
        routes.add_api_route(PROPOSE, self.show, methods=READ)
        routes.add_api_route(PROPOSE, self.send, methods=["POST"])
        return routes

    def show(self, request: Request, document_id: str) -> Response:
        """The page's text, to be corrected."""
        asked = request.query_params
        document, leaf = self._opened(document_id, asked.get("version", ""), asked.get("page", ""))
        return self._page(request, document, leaf, Typed(text=leaf.page.text))

    def send(self, request: Request, document_id: str) -> Response:
        """Keep the proposal for the editors."""
        form = form_of(request)
        document, leaf = self._opened(document_id, form.get("version"), form.get("page"))
        text, note = form.get("text").replace("\r\n", "\n"), form.get("note").strip()
        fault = self._fault(request, form, leaf, text, note)
        if not fault and not form.get(_TRAP):
            said = NewProposal(document.id, leaf.key, text, leaf.page.text, note)
            fault = "" if self._bench.archive.proposals.add(said) else "full"
        if fault:
            response = self._page(request, document, leaf, Typed(fault, text, note))
            response.status_code = _STATUS.get(fault, _UNFIT)
            return response
        thanks = {"document": document, "title": document.title(request_language(request))[0]}
        return self._desk.page(request, "proposed", thanks)

    def _fault(self, request: Request, form: SentForm, leaf: Leaf, text: str, note: str) -> str:
        if len(text) > MOST_PROPOSED or len(note) > MOST_NOTED:
            return "long"
        if text == leaf.page.text:
            return "same"
        return "" if self._limit.admits(browser_of(request).address) else "often"

    def _opened(self, document_id: str, version_id: str, page: str) -> tuple[Document, Leaf]:
        """The page of a public document: by its number in a version, or, without one, by its place."""
        document = found_or_404(self._bench.archive.document(document_id))
        if not is_public(document) or not page.isdecimal() or len(page) > 9:
            raise not_found()
        number = int(page)
        place = self._bench.place_of(document, PageKey(version_id, number)) if version_id else number
        return document, self._bench.leaf(document, place or 0)

    def _page(self, request: Request, document: Document, leaf: Leaf, typed: Typed) -> Response:
        links = Links(request_language(request))
        image = f"/api/v1/documents/{document.id}/pages/{leaf.key.version_id}/{leaf.key.number}/image?width=800"
        context = {
            "document": document,
            "title": document.title(links.language)[0],
            "leaf": leaf,
            "image": image if leaf.drawn else None,
            "typed": typed,
            "most": MOST_PROPOSED,
            "most_noted": MOST_NOTED,
            "trap": _TRAP,
        }
        return self._desk.page(request, "propose", context)
