"""The people of a body: who has which role, and whom to invite. `all` stands for every body."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from accounts.inviting import Asked
from domain.accounts import AccountError, Right, Role
from domain.translation import LANGUAGES
from frontend.staff.desk import READ, Desk, named_body
from search_api.forms import form_of
from search_api.guard import body_named, caller_of
from search_api.problems import Problem, not_found
from search_api.rights import Door, Where, needs

_ENTRANCE = "/staff/people"
_PEOPLE = "/staff/people/{body_id}"


class PeoplePages:
    """The pages at /staff/people."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._members = desk.services.staff.members

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        anywhere, there = needs(Door.PAGE, Right.ADMINISTER), needs(Door.PAGE, Right.ADMINISTER, Where.BODY)
        routes.add_api_route(_ENTRANCE, self.enter, methods=READ, dependencies=[anywhere])
        routes.add_api_route(_PEOPLE, self.show, methods=READ, dependencies=[there])
        for path, act in (
            ("/invitations", self.invite),
            ("/invitations/{invitation_id}/cancel", self.cancel),
            ("/members/{account_id}/role", self.set_role),
            ("/members/{account_id}/remove", self.remove),
        ):
            routes.add_api_route(_PEOPLE + path, act, methods=["POST"], dependencies=[there])
        return routes

    def enter(self, request: Request) -> Response:
        """Lead on to the first body that one administers."""
        return self._desk.onward(request, f"{_ENTRANCE}/{named_body(self._administered(request)[0])}")

    def show(self, request: Request, body_id: str) -> Response:
        """Who works there, who is asked to, and the form to ask somebody."""
        return self._people(request, body_id)

    def invite(self, request: Request, body_id: str) -> Response:
        """Ask somebody in by mail."""
        form, body = form_of(request), body_named(body_id)
        asked = Asked(form.get("email"), _role(form.get("role")), body, self._names(body), form.get("language"))
        return self._act(request, body_id, lambda: self._desk.services.inviting.invite(asked, caller_of(request)), "invited")

    def cancel(self, request: Request, body_id: str, invitation_id: str) -> Response:
        """Take an invitation back."""
        body, actor = body_named(body_id), caller_of(request).account.id
        return self._act(request, body_id, lambda: self._members.cancel(body, invitation_id, actor), "cancelled")

    def set_role(self, request: Request, body_id: str, account_id: str) -> Response:
        """Give somebody another role."""
        body, actor, role = body_named(body_id), caller_of(request).account.id, _role(form_of(request).get("role"))
        return self._act(request, body_id, lambda: self._members.set_role(body, account_id, role, actor), "role")

    def remove(self, request: Request, body_id: str, account_id: str) -> Response:
        """Take somebody's role away."""
        body, actor = body_named(body_id), caller_of(request).account.id
        return self._act(request, body_id, lambda: self._members.remove(body, account_id, actor), "removed")

    def _act(self, request: Request, body_id: str, act: Callable[[], object], done: str) -> Response:
        """Do it and show the people again. Who took their own right away is led to their account."""
        try:
            act()
        except AccountError as error:
            return self._people(request, body_id, error)
        except LookupError:
            raise not_found() from None
        caller = self._desk.services.staff.accounts.account(caller_of(request).account.id)
        stays = caller is not None and caller.may(Right.ADMINISTER, body_named(body_id))
        return self._desk.onward(request, f"{_ENTRANCE}/{body_id}" if stays else "/account", done=done)

    def _people(self, request: Request, body_id: str, fault: AccountError | None = None) -> Response:
        body = body_named(body_id)
        if body is not None and body not in self._desk.body_names():
            raise not_found()
        form = form_of(request) if fault else None
        context = {
            "body": body,
            "here_named": body_id,
            "administered": [(named_body(one), one) for one in self._administered(request)],
            "members": self._members.members(body),
            "invitations": self._members.invitations(body, self._desk.services.clock()),
            "roles": list(Role),
            "languages": LANGUAGES,
            "name_of": self._desk.name_of(request),
            "email": form.get("email") if form else "",
        }
        return self._desk.page(request, "people", context, fault)

    def _administered(self, request: Request) -> list[str | None]:
        bodies = caller_of(request).bodies(Right.ADMINISTER)
        return [None, *sorted(self._desk.body_names())] if bodies is None else [*sorted(bodies)]

    def _names(self, body_id: str | None) -> dict[str, str]:
        return {} if body_id is None else dict(self._desk.body_names().get(body_id, {}))


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError:
        raise Problem(400, "bad_request") from None
