"""Forms that browsers send: read with limits, believed only from our own pages."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlsplit

from starlette.requests import Request

from search_api.cookies import Cookies
from search_api.problems import Problem

FIELD, HEADER = "form_key", "x-form-key"
"""Where a form, or a script that sends something else, carries its key."""

_TYPE = "application/x-www-form-urlencoded"
LARGEST = 64 * 1024
"""A form of anybody's, in bytes."""

LARGEST_OF_STAFF = 1024 * 1024
"""It may hold a page's text, of which each Arabic letter takes six bytes."""

_MOST_FIELDS = 100
_OURS = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class SentForm:
    """The fields of a form in their order."""

    fields: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """The first value of a field, "" without one."""
        return next((value for field, value in self.fields if field == name), "")

    def all(self, name: str) -> list[str]:
        """All values of a field."""
        return [value for field, value in self.fields if field == name]


def form_of(request: Request) -> SentForm:
    """The form that came with a request that was let in."""
    found: SentForm = request.state.form
    return found


async def require_own_form(request: Request, cookies: Cookies, origins: tuple[str, ...], largest: int = LARGEST) -> SentForm:
    """The form that came with the request, of so many bytes at most. Raises Problem unless one of our pages sent it, to the
    same browser's cookie.

    What is no form is left to the route, and has its key in a header.
    """
    _require_own_origin(request, origins)
    given = request.headers.get(HEADER)
    form = SentForm() if given is not None else await read_form(request, largest)
    expected = cookies.form_key(request)
    if expected is None or not hmac.compare_digest((given or form.get(FIELD)).encode(), expected.encode()):
        raise Problem(403, "foreign_form")
    return form


def _require_own_origin(request: Request, origins: tuple[str, ...]) -> None:
    """What browsers say of where a request comes from must be this site, where they say anything."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    ours = {*origins, f"{request.url.scheme}://{request.url.netloc}"}
    if (site is not None and site not in _OURS) or (origin is not None and origin not in ours):
        raise Problem(403, "foreign_form")


async def read_form(request: Request, largest: int = LARGEST) -> SentForm:
    """The form that came with a request, whoever sent it. Raises Problem for what is none, or is too large."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise Problem(400, "bad_request")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise Problem(413, "too_large")
    try:
        text = body.decode()
        return SentForm(tuple(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)))
    except ValueError:
        raise Problem(400, "bad_request") from None


def origin_of(address: str) -> str:
    """Scheme, host and port of a site's address, as browsers send them."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
