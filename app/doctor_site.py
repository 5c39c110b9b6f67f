"""What `shaffaf doctor` says of how the site is reached: its public address, and who stands in front of it."""

from __future__ import annotations

import urllib.error
import urllib.request
from ipaddress import ip_address

from app.finding import Finding
from app.settings import Settings
from search_api.proxies import networks

_SECONDS = 5.0
_WIDE = {4: 7, 6: 15}
"""Lengths of prefixes up to which a network holds more than anybody's own machines."""


def public_url(settings: Settings) -> Finding:
    """Whether this site answers at the address that people know."""
    if settings.public_url is None:
        private = True if _is_loopback(settings.host) else None
        return Finding("public_url_none", private, "", "" if private else "SHAFFAF_PUBLIC_URL=https://…")
    try:
        # An address of http or https: settings take no other.
        with urllib.request.urlopen(f"{settings.public_url}/healthz", timeout=_SECONDS) as answer:  # noqa: S310
            ours = answer.read(10).strip() == b"ok"
    except urllib.error.HTTPError as error:
        return Finding("public_url_other", False, f"{settings.public_url} {error.code}")
    except OSError as error:
        return Finding("public_url_away", None, f"{settings.public_url} {getattr(error, 'reason', error)}")
    return Finding("public_url" if ours else "public_url_other", ours, settings.public_url)


def proxies(settings: Settings) -> Finding:
    """Whether the right ones are believed about where requests come from."""
    trusted = networks(settings.trusted_proxies)
    wide = [str(network) for network in trusted if network.prefixlen <= _WIDE[network.version]]
    if wide:
        return Finding("proxies_everybody", False, ", ".join(wide), "SHAFFAF_TRUSTED_PROXIES=127.0.0.1")
    if not trusted and (settings.public_url or "").startswith("https:"):
        return Finding("proxies_none", None, "", "SHAFFAF_TRUSTED_PROXIES=127.0.0.1")
    return Finding("proxies", True, ", ".join(map(str, trusted)))


def figures(settings: Settings) -> Finding:
    """Whether only some may read the figures."""
    readers = networks(settings.metrics_from)
    wide = [str(network) for network in readers if network.prefixlen <= _WIDE[network.version]]
    if wide:
        return Finding("figures_everybody", None, ", ".join(wide), "SHAFFAF_METRICS_FROM=127.0.0.1")
    return Finding("figures", True, ", ".join(map(str, readers)))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
