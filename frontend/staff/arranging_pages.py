"""The pages of a scan put right in the browser: order, turn, split, merge, undo, each seen before it is done."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from analyzers.pipeline import Analyzer
from archive.identifiers import new_id
from domain.accounts import Right
from domain.arranging import ArrangementError
from domain.documents import Document
from frontend.links import Links
from frontend.staff.arranging_drawing import PAGES, ArrangingDrawer, Wanted, state_of
from frontend.staff.desk import READ, Desk
from frontend.staff.page_order import PageOrder
from ingest.arranger import Arranger
from search_api.forms import form_of
from search_api.guard import caller_of
from search_api.problems import not_found, request_language
from search_api.rights import Door, Where, needs
from search_api.workbench import Workbench

_STEPS = {"earlier": -1, "later": 1}
_MOST_MADE = 50


class ArrangingPages:
    """The pages at /staff/documents/…/pages."""

    def __init__(self, desk: Desk, bench: Workbench, analyzer: Analyzer) -> None:
        self._desk = desk
        self._bench = bench
        self._analyzer = analyzer
        self._drawer = ArrangingDrawer(desk, bench, analyzer)

    def router(self) -> APIRouter:
        """Their addresses."""
        there = needs(Door.PAGE, Right.EDIT, Where.DOCUMENT)
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[there])
        routes.add_api_route(PAGES, self.show, methods=READ)
        for act in (self.arrange, self.turn, self.merge, self.undo):
            routes.add_api_route(f"{PAGES}/{act.__name__}", act, methods=["POST"])
        return routes

    def show(self, request: Request, document_id: str) -> Response:
        """The pages in the order that the address tells, and what would come out. Nothing is changed."""
        asked = request.query_params
        document = self._bench.document(document_id)
        keys = self._bench.archive.page_keys(document)
        wanted = PageOrder.read(len(keys), asked.get("order", ""), [*asked.getlist("start"), asked.get("starts", "")])
        if wanted is None:
            return self._refused(request, document, "arranging.no_order", 422)
        number, _, direction = asked.get("move", "").partition(":")
        if number.isdecimal() and direction in _STEPS:
            wanted = wanted.moved(int(number), _STEPS[direction])
        other, made = asked.get("other", ""), asked.get("made", "").split(",")[:_MOST_MADE]
        found = self._other(request, other)
        fault = "arranging.no_other" if other and found is None else ""
        return self._page(request, document, Wanted(wanted, found, tuple(made), fault))

    def arrange(self, request: Request, document_id: str) -> Response:
        """Have the pages in the order, and new documents where they begin."""
        form, document = form_of(request), self._bench.document(document_id)
        count = len(self._bench.archive.page_keys(document))
        wanted = PageOrder.read(count, form.get("order"), [form.get("starts")])
        if wanted is None:
            return self._refused(request, document, "arranging.no_order", 422)
        publish = form.get("publish") == "yes" and caller_of(request).may(Right.PUBLISH, document.body_id)

        def act(arranger: Arranger) -> list[tuple[str, str]]:
            if wanted.changed:
                arranger.order(document_id, wanted.order)
            ranges = wanted.ranges()
            made = arranger.split(document_id, ranges, publish) if ranges else []
            return [("made", ",".join(made)), ("done", "arranged")]

        return self._act(request, document, act)

    def turn(self, request: Request, document_id: str) -> Response:
        """Turn a page; a task reads it again."""
        form, document = form_of(request), self._bench.document(document_id)
        number, _, degrees = form.get("turn").partition(":")
        if not number.isdecimal() or degrees not in ("90", "180", "270"):
            raise not_found()

        def act(arranger: Arranger) -> list[tuple[str, str]]:
            arranger.turn(document_id, int(number), int(degrees), new_id("b"))
            return [("order", form.get("order")), ("starts", form.get("starts")), ("done", "turned")]

        return self._act(request, document, act)

    def merge(self, request: Request, document_id: str) -> Response:
        """Put the pages of another document behind these."""
        document, other = self._bench.document(document_id), self._other(request, form_of(request).get("other"))
        if other is None:
            return self._refused(request, document, "arranging.no_other", 422)

        def act(arranger: Arranger) -> list[tuple[str, str]]:
            arranger.merge([document_id, other.id])
            return [("done", "merged")]

        return self._act(request, document, act)

    def undo(self, request: Request, document_id: str) -> Response:
        """Undo the last split, merge or order."""
        document = self._bench.document(document_id)

        def act(arranger: Arranger) -> list[tuple[str, str]]:
            touched = self._bench.archive.documents(self._bench.archive.arrangements.former_pages(document_id))
            if not all(caller_of(request).may(Right.EDIT, one.body_id) for one in touched.values()):
                raise not_found()
            arranger.undo(document_id)
            return [("done", "arranging_undone")]

        return self._act(request, document, act)

    def _act(self, request: Request, document: Document, act: Callable[[Arranger], list[tuple[str, str]]]) -> Response:
        """Do it, unless the pages are other ones by now than those that were looked at."""
        if form_of(request).get("state") != state_of(self._bench.archive.page_keys(document)):
            return self._refused(request, document, "arranging.stale", 409)
        try:
            more = act(Arranger(self._bench.archive, self._analyzer, caller_of(request).account.id))
        except ArrangementError as error:
            return self._refused(request, self._bench.document(document.id), error, 422)
        address = Links(request_language(request)).to(PAGES.format(document_id=document.id), more)
        return RedirectResponse(address, 303, {"Cache-Control": "no-store"})

    def _other(self, request: Request, typed: str) -> Document | None:
        """The document whose id or address was typed, if one may edit it."""
        name = typed.strip().partition("?")[0].rstrip("/").rpartition("/")[2]
        found = self._bench.archive.document(name) if name else None
        return found if found and caller_of(request).may(Right.EDIT, found.body_id) else None

    def _refused(self, request: Request, document: Document, fault: str | ArrangementError, status: int) -> Response:
        present = PageOrder(tuple(range(1, len(self._bench.archive.page_keys(document)) + 1)))
        response = self._page(request, document, Wanted(present, fault=fault))
        response.status_code = status
        return response

    def _page(self, request: Request, document: Document, wanted: Wanted) -> Response:
        return self._desk.page(request, "pages", self._drawer.context(request, document, wanted))
