"""Answering an invitation, at the address in the mail."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from accounts.passwords import SHORTEST
from domain.accounts import Account, AccountError, Invitation
from frontend.staff.desk import READ, Desk, browser_of, caller_if_any
from search_api.forms import form_of
from search_api.problems import request_language
from search_api.rights import Door, asks_who, public

_INVITATION = "/invitation/{key}"


class InvitationPages:
    """The page at /invitation."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Its addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        routes.add_api_route(_INVITATION, self.show, methods=READ, dependencies=[asks_who(Door.PAGE)])
        routes.add_api_route(_INVITATION, self.accept, methods=["POST"], dependencies=[public(Door.PAGE)])
        return routes

    def show(self, request: Request, key: str) -> Response:
        """Who asks whom for what, and how to accept."""
        try:
            return self._page(request, self._desk.services.inviting.find(key))
        except AccountError as error:
            return self._page(request, None, error)

    def accept(self, request: Request, key: str) -> Response:
        """Take the role, with the account one is signed in with or with a new one."""
        caller = caller_if_any(request)
        try:
            invitation = self._desk.services.inviting.find(key)
        except AccountError as error:
            return self._page(request, None, error)
        try:
            return self._take(request, key, caller.account if caller else None)
        except AccountError as error:
            return self._page(request, invitation, error)

    def _take(self, request: Request, key: str, account: Account | None) -> Response:
        services, form = self._desk.services, form_of(request)
        if account is not None:
            services.inviting.accept_as(key, account)
            return self._desk.onward(request, "/account", done="joined")
        name, password = form.get("name"), form.get("password")
        account_id = services.inviting.accept_newly(key, name, password, request_language(request))
        opened = services.sign_in.open_for(account_id, browser_of(request))
        response = self._desk.onward(request, "/account", done="joined")
        self._desk.cookies.put(response, "session", opened.key)
        self._desk.cookies.drop(response, "visit")
        return response

    def _page(self, request: Request, invitation: Invitation | None, fault: AccountError | None = None) -> Response:
        accounts = self._desk.services.staff.accounts
        context = {
            "invitation": invitation,
            "inviter": accounts.account(invitation.invited_by) if invitation else None,
            "known": accounts.by_email(invitation.email) is not None if invitation else False,
            "name_of": self._desk.name_of(request),
            "least": SHORTEST,
            "address": request.url.path,
            "name": form_of(request).get("name") if request.method == "POST" else "",
        }
        return self._desk.page(request, "invitation", context, fault)
