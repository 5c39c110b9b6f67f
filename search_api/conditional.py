"""Conditional requests (RFC 9110, 13)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from fastapi import Request
from starlette.responses import Response

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def is_fresh(request: Request, etag: str, last_modified: str | None = None) -> bool:
    """Whether the caller already has what would be answered. `etag` has its quotes.

    A date counts only where no tag is given, and only when it is exactly ours: content may have changed backwards.
    """
    tags = request.headers.get("if-none-match")
    if tags is not None:
        return tags.strip() == "*" or etag in _TAG.findall(tags)
    return last_modified is not None and request.headers.get("if-modified-since") == last_modified


def not_modified(headers: Mapping[str, str]) -> Response:
    """Say so."""
    return Response(status_code=304, headers=dict(headers))
