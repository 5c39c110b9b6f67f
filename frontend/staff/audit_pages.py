"""Who did what: looked through by person, action, record, body and day, and taken along as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.datastructures import QueryParams
from starlette.responses import Response

from domain.accounts import Right
from domain.audit import AuditFilter
from frontend.staff.desk import READ, Desk
from search_api.guard import caller_of
from search_api.rights import Door, needs
from search_api.staff_routes import audit_file

_AUDIT = "/staff/audit"
_AT_ONCE = 50
_FIELDS = ("actor", "action", "subject", "body", "since", "until")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_LARGEST_ROW = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form holds, as it was typed; what can't be understood is left out."""

    actor: str = ""
    action: str = ""
    subject: str = ""
    body: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def of(cls, parameters: QueryParams) -> Asked:
        """What the address asks for."""
        typed = {name: parameters.get(name, "").strip() for name in _FIELDS}
        days = {name: typed[name] if _day(typed[name]) else "" for name in ("since", "until")}
        return cls(**(typed | days))

    def parameters(self) -> list[tuple[str, str]]:
        """What a link to the same entries carries."""
        return [(name, getattr(self, name)) for name in _FIELDS]

    def filter(self, allowed: frozenset[str] | None, zone: tzinfo) -> AuditFilter:
        """The entries asked for, of the bodies allowed; days begin at midnight in the zone, the last one is whole."""
        bodies = allowed
        if self.body:
            bodies = frozenset({self.body}) if allowed is None or self.body in allowed else frozenset()
        since, until = _day(self.since), _day(self.until)
        begin = None if since is None else _midnight(since, zone)
        end = None if until is None else _midnight(until + timedelta(days=1), zone)
        return AuditFilter(bodies, self.actor, self.action, self.subject, begin, end)


class AuditPages:
    """The pages at /staff/audit. `zone` is where days begin."""

    def __init__(self, desk: Desk, zone: tzinfo) -> None:
        self._desk = desk
        self._zone = zone

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(
            include_in_schema=False,
            default_response_class=HTMLResponse,
            dependencies=[needs(Door.PAGE, Right.READ_AUDIT)],
        )
        routes.add_api_route(_AUDIT, self.show, methods=READ)
        routes.add_api_route(f"{_AUDIT}.{{form}}", self.take_along, methods=["GET"])
        return routes

    def show(self, request: Request) -> Response:
        """The newest entries that are asked for, and the form to ask for others."""
        asked, log = Asked.of(request.query_params), self._desk.services.staff.audit
        found = log.page(self._filter(request, asked), _before(request.query_params.get("before", "")), _AT_ONCE + 1)
        bodies = caller_of(request).bodies(Right.READ_AUDIT)
        context = {
            "asked": asked,
            "entries": found[:_AT_ONCE],
            "older": found[_AT_ONCE - 1].number if len(found) > _AT_ONCE else None,
            "actions": log.actions(),
            "bodies": sorted(self._desk.body_names() if bodies is None else bodies),
            "name_of": self._desk.name_of(request),
        }
        return self._desk.page(request, "audit", context)

    def take_along(self, request: Request, form: str) -> Response:
        """All entries that are asked for as a file: `csv` or `jsonl`."""
        wanted = self._filter(request, Asked.of(request.query_params))
        return audit_file(self._desk.services.staff, wanted, form, caller_of(request).account.id)

    def _filter(self, request: Request, asked: Asked) -> AuditFilter:
        return asked.filter(caller_of(request).bodies(Right.READ_AUDIT), self._zone)


def _day(typed: str) -> date | None:
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        return None
    return found if _FIRST_YEAR <= found.year <= _LAST_YEAR else None


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _before(typed: str) -> int | None:
    return min(int(typed), _LARGEST_ROW) if typed.isascii() and typed.isdigit() and len(typed) < 20 else None
