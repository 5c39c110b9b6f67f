"""Files are read from the line from the first moment: what came before a cut counts, even while somebody still looks at who
sends it.

Servers forget what came and was not asked for when a line is cut. So it is asked for at once, and kept here until it is
wanted.
"""

from __future__ import annotations

import asyncio
from collections import deque

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HELD_BYTES = 1 << 20
"""How much of one body is read before it is wanted."""


class Early:
    """ASGI middleware for requests whose body has the media type."""

    def __init__(self, app: ASGIApp, media_type: str) -> None:
        self._app = app
        self._media_type = media_type

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] != "http" or Headers(scope=scope).get("content-type") != self._media_type:
            await self._app(scope, receive, send)
            return
        held = _Held(receive)
        reading = asyncio.create_task(held.read())
        # So that what lies there already is read now.
        await asyncio.sleep(0)
        try:
            await self._app(scope, held.receive, send)
        finally:
            reading.cancel()


class _Held:
    """What came and was not wanted yet."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._messages: deque[Message] = deque()
        self._bytes = 0
        self._changed = asyncio.Condition()

    async def read(self) -> None:
        """Read until there is nothing more to come."""
        while True:
            message = await self._receive()
            async with self._changed:
                self._messages.append(message)
                self._bytes += len(message.get("body", b""))
                self._changed.notify_all()
                if message["type"] == "http.disconnect":
                    return
                await self._changed.wait_for(lambda: self._bytes < HELD_BYTES)

    async def receive(self) -> Message:
        """The next message."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._messages)
            message = self._messages[0]
            if message["type"] != "http.disconnect":
                self._messages.popleft()
            self._bytes -= len(message.get("body", b""))
            self._changed.notify_all()
            return message
