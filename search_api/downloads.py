"""Files on their way out: whole or in part, as something that can run nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import BinaryIO

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from domain.failures import RefusedFileError
from search_api.conditional import is_fresh, not_modified
from search_api.originals import ByteRange, Original, UnsatisfiableRangeError, parse_range, size_of, stream_range
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


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file that is made when it is asked for: `key` names its content for ever, `unavailable` is the code of the problem
    that it can't be made.
    """

    name: str
    media_type: str
    key: str
    unavailable: str


def answer_made(request: Request, made: MadeFile, opened: Callable[[], BinaryIO], inline: bool = False) -> Response:
    """The bytes of a file that `opened` makes, as `answer_file` sends them; whoever has them already is not made to wait.

    Raises a problem where the file can't be made.
    """
    known = Original(made.name, made.media_type, 0, made.key)
    if is_fresh(request, known.etag):
        return not_modified(_headers(known, inline))
    with ExitStack() as stack:
        try:
            stream = stack.enter_context(opened())
        except RefusedFileError as error:
            raise Problem(404, made.unavailable) from error
        response = answer_file(request, replace(known, size=size_of(stream)), lambda: stream, inline)
        if isinstance(response, StreamingResponse):
            stack.pop_all()  # closed behind the last byte
    return response


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
