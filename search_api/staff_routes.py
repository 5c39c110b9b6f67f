"""What programs may ask with a token: whose it is, and who did what."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from starlette.responses import StreamingResponse

from archive.staff import Staff
from domain.accounts import Right
from domain.audit import AuditFilter
from search_api.audit_export import FORMS
from search_api.guard import caller_of
from search_api.problems import PROBLEM_RESPONSES, not_found
from search_api.rights import Door, needs, signed_in


class RoleAnswer(BaseModel):
    """A role; `body` null: in every body."""

    body: str | None
    role: str


class CallerResponse(BaseModel):
    """For whom a token acts, and what it may be used for."""

    account: str
    email: str
    name: str
    roles: list[RoleAnswer]
    scopes: list[str]


class AuditParameters(BaseModel):
    """Which entries are wanted. Parameters it does not know are refused."""

    model_config = ConfigDict(extra="forbid")

    actor: str = Field("", description="Id or e-mail address of an account, or `system:` and a command.")
    action: str = Field("", description="Kind of action.", examples=["publish"])
    subject: str = Field("", description="Id of the record it was done to.")
    since: AwareDatetime | None = Field(None, description="Not before.")
    until: AwareDatetime | None = Field(None, description="Before.")
    lang: str | None = Field(None, description="Language of messages: ar, fr, en.")

    def filter(self, bodies: frozenset[str] | None) -> AuditFilter:
        """The entries wanted of these bodies."""
        since: datetime | None = self.since
        return AuditFilter(bodies, self.actor, self.action, self.subject, since, self.until)


class StaffRoutes:
    """The routes."""

    def __init__(self, staff: Staff) -> None:
        self._staff = staff

    def router(self) -> APIRouter:
        """Those under `/api/v1`."""
        router = APIRouter(prefix="/api/v1", tags=["staff"], responses=PROBLEM_RESPONSES)
        router.add_api_route("/me", self.me, dependencies=[signed_in(Door.API)], summary="Whose token this is")
        router.add_api_route(
            "/audit.{form}",
            self.audit,
            dependencies=[needs(Door.API, Right.READ_AUDIT)],
            summary="Who did what, newest first",
            response_class=StreamingResponse,
        )
        return router

    def me(self, request: Request) -> CallerResponse:
        """The account, its roles, and the scopes of the token."""
        caller = caller_of(request)
        return CallerResponse(
            account=caller.account.id,
            email=caller.account.email,
            name=caller.account.name,
            roles=[RoleAnswer(body=one.body_id, role=one.role) for one in caller.account.memberships],
            scopes=sorted(caller.scopes or ()),
        )

    def audit(self, request: Request, form: str, parameters: Annotated[AuditParameters, Query()]) -> StreamingResponse:
        """All entries that meet the filter, of the bodies the caller administers; `form` is csv or jsonl."""
        caller = caller_of(request)
        bodies = caller.bodies(Right.READ_AUDIT)
        return audit_file(self._staff, parameters.filter(bodies), form, caller.account.id)


def audit_file(staff: Staff, wanted: AuditFilter, form: str, actor: str) -> StreamingResponse:
    """The entries as a file, which leaves an entry itself. Raises Problem for a form there is not."""
    if form not in FORMS:
        raise not_found()
    write, media_type = FORMS[form]
    staff.audit.exported(actor, form, wanted.bodies)
    headers = {"Content-Disposition": f'attachment; filename="audit.{form}"', "Cache-Control": "no-store"}
    return StreamingResponse(write(staff.audit.walk(wanted)), headers=headers, media_type=media_type)
