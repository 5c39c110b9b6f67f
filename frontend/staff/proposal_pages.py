"""What readers propose, for editors: each with what it would change, to be accepted or declined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from domain.accounts import Right
from domain.documents import Document
from domain.page_texts import MOST_LETTERS, NewText, PageTexts, StaleTextError
from domain.proposals import Proposal
from domain.word_diff import pieces
from frontend.links import Links
from frontend.staff.desk import READ, Desk
from frontend.staff.sheets import sheet
from ingest.file_description import FileDescriber
from search_api.forms import form_of
from search_api.guard import caller_of
from search_api.problems import found_or_404, request_language
from search_api.rights import Door, Where, needs
from search_api.workbench import Workbench

_QUEUE = "/staff/proposals"
_ONE = "/staff/documents/{document_id}/proposals/{proposal_id}"
_AT_ONCE = 50

Row = Annotated[int, Query(ge=0, le=2**63 - 1)]


@dataclass(frozen=True, slots=True)
class Opened:
    """A proposal with its document, its page's texts, and where the page is in the document now: None where it is not."""

    proposal: Proposal
    document: Document
    texts: PageTexts
    position: int | None


class ProposalPages:
    """The pages at /staff/proposals."""

    def __init__(self, desk: Desk, bench: Workbench, describer: FileDescriber) -> None:
        self._desk = desk
        self._bench = bench
        self._describer = describer
        self._proposals = bench.archive.proposals

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        anywhere, there = needs(Door.PAGE, Right.EDIT), needs(Door.PAGE, Right.EDIT, Where.DOCUMENT)
        routes.add_api_route(_QUEUE, self.queue, methods=READ, dependencies=[anywhere])
        routes.add_api_route(_ONE, self.show, methods=READ, dependencies=[there])
        routes.add_api_route(f"{_ONE}/accept", self.accept, methods=["POST"], dependencies=[there])
        routes.add_api_route(f"{_ONE}/decline", self.decline, methods=["POST"], dependencies=[there])
        return routes

    def queue(self, request: Request, after: Row = 0) -> Response:
        """Those for documents that one may edit, as they came."""
        found = self._proposals.waiting(caller_of(request).bodies(Right.EDIT), after, _AT_ONCE)
        documents = self._bench.archive.documents({one.said.document_id for one in found})
        context = {
            "items": [(one, documents[one.said.document_id]) for one in found if one.said.document_id in documents],
            "further": found[-1].row if len(found) == _AT_ONCE else None,
            "address": lambda one: _ONE.format(document_id=one.said.document_id, proposal_id=one.id),
        }
        return self._desk.page(request, "proposals", context)

    def show(self, request: Request, document_id: str, proposal_id: str) -> Response:
        """What it would change in the text that stands, and the text to be accepted, which can be edited before."""
        return self._page(request, self._opened(document_id, proposal_id))

    def accept(self, request: Request, document_id: str, proposal_id: str) -> Response:
        """Have it, as it is edited, stand as the page's text."""
        opened, form = self._opened(document_id, proposal_id), form_of(request)
        text = form.get("text").replace("\r\n", "\n")
        if opened.position is None or len(text) > MOST_LETTERS:
            return self._refused(request, opened, "text.too_long" if opened.position else "proposals.away", text, 422)
        key = opened.proposal.said.key
        new = NewText(key, text, form.get("base"), caller_of(request).account.id, opened.proposal.id)
        try:
            self._proposals.accept(opened.proposal, new, self._describer.with_text(key, text))
        except StaleTextError:
            return self._refused(request, self._opened(document_id, proposal_id), "text.stale", text, 409)
        except LookupError:
            return self._desk.onward(request, _QUEUE, done="proposal_decided")
        return self._desk.onward(request, _QUEUE, done="proposal_accepted")

    def decline(self, request: Request, document_id: str, proposal_id: str) -> Response:
        """Let it go."""
        opened = self._opened(document_id, proposal_id)
        try:
            self._proposals.decline(opened.proposal, caller_of(request).account.id)
        except LookupError:
            return self._desk.onward(request, _QUEUE, done="proposal_decided")
        return self._desk.onward(request, _QUEUE, done="proposal_declined")

    def _opened(self, document_id: str, proposal_id: str) -> Opened:
        proposal = found_or_404(self._proposals.get(document_id, proposal_id))
        document = self._bench.document(document_id)
        texts = found_or_404(self._bench.archive.texts.of(proposal.said.key))
        return Opened(proposal, document, texts, self._bench.place_of(document, proposal.said.key))

    def _refused(self, request: Request, opened: Opened, fault: str, text: str, status: int) -> Response:
        response = self._page(request, opened, fault, text)
        response.status_code = status
        return response

    def _page(self, request: Request, opened: Opened, fault: str = "", typed: str | None = None) -> Response:
        document, said = opened.document, opened.proposal.said
        leaf = self._bench.leaf(document, opened.position) if opened.position else None
        text = said.text if typed is None else typed
        context = {
            "document": document,
            "title": document.title(Links(request_language(request)).language)[0],
            "proposal": opened.proposal,
            "texts": opened.texts,
            "sheet": leaf and sheet(document.id, leaf),
            "shown": text,
            "fault_key": fault,
            "compared": pieces(opened.texts.text, text),
            "other_since": opened.texts.text != said.seen,
            "address": _ONE.format(document_id=document.id, proposal_id=opened.proposal.id),
        }
        return self._desk.page(request, "proposal", context)
