"""Whom to believe about where a request comes from: X-Forwarded-* counts only when a trusted proxy says it."""

from __future__ import annotations

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network

_FORWARDED = (b"x-forwarded-", b"forwarded")


def networks(listed: str) -> tuple[Network, ...]:
    """Addresses and networks (`10.0.0.0/8`) from a list with commas. Raises ValueError for what is neither."""
    return tuple(ip_network(one.strip(), strict=False) for one in listed.split(",") if one.strip())


def within(address: str, allowed: Sequence[Network]) -> bool:
    """Whether the address is in one of the networks; what is no address is in none."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in allowed)


class Proxies:
    """ASGI middleware: puts the client's own address and scheme in place of a trusted proxy's, and takes away what
    anybody else says of them. `scope["state"]["through_stranger"]` tells that somebody else did.
    """

    def __init__(self, app: ASGIApp, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        if scope["type"] == "http":
            peer = (scope.get("client") or ("", 0))[0]
            if within(peer, self._trusted):
                self._believe(scope)
            else:
                _disbelieve(scope)
        await self._app(scope, receive, send)

    def _believe(self, scope: Scope) -> None:
        headers = Headers(scope=scope)
        scheme = headers.get("x-forwarded-proto", "").strip().lower()
        if scheme in ("http", "https"):
            scope["scheme"] = scheme
        chain = [one.strip() for one in ",".join(headers.getlist("x-forwarded-for")).split(",") if one.strip()]
        # From the right: each proxy adds whom it heard from. The first that is no proxy of ours is the client.
        stranger = next((one for one in reversed(chain) if not within(one, self._trusted)), None)
        if stranger is not None:
            scope["client"] = (stranger, 0)


def _disbelieve(scope: Scope) -> None:
    kept = [(name, value) for name, value in scope["headers"] if not name.lower().startswith(_FORWARDED)]
    scope.setdefault("state", {})["through_stranger"] = len(kept) < len(scope["headers"])
    scope["headers"] = kept
