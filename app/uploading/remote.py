"""The server that files are sent to: its batches and, by the tus protocol, its uploads. What passes is tried again."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, TypeVar

import httpx

from app.uploading.local_files import LocalFile, parts

WHOLE_BYTES = 1 << 20
"""Files up to this size go with the request that makes them."""

T = TypeVar("T")

_PASSING = frozenset({408, 423, 425, 429, 500, 502, 503, 504, 507})
_GONE = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)
_PIECES = "application/offset+octet-stream"
_BUNDLE = "application/vnd.shaffaf.bundle"
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_TIMEOUT = httpx.Timeout(120, connect=10)


class RemoteError(Exception):
    """The server does not do what was asked. `said` is its reason, in the words that it has for people; `failure` its code
    for a file that it refuses.
    """

    def __init__(self, status: int, said: str, failure: str = "") -> None:
        super().__init__(said)
        self.status = status
        self.said = said
        self.failure = failure

    @property
    def concerns_all(self) -> bool:
        """Whether it is the same for whatever is sent: the token, the batch, the server's address."""
        return self.status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT)


class AwayError(Exception):
    """The server was not reached for as long as one waits for it."""


@dataclass(frozen=True, slots=True)
class Hashed:
    """A file and the hash of its bytes."""

    file: LocalFile
    sha256: str


@dataclass(frozen=True, slots=True)
class Told:
    """How a file stands with the server (`domain.batches.Standing`), where to go on with it, why it was refused."""

    standing: str
    upload: str | None
    failure: str | None


class Remote:
    """A server. Safe to use from several threads at once. Calls raise RemoteError, or AwayError after `patience` seconds."""

    def __init__(self, server: str, token: str, language: str, patience: float, most: int) -> None:
        self._patience = patience
        self._client = httpx.Client(
            base_url=server.rstrip("/"),
            headers={"Authorization": f"Bearer {token}", "Accept-Language": language, "Tus-Resumable": "1.0.0"},
            timeout=_TIMEOUT,
            limits=httpx.Limits(max_connections=most, max_keepalive_connections=most),
        )

    def close(self) -> None:
        """Let go of the lines."""
        self._client.close()

    def begin(self, body: str, asked: dict[str, Any]) -> str:
        """Make a batch, or find the one to go on with; returns its id."""
        return str(self._json("POST", f"/api/v1/bodies/{body}/batches", asked)["id"])

    def end(self, batch: str) -> None:
        """Close the batch."""
        self._json("POST", f"/api/v1/batches/{batch}/close", {})

    def offer(self, batch: str, files: Sequence[Hashed]) -> list[Told]:
        """How the files stand."""
        asked = {"files": [_asked(one) for one in files]}
        return _told(self._json("POST", f"/api/v1/batches/{batch}/known", asked))

    def describe(self, batch: str, name: str, data: bytes) -> dict[str, Any]:
        """Have a sheet describe the batch's files; returns how its rows stand."""
        options = {"params": {"name": name}, "headers": {"Content-Type": "application/octet-stream"}, "content": data}
        found: dict[str, Any] = self._again(lambda: self._request("PUT", f"/api/v1/batches/{batch}/sheet", **options)).json()
        return found

    def described(self, batch: str) -> dict[str, Any]:
        """How the rows of the batch's sheet stand now."""
        found: dict[str, Any] = self._again(lambda: self._request("GET", f"/api/v1/batches/{batch}/sheet")).json()
        return found

    def send_bundle(self, batch: str, files: Sequence[Hashed]) -> list[Told]:
        """Send small files together; returns how they stand then. Raises OSError for one that can't be read any more."""
        head = json.dumps({"files": [_asked(one) for one in files]}).encode()
        content = b"\n".join((head, b"".join(part for one in files for part in parts(one.file))))
        path, headers = f"/api/v1/batches/{batch}/bundle", {"Content-Type": _BUNDLE}
        answer = self._again(lambda: self._request("POST", path, headers=headers, content=content))
        return _told(answer.json())

    def send(self, batch: str, hashed: Hashed, upload: str | None, show: Callable[[int], None]) -> str:
        """Send a file, or the rest of one; returns how it stands then. `show` is told how many bytes went on their way."""
        if upload is None and hashed.file.size <= WHOLE_BYTES:
            return self._send_whole(batch, hashed, show)
        try:
            where = upload or self._create(batch, hashed)
            return self._again(lambda: self._go_on(where, hashed.file, show))
        except RemoteError as error:
            if upload is None or error.status not in _GONE or error.failure:
                raise
        # It has expired since: sent anew.
        return self.send(batch, hashed, None, show)

    def _send_whole(self, batch: str, hashed: Hashed, show: Callable[[int], None]) -> str:
        data = b"".join(parts(hashed.file))
        headers = {**self._about(hashed), "Content-Type": _PIECES}
        answer = self._again(lambda: self._request("POST", _uploads(batch), headers=headers, content=data))
        show(hashed.file.size)
        return str(answer.headers["Upload-State"])

    def _create(self, batch: str, hashed: Hashed) -> str:
        headers = self._about(hashed)
        answer = self._again(lambda: self._request("POST", _uploads(batch), headers=headers))
        return str(answer.headers["Location"])

    def _go_on(self, where: str, file: LocalFile, show: Callable[[int], None]) -> str:
        """Send all that the server has not got yet, in one request."""
        standing = self._request("HEAD", where)
        offset = int(standing.headers["Upload-Offset"])
        if standing.headers["Upload-State"] != "receiving":
            return str(standing.headers["Upload-State"])
        headers = {"Upload-Offset": str(offset), "Content-Type": _PIECES, "Content-Length": str(file.size - offset)}
        answer = self._request("PATCH", where, headers=headers, content=_shown(parts(file, offset), show))
        return str(answer.headers["Upload-State"])

    def _about(self, hashed: Hashed) -> dict[str, str]:
        told = {"filename": hashed.file.path, "sha256": hashed.sha256}
        metadata = ",".join(f"{name} {base64.b64encode(value.encode()).decode()}" for name, value in told.items())
        return {"Upload-Length": str(hashed.file.size), "Upload-Metadata": metadata}

    def _json(self, method: str, path: str, sent: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self._again(lambda: self._request(method, path, json=sent)).json()
        return found

    def _request(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            answer = self._client.request(method, path, **options)
        except httpx.TransportError as error:
            raise _PassingError(str(error) or type(error).__name__) from error
        if answer.status_code < HTTPStatus.BAD_REQUEST:
            return answer
        code, said = _problem(answer)
        if answer.status_code in _PASSING or code == "other_offset":
            raise _PassingError(said, _seconds(answer.headers.get("Retry-After", "")))
        raise RemoteError(answer.status_code, said, answer.headers.get("Upload-Failure", ""))

    def _again(self, work: Callable[[], T]) -> T:
        """What the work comes to, begun again for as long as what keeps it from being done is passing."""
        give_up, pause = time.monotonic() + self._patience, _FIRST_PAUSE
        while True:
            try:
                return work()
            except _PassingError as error:
                wait = pause if error.wanted is None else error.wanted
                if time.monotonic() + wait > give_up:
                    raise AwayError(str(error)) from error
            time.sleep(wait)
            pause = min(_LONGEST_PAUSE, pause * 2)


class _PassingError(Exception):
    """What may be over when it is tried again, in `wanted` seconds if the server said so."""

    def __init__(self, said: str, wanted: float | None = None) -> None:
        super().__init__(said)
        self.wanted = wanted


def _problem(answer: httpx.Response) -> tuple[str, str]:
    """The code of a problem, and what it says to people; of HEAD, and of proxies, there is the status only."""
    try:
        details = answer.json()
        return str(details["type"]).rpartition(":")[2], f"{details['title']}. {details['detail']}"
    except (ValueError, KeyError, TypeError):
        return "", f"HTTP {answer.status_code}"


def _seconds(written: str) -> float | None:
    return float(written) if written.isascii() and written.isdigit() else None


def _asked(hashed: Hashed) -> dict[str, Any]:
    return {"path": hashed.file.path, "size": hashed.file.size, "sha256": hashed.sha256}


def _told(answer: dict[str, Any]) -> list[Told]:
    return [Told(one["standing"], one["upload"], one["failure"]) for one in answer["files"]]


def _uploads(batch: str) -> str:
    return f"/api/v1/batches/{batch}/uploads"


def _shown(sent: Iterator[bytes], show: Callable[[int], None]) -> Iterator[bytes]:
    for part in sent:
        yield part
        show(len(part))
