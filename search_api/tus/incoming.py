"""The body of a request in pieces of a size that is worth a write, also what came before it was cut."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from starlette.requests import ClientDisconnect, Request

PIECE_BYTES = 1 << 18
SILENT_SECONDS = 120.0
"""After how long a line on which nothing comes is taken for cut."""


class Incoming:
    """The bytes of a request. Once they have been read, `whole` says whether the request came to its end."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self.whole = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """The bytes in their order, the last piece may be small. Never raises for a line that is cut."""
        piece = bytearray()
        chunks = aiter(self._request.stream())
        while (chunk := await self._next(chunks)) is not None:
            piece += chunk
            if len(piece) >= PIECE_BYTES:
                yield bytes(piece)
                piece.clear()
        if piece:
            yield bytes(piece)

    async def _next(self, chunks: AsyncIterator[bytes]) -> bytes | None:
        try:
            async with asyncio.timeout(SILENT_SECONDS):
                return await anext(chunks)
        except StopAsyncIteration:
            self.whole = True
        except (ClientDisconnect, TimeoutError):
            self.whole = False
        return None
