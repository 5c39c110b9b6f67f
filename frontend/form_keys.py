"""Pages with forms: each form carries a key that nobody else's page can know."""

from __future__ import annotations

from collections.abc import Callable

from fastapi import Request
from fastapi.responses import HTMLResponse

from accounts.keys import new_key
from search_api.cookies import Cookies, form_key


def with_form_key(request: Request, cookies: Cookies, draw: Callable[[str], HTMLResponse]) -> HTMLResponse:
    """The page that `draw` makes with the key of its forms. Whoever has no cookie to which the key could belong gets one."""
    known = cookies.form_key(request)
    if known is not None:
        return draw(known)
    visit = new_key()
    response = draw(form_key(visit))
    cookies.put(response, "visit", visit)
    return response
