"""How the pages about alerts are drawn: for one person alone, with the key of their forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import Request
from fastapi.responses import HTMLResponse

from frontend.form_keys import with_form_key
from frontend.rendering import Pages
from search_api.cookies import Cookies

_SECRET = {"Referrer-Policy": "same-origin", "X-Robots-Tag": "noindex"}
"""How pages are sent whose addresses let somebody in. Without any referrer browsers would not say where their forms come
from.
"""


@dataclass(frozen=True, slots=True)
class AlertPages:
    """Draws them."""

    drawn: Pages
    cookies: Cookies

    def page(self, request: Request, name: str, values: Mapping[str, object], status: int = 200) -> HTMLResponse:
        """The page `alerts/NAME.html`."""

        def draw(key: str) -> HTMLResponse:
            return self.drawn.render_private(request, f"alerts/{name}.html", {**values, "form_key": key}, status)

        page = with_form_key(request, self.cookies, draw)
        page.headers.update(_SECRET)
        return page

    def said(self, request: Request, what: str, status: int = 200) -> HTMLResponse:
        """A page that says what was done."""
        page = self.drawn.render_private(request, "alerts/said.html", {"what": what}, status)
        page.headers.update(_SECRET)
        return page
