"""Where a request comes from: a trusted proxy is believed, nobody else."""

from __future__ import annotations

import httpx
import pytest
from anyio.from_thread import start_blocking_portal
from hypothesis import given
from hypothesis import strategies as st
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from search_api.proxies import Proxies, networks, within

TRUSTED = "10.0.0.0/8, 127.0.0.1, fd00::/8"
PROXY, VISITOR, STRANGER = "10.0.0.7", "203.0.113.9", "198.51.100.4"


async def say_who_asks(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    answer = {
        "client": request.client and request.client.host,
        "scheme": request.url.scheme,
        "stranger": scope.get("state", {}).get("through_stranger", False),
        "headers": sorted(name for name in request.headers if "forwarded" in name),
    }
    await JSONResponse(answer)(scope, receive, send)


@pytest.fixture(scope="module")
def application() -> ASGIApp:
    return Proxies(say_who_asks, networks(TRUSTED))


def asked(application: ASGIApp, peer: str, **headers: str) -> dict[str, object]:
    async def ask() -> dict[str, object]:
        transport = httpx.ASGITransport(application, client=(peer, 4711))
        async with httpx.AsyncClient(transport=transport, base_url="http://inside") as client:
            said = {name.replace("_", "-"): value for name, value in headers.items()}
            return dict((await client.get("/", headers=said)).json())

    with start_blocking_portal() as portal:
        return portal.call(ask)


@pytest.mark.parametrize(
    ("peer", "forwarded", "client"),
    [
        (PROXY, VISITOR, VISITOR),
        (PROXY, f"{VISITOR}, 10.1.1.1", VISITOR),
        ("127.0.0.1", VISITOR, VISITOR),
        ("fd00::1", "2001:db8::7", "2001:db8::7"),
        # What the visitor wrote himself stands further left than what our proxy heard from.
        (PROXY, f"127.0.0.1, {VISITOR}", VISITOR),
        (PROXY, f"{STRANGER}, {VISITOR}, 10.2.2.2", VISITOR),
        (PROXY, "10.1.1.1, 10.2.2.2", PROXY),
        (PROXY, "", PROXY),
        (STRANGER, VISITOR, STRANGER),
        (STRANGER, "127.0.0.1", STRANGER),
    ],
)
def test_the_client_is_who_a_trusted_proxy_heard_from(application: ASGIApp, peer: str, forwarded: str, client: str) -> None:
    assert asked(application, peer, x_forwarded_for=forwarded)["client"] == client


@pytest.mark.parametrize(
    ("peer", "said", "scheme"),
    [(PROXY, "https", "https"), (PROXY, "HTTPS", "https"), (PROXY, "javascript", "http"), (STRANGER, "https", "http")],
)
def test_the_scheme_is_what_a_trusted_proxy_says(application: ASGIApp, peer: str, said: str, scheme: str) -> None:
    assert asked(application, peer, x_forwarded_proto=said)["scheme"] == scheme


@pytest.mark.parametrize("header", ["x_forwarded_for", "x_forwarded_proto", "x_forwarded_host", "forwarded"])
def test_what_a_stranger_forwards_is_taken_away_and_remembered(application: ASGIApp, header: str) -> None:
    answer = asked(application, STRANGER, **{header: "for=127.0.0.1"})
    assert answer == {"client": STRANGER, "scheme": "http", "stranger": True, "headers": []}


def test_a_request_without_a_proxy_passes_as_it_is(application: ASGIApp) -> None:
    assert asked(application, VISITOR) == {"client": VISITOR, "scheme": "http", "stranger": False, "headers": []}


@pytest.mark.parametrize("listed", ["10.0.0.0/33", "proxy.example.org", "10.0.0.1;10.0.0.2"])
def test_what_is_no_network_is_refused(listed: str) -> None:
    with pytest.raises(ValueError, match="does not appear to be"):
        networks(listed)


@pytest.mark.parametrize("listed", ["", " , "])
def test_an_empty_list_trusts_nobody(listed: str) -> None:
    assert networks(listed) == ()


@given(st.ip_addresses())
def test_an_address_is_within_its_own_network_and_no_other_kind(address: object) -> None:
    own = networks(str(address))
    assert within(str(address), own)
    assert not within("not an address", own)
    assert not within(str(address), ())
