"""What every page of staff is made with: the form's key, who is signed in, what went wrong, where to go next."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import Request
from fastapi.responses import HTMLResponse
from starlette.responses import RedirectResponse, Response

from accounts.services import Services
from accounts.signing_in import Browser
from domain.accounts import AccountError, AccountFault, Caller, Right
from domain.documents import Body
from domain.publication import PublicationError
from frontend.form_keys import with_form_key
from frontend.links import Links
from frontend.rendering import Pages
from frontend.words import words
from search_api.cookies import Cookies
from search_api.guard import EVERY_BODY
from search_api.problems import request_language

READ = ["GET", "HEAD"]

_STATUS: Mapping[AccountFault, int] = MappingProxyType(
    {
        AccountFault.THROTTLED: 429,
        AccountFault.NO_INVITATION: 404,
        AccountFault.NO_MEMBER: 404,
        AccountFault.PROVIDER: 502,
    }
)
_UNFIT = 422


@dataclass(frozen=True, slots=True)
class Desk:
    """Makes pages and answers for staff. `provider_name` is what the sign-in page calls the identity provider."""

    services: Services
    cookies: Cookies
    drawn: Pages
    bodies: Callable[[], Sequence[Body]]
    site: str
    provider_name: str = ""

    def page(
        self,
        request: Request,
        name: str,
        context: Mapping[str, object],
        fault: AccountError | PublicationError | None = None,
    ) -> HTMLResponse:
        """The page `staff/NAME.html`; with a fault, which it tells, under the fault's status."""
        shown = {
            "caller": caller_if_any(request),
            "rights": Right,
            "done": request.query_params.get("done", ""),
            "fault": fault,
            **context,
        }
        status = _status(fault) if fault else 200

        def draw(key: str) -> HTMLResponse:
            return self.drawn.render_private(request, f"staff/{name}.html", {"form_key": key, **shown}, status, name)

        response = with_form_key(request, self.cookies, draw)
        if fault and "retry" in fault.values:
            response.headers["Retry-After"] = str(fault.values["retry"])
        return response

    def onward(self, request: Request, address: str, **more: object) -> Response:
        """Lead on to an address of this site, so that loading it again sends no form twice."""
        to = Links(request_language(request)).to(address, more.items())
        return RedirectResponse(to, 303, {"Cache-Control": "no-store"})

    def body_names(self) -> dict[str, Mapping[str, str]]:
        """What each body is called, by id and language."""
        return {body.id: body.names for body in self.bodies()}

    def who(self, actor: str) -> str:
        """The name of an account; what is none, such as a command, is called as it is."""
        account = self.services.staff.accounts.account(actor)
        return account.name if account else actor

    def name_of(self, request: Request) -> Callable[[str | None], str]:
        """Names bodies (None: every one) in the language of the page."""
        language, names = request_language(request), self.body_names()
        every = words(language)("account.everywhere")

        def name(body_id: str | None) -> str:
            if body_id is None:
                return every
            known = names.get(body_id, {})
            return known.get(language) or next(iter(known.values()), body_id)

        return name


def _status(fault: AccountError | PublicationError) -> int:
    return _STATUS.get(fault.fault, _UNFIT) if isinstance(fault, AccountError) else _UNFIT


def caller_if_any(request: Request) -> Caller | None:
    """Who is signed in, where the guard has looked."""
    caller: Caller | None = getattr(request.state, "caller", None)
    return caller


def browser_of(request: Request) -> Browser:
    """From where a request comes."""
    address = request.client.host if request.client else ""
    return Browser(address, request.headers.get("user-agent", ""))


def own_address(request: Request, wanted: str) -> str:
    """`wanted` if it is an address of this site, to be led to after signing in; else one's account."""
    foreign = not wanted.startswith("/") or wanted.startswith(("//", "/\\")) or not wanted.isprintable()
    return Links(request_language(request)).to("/account") if foreign else wanted


def named_body(body_id: str | None) -> str:
    """How an address names a body, or every one."""
    return EVERY_BODY if body_id is None else body_id
