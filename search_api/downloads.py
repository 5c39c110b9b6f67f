"""Files on their way out: whole or in part, as something that can run nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from search_api.conditional import is_fresh, not_modified
from search_api.originals import ByteRange, Original, UnsatisfiableRangeError, parse_range, stream_range
from search_api.problems import Problem

SANDBOX = "sandbox; default-src 'none'"
"""The content security policy of everything that comes from a file."""


def answer_file(request: Request, file: Original, opened: Callable[[], BinaryIO], inline: bool = False) -> Response:
    """The bytes of a file, or the range of them that is asked for; opened only when they are sent.

    Raises a problem for a range behind the end.
    """
    headers = _headers(file, inline)
    if is_fresh(request, file.etag):
        return not_modified(headers)
    wanted = _wanted(request, file)
    if wanted is not None:
        headers["Content-Range"] = wanted.content_range(file.size)
    status = 200 if wanted is None else 206
    part = wanted or ByteRange(0, file.size - 1)
    headers["Content-Length"] = str(part.length)
    if request.method == "HEAD":
        return Response(None, status, headers, file.media_type)
    return StreamingResponse(stream_range(opened(), part), status, headers, file.media_type)


def _headers(file: Original, inline: bool) -> dict[str, str]:
    return {
        "ETag": file.etag,
        "Accept-Ranges": "bytes",
        "Content-Disposition": file.disposition(inline),
        "Content-Security-Policy": SANDBOX,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
    }


def _wanted(request: Request, file: Original) -> ByteRange | None:
    """The range asked for, unless it is one of other bytes (If-Range)."""
    if request.headers.get("if-range", file.etag) != file.etag:
        return None
    try:
        return parse_range(request.headers.get("range"), file.size)
    except UnsatisfiableRangeError as error:
        headers = {"Content-Range": f"bytes */{file.size}"}
        raise Problem(416, "range_not_satisfiable", headers) from error
