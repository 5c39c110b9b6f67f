"""The id that follows a request through every process that works on what it brought.

Whoever begins something (an HTTP request, a command) opens a `following` context; what is written down or logged inside
carries its id. A task keeps the id it was made under, and the worker goes on under it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_FORM = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def new_request_id() -> str:
    """An id that nothing else has: 16 hexadecimal digits."""
    return secrets.token_hex(8)


def accepted(offered: str | None) -> str:
    """The id that somebody offers, if it is 8 to 64 letters, digits, dots, dashes and underscores; else a new one."""
    return offered if offered and _FORM.fullmatch(offered) else new_request_id()


def current_request_id() -> str:
    """The id of what is being done here; empty when nobody began it."""
    return _current.get()


@contextmanager
def following(request_id: str) -> Iterator[None]:
    """What is done inside is done for the request with this id."""
    token = _current.set(request_id)
    try:
        yield
    finally:
        _current.reset(token)
