"""Where webhooks may be: on public servers only, and the address that was checked is the one that is connected to."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

LONGEST = 500
"""Characters of a webhook's address."""

_NOT_PUBLIC = ("localhost", ".localhost", ".local", ".internal", ".home.arpa")
_TUNNELS = tuple(ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
"""IPv6 addresses that lead on to IPv4 addresses which they hold."""


class TargetError(ValueError):
    """A place that no webhook may be sent to."""


def require_target(url: str, private: bool = False) -> SplitResult:
    """The parts of a webhook's address. Raises TargetError for one that is not https, or plainly not public.

    `private`: this machine will do too, without TLS: for tests.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise TargetError(f"no address: {error}") from None
    if len(url) > LONGEST or not url.isascii() or any(sign <= " " or sign == "\x7f" for sign in url):
        raise TargetError("too long, or not in plain letters")
    if parts.scheme not in ({"https", "http"} if private else {"https"}) or not host or parts.username is not None:
        raise TargetError("not an https address")
    if port == 0:
        raise TargetError("no port")
    if not private and (f".{host.rstrip('.')}".endswith(_NOT_PUBLIC) or host.rstrip(".") == "localhost"):
        raise TargetError("not a public server")
    literal = _literal(host)
    if literal is not None and not is_allowed(literal, private):
        raise TargetError("not a public address")
    return parts


def connect(host: str, port: int, seconds: float, private: bool = False) -> socket.socket:
    """A connection to a server by that name. Raises TargetError when one of its addresses is not public, and OSError when
    it can't be reached. The name is looked up once, so no other answer can come between checking and connecting.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [(family, place) for family, _, _, _, place in found if family in {socket.AF_INET, socket.AF_INET6}]
    if not addresses or not all(is_allowed(str(place[0]), private) for _, place in addresses):
        raise TargetError("not a public address")
    failed: OSError | None = None
    for family, place in addresses:
        opened = socket.socket(family, socket.SOCK_STREAM)
        opened.settimeout(seconds)
        try:
            opened.connect(place)
        except OSError as error:
            opened.close()
            failed = error
        else:
            return opened
    raise failed or OSError("nobody answers")


def is_allowed(address: str, private: bool = False) -> bool:
    """Whether an IP address may be sent to: a public one; `private`: one of this machine too."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return is_allowed(str(found.ipv4_mapped), private)
        if any(found in net for net in _TUNNELS):
            return False
    return (private and found.is_loopback) or (found.is_global and not found.is_multicast and not found.is_reserved)


def _literal(host: str) -> str | None:
    """The address that a host is written as, in whatever form the system understands; None for a name."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))  # 0x7f.1, 2130706433
    except (OSError, UnicodeError):
        return None
