"""Stylesheet, script, fonts and drawings, under an address that names their content, so they are fetched once."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from os import PathLike, stat_result
from pathlib import Path

from starlette.datastructures import Headers
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER = Path(__file__).parent / "static"
_FOREVER = "public, max-age=31536000, immutable"
_TEXT = frozenset({".css", ".js", ".svg", ".txt"})
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


@cache
def address() -> str:
    """`/static/` and a digest of everything in the folder: changes when any file changes."""
    digest = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return f"/static/{digest.hexdigest()[:12]}"


def url(name: str) -> str:
    """The address of a file of the folder. Raises FileNotFoundError when there is none."""
    if not (FOLDER / name).is_file():
        raise FileNotFoundError(name)
    return f"{address()}/{name}"


class Statics(StaticFiles):
    """The folder, to be mounted at `address()`; browsers keep what they got for a year."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    def file_response(
        self, full_path: str | PathLike[str], stat_result: stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """As Starlette's, with caching, the right media types, no sniffing, and text packed for who can unpack it."""
        path = Path(full_path)
        if path.suffix in _TEXT and "gzip" in Headers(scope=scope).get("accept-encoding", ""):
            response = Response(_packed(path), status_code, {"Content-Encoding": "gzip"})
        else:
            response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers.update({"Cache-Control": _FOREVER, "X-Content-Type-Options": "nosniff"})
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Content-Type"] = _TYPES.get(path.suffix, "application/octet-stream")
        return response


@cache
def _packed(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), mtime=0)
