"""One's own account: where it is signed in, its password, second factor and tokens."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import Response

from accounts import second_factor
from accounts.own import TERMS
from accounts.passwords import SHORTEST
from accounts.signing_in import IDLE
from domain.accounts import AccountError, Right
from frontend.staff.agents import device
from frontend.staff.desk import READ, Desk, browser_of
from search_api.forms import form_of
from search_api.guard import caller_of
from search_api.problems import not_found
from search_api.rights import Door, signed_in

_ACCOUNT = "/account"
_FACTOR = "/account/second-factor"


class AccountPages:
    """The pages at /account."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse, dependencies=[signed_in(Door.PAGE)])
        routes.add_api_route(_ACCOUNT, self.show, methods=READ)
        routes.add_api_route(_FACTOR, self.show_second_factor, methods=READ)
        for path, act in (
            ("/account/password", self.change_password),
            (_FACTOR, self.turn_on_second_factor),
            (f"{_FACTOR}/off", self.turn_off_second_factor),
            ("/account/sessions/{session_id}/end", self.end_session),
            ("/account/tokens", self.make_token),
            ("/account/tokens/{token_id}/revoke", self.revoke_token),
        ):
            routes.add_api_route(path, act, methods=["POST"])
        return routes

    def show(self, request: Request) -> Response:
        """Everything there is to see and change."""
        return self._account(request)

    def change_password(self, request: Request) -> Response:
        """Take another password."""
        form = form_of(request)
        try:
            self._desk.services.own.change_password(
                caller_of(request), form.get("old"), form.get("new"), browser_of(request)
            )
        except AccountError as error:
            return self._account(request, fault=error, where="password")
        return self._desk.onward(request, _ACCOUNT, done="password")

    def show_second_factor(self, request: Request) -> Response:
        """A new secret for the app, and the form for its first code."""
        return self._factor(request, second_factor.new_secret())

    def turn_on_second_factor(self, request: Request) -> Response:
        """Ask for codes from now on; shows the recovery codes, once."""
        form, account = form_of(request), caller_of(request).account
        try:
            codes = self._desk.services.own.turn_on_second_factor(account, form.get("secret"), form.get("code"))
        except AccountError as error:
            secret = form.get("secret")
            return self._factor(request, secret if second_factor.is_secret(secret) else second_factor.new_secret(), error)
        return self._desk.page(request, "recovery_codes", {"codes": codes})

    def turn_off_second_factor(self, request: Request) -> Response:
        """Ask for no code any more."""
        account = caller_of(request).account
        try:
            self._desk.services.own.turn_off_second_factor(account, form_of(request).get("password"), browser_of(request))
        except AccountError as error:
            return self._account(request, fault=error, where="second_factor")
        return self._desk.onward(request, _ACCOUNT, done="second_factor_off")

    def end_session(self, request: Request, session_id: str) -> Response:
        """Sign one of one's browsers out."""
        if not self._desk.services.staff.sessions.end(caller_of(request).account.id, session_id, "revoke_session"):
            raise not_found()
        return self._desk.onward(request, _ACCOUNT, done="session")

    def make_token(self, request: Request) -> Response:
        """Make a token; its characters are shown, once."""
        form, account = form_of(request), caller_of(request).account
        days = int(form.get("days")) if form.get("days") in map(str, TERMS) else 0
        try:
            characters = self._desk.services.own.make_token(account, form.get("name"), form.all("scope"), days)
        except AccountError as error:
            return self._account(request, fault=error, where="token")
        return self._desk.page(request, "token", {"characters": characters, "name": form.get("name")})

    def revoke_token(self, request: Request, token_id: str) -> Response:
        """Let nobody in by a token any more."""
        if not self._desk.services.staff.tokens.revoke(caller_of(request).account.id, token_id):
            raise not_found()
        return self._desk.onward(request, _ACCOUNT, done="token")

    def _account(self, request: Request, fault: AccountError | None = None, where: str = "") -> Response:
        services, caller = self._desk.services, caller_of(request)
        account, moment = caller.account, services.clock()
        context = {
            "account": account,
            "sessions": services.staff.sessions.of_account(account.id, moment, IDLE),
            "tokens": services.staff.tokens.of_account(account.id),
            "codes_left": services.staff.accounts.recovery_codes_left(account.id),
            "scopes": [right for right in Right if account.bodies(right) != frozenset()],
            "terms": TERMS,
            "moment_now": moment,
            "least": SHORTEST,
            "name_of": self._desk.name_of(request),
            "device": device,
            "where": where,
        }
        return self._desk.page(request, "account", context, fault)

    def _factor(self, request: Request, secret: str, fault: AccountError | None = None) -> Response:
        address = second_factor.address(secret, caller_of(request).account.email)
        return self._desk.page(request, "second_factor", {"secret": secret, "address": address}, fault)
