"""Signing in and out: by password, by a code, by an identity provider."""

from __future__ import annotations

from urllib.parse import quote, unquote

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from accounts.oidc import Departure
from accounts.signing_in import Opened
from domain.accounts import AccountError
from frontend.staff.desk import READ, Desk, browser_of, own_address
from search_api.forms import form_of
from search_api.guard import SIGN_IN, caller_of
from search_api.problems import not_found
from search_api.rights import Door, public, signed_in

_CODE = f"{SIGN_IN}/code"
_PROVIDER = f"{SIGN_IN}/provider"
_BACK = f"{_PROVIDER}/back"
_AWAY_SECONDS = 900
"""How long somebody may be at the identity provider."""


class SignInPages:
    """The pages at /sign-in and /sign-out."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def router(self) -> APIRouter:
        """Their addresses."""
        routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
        everybody = [public(Door.PAGE)]
        routes.add_api_route(SIGN_IN, self.show, methods=READ, dependencies=everybody)
        routes.add_api_route(SIGN_IN, self.by_password, methods=["POST"], dependencies=everybody)
        routes.add_api_route(_CODE, self.show_code, methods=READ, dependencies=everybody)
        routes.add_api_route(_CODE, self.by_code, methods=["POST"], dependencies=everybody)
        routes.add_api_route("/sign-out", self.sign_out, methods=["POST"], dependencies=[signed_in(Door.PAGE)])
        if self._desk.services.provider is not None:
            routes.add_api_route(_PROVIDER, self.depart, methods=["GET"], dependencies=everybody)
            routes.add_api_route(_BACK, self.arrive, methods=["GET"], dependencies=everybody)
        return routes

    def show(self, request: Request) -> Response:
        """The form for address and password."""
        return self._form(request, own_address(request, request.query_params.get("next", "")))

    def by_password(self, request: Request) -> Response:
        """Sign in, or lead on to where a code is asked for."""
        form = form_of(request)
        onward = own_address(request, form.get("next"))
        try:
            opened = self._desk.services.sign_in.by_password(form.get("email"), form.get("password"), browser_of(request))
        except AccountError as error:
            return self._form(request, onward, form.get("email"), error)
        return self._let_in(request, opened, onward)

    def show_code(self, request: Request) -> Response:
        """The form for a code."""
        return self._desk.page(request, "code", {"next": own_address(request, request.query_params.get("next", ""))})

    def by_code(self, request: Request) -> Response:
        """Sign in whom only the code was missing."""
        form, key = form_of(request), self._desk.cookies.session(request) or ""
        onward = own_address(request, form.get("next"))
        try:
            opened = self._desk.services.sign_in.by_code(key, form.get("code"), browser_of(request))
        except AccountError as error:
            return self._desk.page(request, "code", {"next": onward}, error)
        return self._let_in(request, opened, onward)

    def sign_out(self, request: Request) -> Response:
        """End this browser's session."""
        caller = caller_of(request)
        self._desk.services.staff.sessions.end(caller.account.id, caller.session_id or "", "sign_out")
        response = self._desk.onward(request, SIGN_IN, done="signed_out")
        self._desk.cookies.drop(response, "session")
        return response

    def depart(self, request: Request) -> Response:
        """Lead to the identity provider."""
        provider, onward = self._desk.services.provider, own_address(request, request.query_params.get("next", ""))
        if provider is None:
            raise not_found()
        known = Departure.new()
        try:
            address = provider.departure(known, self._desk.site + _BACK)
        except AccountError as error:
            return self._form(request, onward, fault=error)
        response = RedirectResponse(address, 303, {"Cache-Control": "no-store"})
        kept = ".".join((known.state, known.nonce, known.verifier, quote(onward, safe="")))
        self._desk.cookies.put(response, "departure", kept, _AWAY_SECONDS)
        return response

    def arrive(self, request: Request) -> Response:
        """Sign in whoever comes back from the identity provider."""
        provider = self._desk.services.provider
        if provider is None:
            raise not_found()
        *known, onward = ((self._desk.cookies.departure(request) or "") + "...").split(".")[:4]
        try:
            arrival = provider.arrival(Departure(*known), self._desk.site + _BACK, request.url.query)
            opened = self._desk.services.sign_in.by_identity(arrival.identity, arrival.email, browser_of(request))
            response = self._let_in(request, opened, own_address(request, unquote(onward)))
        except AccountError as error:
            response = self._form(request, own_address(request, ""), fault=error)
        self._desk.cookies.drop(response, "departure")
        return response

    def _form(self, request: Request, onward: str, email: str = "", fault: AccountError | None = None) -> Response:
        provider = {"href": _PROVIDER, "name": self._desk.provider_name} if self._desk.services.provider else None
        context = {"next": onward, "email": email, "provider": provider, "first": self._nobody_yet()}
        return self._desk.page(request, "sign_in", context, fault)

    def _nobody_yet(self) -> bool:
        return not self._desk.services.staff.accounts.exist()

    def _let_in(self, request: Request, opened: Opened, onward: str) -> Response:
        if opened.proven:
            response: Response = RedirectResponse(onward, 303, {"Cache-Control": "no-store"})
        else:
            response = self._desk.onward(request, _CODE, next=onward)
        self._desk.cookies.put(response, "session", opened.key)
        self._desk.cookies.drop(response, "visit")
        return response
