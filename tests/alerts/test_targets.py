"""No webhook reaches anything but public servers, whatever its address looks like and whatever its name means."""

from __future__ import annotations

import contextlib
import socket
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.targets import TargetError, connect, is_allowed, require_target


@pytest.mark.parametrize(
    "url",
    [
        "https://hooks.example.org/a?b=c",
        "https://hooks.example.org:8443/",
        "https://93.184.216.34/x",
        "https://[2606:2800:220:1:248:1893:25c8:1946]/x",
        "https://xn--mgbh0fb.example/",
    ],
)
def test_a_public_https_address_will_do(url: str) -> None:
    assert require_target(url).scheme == "https"


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example.org",
        "http://hooks.example.org",
        "ftp://hooks.example.org",
        "https://",
        "https:///x",
        "https://user:word@hooks.example.org",
        "https://hooks.example.org:0/",
        "https://hooks.example.org:99999/",
        "https://hooks.example.org/a b",
        "https://hooks.example.org/\r\nX: y",
        "https://hooks.example.org/é",
        "https://localhost/",
        "https://LOCALHOST./",
        "https://a.localhost/",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/",
        "https://127.1/",
        "https://0x7f000001/",
        "https://2130706433/",
        "https://017700000001/",
        "https://0.0.0.0/",
        "https://10.0.0.1/",
        "https://172.16.3.4/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fd00::1]/",
        "https://[fe80::1%25eth0]/",
        "https://[::]/",
        "https://[64:ff9b::7f00:1]/",
        "https://[2002:7f00:1::]/",
        "https://224.0.0.1/",
        "https://hooks.example.org/" + "x" * 600,
    ],
)
def test_what_is_not_a_public_https_address_is_refused(url: str) -> None:
    with pytest.raises(TargetError):
        require_target(url)


@given(st.text())
def test_any_text_is_taken_or_refused(text: str) -> None:
    with contextlib.suppress(TargetError):
        require_target(text)


@given(st.ip_addresses())
def test_no_private_address_is_ever_allowed(address: Any) -> None:
    assert not is_allowed(str(address)) or (address.is_global and not address.is_multicast)


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1"])
def test_this_machine_is_for_tests_only(address: str) -> None:
    assert is_allowed(address, private=True)
    assert not is_allowed(address)


@pytest.mark.parametrize("address", ["10.0.0.1", "169.254.169.254", "fd00::1", "192.0.2.1", "nonsense"])
def test_other_machines_of_the_house_are_not_even_for_tests(address: str) -> None:
    assert not is_allowed(address, private=True)


class Names:
    """A name server that gives each question the next answer."""

    def __init__(self, *answers: list[str]) -> None:
        self.answers = list(answers)

    def __call__(self, _host: str, port: int, **_: object) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in self.answers.pop(0)]


def test_a_name_that_means_a_private_address_is_not_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names(["127.0.0.1"]))
    with pytest.raises(TargetError):
        connect("rebound.example.org", 443, 1.0)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "getaddrinfo", Names(["93.184.216.34", "10.0.0.1"]))
    with pytest.raises(TargetError):
        connect("mixed.example.org", 443, 1.0)


def test_a_name_that_means_something_else_the_second_time_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        names = Names(["127.0.0.1"], ["10.0.0.1"])
        monkeypatch.setattr(socket, "getaddrinfo", names)
        with connect("rebinding.example.org", port, 5.0, private=True) as opened:
            assert opened.getpeername()[0] == "127.0.0.1"
        assert names.answers == [["10.0.0.1"]]


def test_the_next_address_is_tried_where_one_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        monkeypatch.setattr(socket, "getaddrinfo", Names(["127.0.0.2", "127.0.0.1"]))
        with connect("two.example.org", port, 5.0, private=True) as opened:
            assert opened.getpeername()[1] == port
    monkeypatch.setattr(socket, "getaddrinfo", Names(["127.0.0.1"]))
    with pytest.raises(OSError, match="refused"):
        connect("one.example.org", port, 5.0, private=True)
