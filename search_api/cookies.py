"""The only cookies there are: those of people who sign in. Readers get none."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

_FORM_LENGTH = 43


@dataclass(frozen=True, slots=True)
class Cookies:
    """Sets and reads them. `secure`: the site is reached over https, and its cookies over nothing else.

    Scripts never see them, other sites never have them sent along with a form.
    """

    secure: bool

    def session(self, request: Request) -> str | None:
        """The key of the session, if there is one."""
        return request.cookies.get(self._name("session"))

    def visit(self, request: Request) -> str | None:
        """The key of somebody who is not signed in (yet) and was shown a form."""
        return request.cookies.get(self._name("visit"))

    def departure(self, request: Request) -> str | None:
        """What was to be remembered while somebody is at an identity provider."""
        return request.cookies.get(self._name("departure"))

    def put(self, response: Response, kind: str, value: str, seconds: int | None = None) -> None:
        """Have the browser keep a cookie: `session`, `visit` or `departure`; until it is closed, or for so long."""
        response.set_cookie(
            self._name(kind), value, max_age=seconds, path="/", secure=self.secure, httponly=True, samesite="lax"
        )

    def drop(self, response: Response, kind: str) -> None:
        """Have the browser forget a cookie."""
        response.delete_cookie(self._name(kind), path="/", secure=self.secure, httponly=True, samesite="lax")

    def form_key(self, request: Request) -> str | None:
        """What a form must carry so that nobody else can have sent it: known to whoever can read the page, made of
        a cookie that nobody can read.
        """
        key = self.session(request) or self.visit(request)
        return form_key(key) if key else None

    def _name(self, kind: str) -> str:
        # Browsers take a name with this prefix only from the site itself, over https.
        return f"{'__Host-' if self.secure else ''}shaffaf-{kind}"


def form_key(cookie: str) -> str:
    """The form key that belongs to a cookie."""
    return hmac.new(cookie.encode("utf-8", "replace"), b"form", hashlib.sha256).hexdigest()[:_FORM_LENGTH]
