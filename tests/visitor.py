"""A visitor of a web application: httpx without a network, for tests that are not asynchronous."""

from __future__ import annotations

from contextlib import AbstractContextManager, ExitStack
from functools import partial
from types import TracebackType
from typing import Any, Self

import httpx
from anyio.from_thread import start_blocking_portal
from starlette.types import ASGIApp


class Visitor(AbstractContextManager["Visitor"]):
    """Asks `application` as a browser asks a server: what fails inside is seen as an answer with status 500."""

    def __init__(self, application: ASGIApp, base_url: str = "http://testserver") -> None:
        self._open = ExitStack()
        self._portal = self._open.enter_context(start_blocking_portal())
        transport = httpx.ASGITransport(application, raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url=base_url)

    @property
    def cookies(self) -> httpx.Cookies:
        """The cookies that are kept."""
        return self._client.cookies

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        """The answer, read to its end."""
        return self._portal.call(partial(self._client.request, method, url, **options))

    def get(self, url: str, **options: Any) -> httpx.Response:
        """The answer to GET."""
        return self.request("GET", url, **options)

    def head(self, url: str, **options: Any) -> httpx.Response:
        """The answer to HEAD."""
        return self.request("HEAD", url, **options)

    def close(self) -> None:
        """Leave."""
        self._portal.call(self._client.aclose)
        self._open.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()
