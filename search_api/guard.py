"""The one place where it is decided who is let in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from accounts.callers import Callers
from domain.accounts import Caller, Right
from search_api.cookies import Cookies
from search_api.forms import LARGEST, LARGEST_OF_STAFF, origin_of, require_own_form
from search_api.problems import Problem, not_found, request_language
from search_api.rights import SAFE, Door, Requirement, Where

SIGN_IN = "/sign-in"
EVERY_BODY = "all"
"""What stands for every body in addresses."""


class SignInNeededError(Exception):
    """Somebody has to sign in first, and is then led on to `onward`."""

    def __init__(self, onward: str) -> None:
        super().__init__(onward)
        self.onward = onward


def _no_batch(batch_id: str) -> str | None:
    raise LookupError(batch_id)


@dataclass(frozen=True, slots=True)
class Guard:
    """Admits requests to routes. `body_of` gives the body of a document, `batch_body_of` that of a batch; both raise
    LookupError where there is none such.
    """

    callers: Callers
    cookies: Cookies
    site: str
    body_of: Callable[[str], str | None]
    batch_body_of: Callable[[str], str | None] = _no_batch

    def install(self, application: FastAPI) -> None:
        """Guard the application's routes."""
        application.state.guard = self
        application.add_exception_handler(SignInNeededError, _lead_to_sign_in)

    async def admit(self, request: Request, wanted: Requirement) -> None:
        """Let the request in, its caller and form under `request.state`, or raise what is answered instead."""
        request.state.caller = await run_in_threadpool(self._caller, request, wanted.door)
        if wanted.door is Door.PAGE and request.method not in SAFE:
            largest = LARGEST if request.state.caller is None else LARGEST_OF_STAFF
            request.state.form = await require_own_form(request, self.cookies, (origin_of(self.site),), largest)
        if not wanted.public:
            await run_in_threadpool(self._require, request, wanted)

    def _caller(self, request: Request, door: Door) -> Caller | None:
        """Pages know sessions only and the API knows tokens only: so no other site can call the API with a cookie."""
        if door is Door.PAGE:
            key = self.cookies.session(request)
            return self.callers.by_session(key) if key else None
        scheme, _, characters = request.headers.get("authorization", "").partition(" ")
        return self.callers.by_token(characters.strip()) if scheme.lower() == "bearer" else None

    def _require(self, request: Request, wanted: Requirement) -> None:
        caller: Caller | None = request.state.caller
        if caller is None:
            raise _unknown(request, wanted.door)
        if wanted.right is not None and not self._may(request, caller, wanted.right, wanted.where):
            raise _forbidden(wanted)

    def _may(self, request: Request, caller: Caller, right: Right, where: Where) -> bool:
        if where is Where.ANYWHERE:
            bodies = caller.bodies(right)
            return bodies is None or bool(bodies)
        named = str(request.path_params[where])
        if where is Where.BODY:
            return caller.may(right, body_named(named))
        try:
            find = self.batch_body_of if where is Where.BATCH else self.body_of
            return caller.may(right, find(named))
        except LookupError:
            # Who may see everything is told that it is not there, others no more than that they may not.
            if caller.may(right, None):
                raise not_found() from None
            return False


def body_named(name: str) -> str | None:
    """The body that a part of an address names; None for every one."""
    return None if name == EVERY_BODY else name


def caller_of(request: Request) -> Caller:
    """Who makes a request that was let in, to a route that is not public."""
    caller: Caller = request.state.caller
    return caller


def _unknown(request: Request, door: Door) -> Exception:
    if door is Door.API:
        return Problem(401, "unknown_caller", {"WWW-Authenticate": 'Bearer realm="Shaffaf"'})
    if request.method not in SAFE:
        return SignInNeededError(f"/account?{urlencode({'lang': request_language(request)})}")
    query = request.url.query
    return SignInNeededError(f"{request.url.path}?{query}" if query else request.url.path)


def _forbidden(wanted: Requirement) -> Problem:
    refused = {"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{wanted.right}"'}
    return Problem(403, "forbidden", refused if wanted.door is Door.API else None)


def _lead_to_sign_in(request: Request, error: Exception) -> Response:
    onward = error.onward if isinstance(error, SignInNeededError) else "/account"
    query = urlencode({"next": onward, "lang": request_language(request)})
    return RedirectResponse(f"{SIGN_IN}?{query}", 303, {"Cache-Control": "no-store"})
