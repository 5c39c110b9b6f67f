"""The documents of one's councils, whatever their state: looked up, and published, scheduled or withdrawn, one or many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from urllib.parse import parse_qsl, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams
from starlette.responses import Response

from archive.store import Archive
from domain.accounts import Right
from domain.documents import Document, DocumentStatus, PageKey
from domain.publication import DocumentFilter, PublicationError
from frontend.staff.desk import READ, Desk, own_address
from frontend.staff.publishing import MOST, Deed, Order, Publisher, Unsure
from ingest.personal_data.check import PersonalDataCheck
from search_api.forms import form_of
from search_api.guard import caller_of
from search_api.problems import not_found
from search_api.records import has_page_images
from search_api.rights import Door, Where, needs

DOCUMENTS = "/staff/documents"
_DEEDS = "/staff/publication"
_ONE = f"{DOCUMENTS}/{{document_id}}"
_FIELDS = ("text", "status", "body", "batch")
_SCHEDULED = "scheduled"
_STATES = (DocumentStatus.DRAFT, DocumentStatus.PUBLISHED, DocumentStatus.WITHDRAWN)
_LARGEST_ROW = 2**31


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form above the list holds, as it was typed."""

    text: str = ""
    status: str = ""
    body: str = ""
    batch: str = ""

    @classmethod
    def of(cls, parameters: QueryParams) -> Asked:
        """What the address asks for."""
        return cls(**{name: parameters.get(name, "").strip()[:200] for name in _FIELDS})

    def parameters(self) -> list[tuple[str, str]]:
        """What a link to the same list carries."""
        return [(name, getattr(self, name)) for name in _FIELDS]

    def filter(self, allowed: frozenset[str] | None) -> DocumentFilter:
        """The documents asked for, of the bodies allowed."""
        bodies = allowed
        if self.body:
            bodies = frozenset({self.body}) if allowed is None or self.body in allowed else frozenset()
        status = DocumentStatus(self.status) if self.status in _STATES else None
        return DocumentFilter(bodies, status, self.status == _SCHEDULED, self.batch, self.text)


class DocumentPages:
    """The pages at /staff/documents. `zone` is that of the times people type."""

    def __init__(self, desk: Desk, archive: Archive, zone: tzinfo) -> None:
        self._desk = desk
        self._archive = archive
        self._zone = zone
        self._check = PersonalDataCheck(archive)
        self._publisher = Publisher(archive, self._check)

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        reading, publishing = needs(Door.PAGE, Right.READ_DRAFTS), needs(Door.PAGE, Right.PUBLISH)
        there = needs(Door.PAGE, Right.READ_DRAFTS, Where.DOCUMENT)
        routes.add_api_route(DOCUMENTS, self.show, methods=READ, dependencies=[reading])
        routes.add_api_route(_DEEDS, self.act, methods=["POST"], dependencies=[publishing])
        routes.add_api_route(_ONE, self.show_one, methods=READ, dependencies=[there])
        return routes

    def show(self, request: Request) -> Response:
        """The documents asked for, those that entered last first."""
        return self._list(request, Asked.of(request.query_params))

    def act(self, request: Request) -> Response:
        """Publish, schedule, cancel or withdraw the documents chosen, and lead back. Where personal data are in them, show
        these first.
        """
        form = form_of(request)
        back = own_address(request, form.get("back") or DOCUMENTS)
        try:
            order = Order.of(form, self._zone)
            unsure = self._publisher.carry_out(order, caller_of(request))
        except PublicationError as error:
            return self._again(request, back, error)
        except LookupError:
            raise not_found() from None
        if unsure:
            return self._ask(request, order, unsure, back)
        parts = urlsplit(back)
        kept = [pair for pair in parse_qsl(parts.query) if pair[0] not in ("done", "lang")]
        return self._desk.onward(request, parts.path, **dict([*kept, ("done", f"documents_{order.deed}")]))

    def show_one(self, request: Request, document_id: str) -> Response:
        """One document: its state, what can be done, and what in it tells of private persons."""
        return self._one(request, document_id)

    def _list(self, request: Request, asked: Asked, fault: PublicationError | None = None) -> Response:
        allowed = caller_of(request).bodies(Right.READ_DRAFTS)
        wanted = asked.filter(allowed)
        found = self._archive.publishing.page(wanted, _row(request.query_params.get("before", "")), MOST + 1)
        context = {
            "asked": asked,
            "found": found[:MOST],
            "total": self._archive.publishing.count(wanted),
            "older": found[MOST - 1].document.row if len(found) > MOST else None,
            "states": [*map(str, _STATES), _SCHEDULED],
            "bodies": sorted(self._desk.body_names() if allowed is None else allowed),
            "name_of": self._desk.name_of(request),
            "may_publish": caller_of(request).bodies(Right.PUBLISH) != frozenset(),
            "back": f"{request.url.path}?{request.url.query}",
        }
        return self._desk.page(request, "documents", context, fault)

    def _one(self, request: Request, document_id: str, fault: PublicationError | None = None) -> Response:
        document = self._archive.document(document_id)
        if document is None:
            raise not_found()
        caller = caller_of(request)
        context = {
            "document": document,
            "schedule": self._archive.publishing.schedules([document.id]).get(document.id),
            "left": self._archive.publishing.tombstone(document.id),
            "finds": self._check.finds(document),
            "orders": self._archive.redactions.of(document),
            "pages": self._drawn_pages(document),
            "name_of": self._desk.name_of(request),
            "may_publish": caller.may(Right.PUBLISH, document.body_id),
            "may_edit": caller.may(Right.EDIT, document.body_id),
            "may_audit": caller.may(Right.READ_AUDIT, document.body_id),
            "back": request.url.path,
        }
        return self._desk.page(request, "document", context, fault)

    def _drawn_pages(self, document: Document) -> list[PageKey]:
        """Its pages that have an image, so that places can be marked on it."""
        keys = self._archive.page_keys(document)
        drawn = {one for one in {key.version_id for key in keys} if self._has_images(document, one)}
        return [key for key in keys if key.version_id in drawn]

    @staticmethod
    def _has_images(document: Document, version_id: str) -> bool:
        version = document.version(version_id)
        return version is not None and has_page_images(version.readable.media_type)

    def _again(self, request: Request, back: str, fault: PublicationError) -> Response:
        """The page that the form came from, which says why nothing was done."""
        parts = urlsplit(back)
        if parts.path.startswith(f"{DOCUMENTS}/"):
            document_id = parts.path.removeprefix(f"{DOCUMENTS}/")
            document = self._archive.document(document_id)
            if document is None or not caller_of(request).may(Right.READ_DRAFTS, document.body_id):
                raise not_found()
            return self._one(request, document_id, fault)
        return self._list(request, Asked.of(QueryParams(parts.query)), fault)

    def _ask(self, request: Request, order: Order, unsure: list[Unsure], back: str) -> Response:
        context = {
            "order": order,
            "at": order.at and order.at.astimezone(self._zone).strftime("%Y-%m-%dT%H:%M"),
            "unsure": unsure,
            "deeds": Deed,
            "back": back,
        }
        return self._desk.page(request, "personal_data", context)


def _row(typed: str) -> int | None:
    return min(int(typed), _LARGEST_ROW) if typed.isascii() and typed.isdigit() and len(typed) < 12 else None
