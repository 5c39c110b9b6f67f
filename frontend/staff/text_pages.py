"""A page's text beside its image: written anew, earlier ones seen and restored."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from domain.accounts import Right
from domain.page_texts import MOST_LETTERS, NewText, StaleTextError
from frontend.staff.desk import READ, Desk
from frontend.staff.text_drawing import TEXT, Draft, Opened, context
from ingest.file_description import FileDescriber
from search_api.forms import form_of
from search_api.guard import caller_of
from search_api.problems import found_or_404
from search_api.rights import Door, Where, needs
from search_api.workbench import Workbench

_MOST = 2**31 - 1

Position = Annotated[int, Path(ge=1, le=_MOST)]


class TextPages:
    """The pages at /staff/documents/…/text."""

    def __init__(self, desk: Desk, bench: Workbench, describer: FileDescriber) -> None:
        self._desk = desk
        self._bench = bench
        self._describer = describer
        self._texts = bench.archive.texts

    def router(self) -> APIRouter:
        """Their addresses."""
        there = needs(Door.PAGE, Right.EDIT, Where.DOCUMENT)
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[there])
        routes.add_api_route(TEXT, self.show, methods=READ)
        routes.add_api_route(TEXT, self.save, methods=["POST"])
        routes.add_api_route(f"{TEXT}/restore", self.restore, methods=["POST"])
        routes.add_api_route(f"{TEXT}/keep", self.keep, methods=["POST"])
        return routes

    def show(
        self,
        request: Request,
        document_id: str,
        position: Position,
        edition: Annotated[int | None, Query(ge=0, le=_MOST)] = None,
    ) -> Response:
        """The text that stands, and those before it; one of these, where it differs, if `edition` says so (0: the
        machine's).
        """
        opened = self._opened(document_id, position)
        return self._desk.page(request, "page_text", context(self._desk, request, opened, Draft(seen=edition)))

    def save(self, request: Request, document_id: str, position: Position) -> Response:
        """Have what was typed be the page's text."""
        opened = self._opened(document_id, position)
        form = form_of(request)
        typed = form.get("text").replace("\r\n", "\n")
        if len(typed) > MOST_LETTERS:
            return self._refused(request, opened, Draft(typed, "text.too_long"), 422)
        if typed == opened.texts.text:
            return self._onward(request, document_id, position, "text_same")
        return self._write(request, opened, typed, form.get("base"))

    def restore(self, request: Request, document_id: str, position: Position) -> Response:
        """Have an earlier text stand again, or what the machine reads."""
        opened = self._opened(document_id, position)
        form = form_of(request)
        if form.get("edition") == "0":
            return self._write(request, opened, None, form.get("base"))
        number = int(form.get("edition")) if form.get("edition").isdecimal() else -1
        return self._write(request, opened, found_or_404(opened.texts.edition(number)).text, form.get("base"))

    def keep(self, request: Request, document_id: str, position: Position) -> Response:
        """The person's text stays, though the machine reads otherwise now."""
        opened = self._opened(document_id, position)
        if not opened.texts.reads_otherwise:
            return self._onward(request, document_id, position, "text_same")
        return self._write(request, opened, opened.texts.text, form_of(request).get("base"))

    def _write(self, request: Request, opened: Opened, text: str | None, base: str) -> Response:
        key, document = opened.leaf.key, opened.document
        new = NewText(key, text, base, caller_of(request).account.id)
        try:
            self._texts.write(document.id, new, {} if text is None else self._describer.with_text(key, text))
        except StaleTextError:
            typed = opened.texts.machine if text is None else text
            opened = self._opened(document.id, opened.leaf.position)
            return self._refused(request, opened, Draft(typed, "text.stale"), 409)
        if text is None:
            for one, said in self._describer.as_shown(key).items():
                self._bench.archive.describe(one, said)
        return self._onward(request, document.id, opened.leaf.position, "text_saved")

    def _refused(self, request: Request, opened: Opened, draft: Draft, status: int) -> Response:
        response = self._desk.page(request, "page_text", context(self._desk, request, opened, draft))
        response.status_code = status
        return response

    def _onward(self, request: Request, document_id: str, position: int, done: str) -> Response:
        return self._desk.onward(request, TEXT.format(document_id=document_id, position=position), done=done)

    def _opened(self, document_id: str, position: int) -> Opened:
        document = self._bench.document(document_id)
        leaf = self._bench.leaf(document, position)
        return Opened(document, leaf, found_or_404(self._texts.of(leaf.key)))
