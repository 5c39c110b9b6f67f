"""The doctor on how the site is reached: is it ours that answers, and who is believed."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from app import doctor_site
from app.settings import Settings
from domain.translation import LANGUAGES, messages


@contextmanager
def answering(status: int, body: bytes) -> Iterator[str]:
    """The address of a site that answers everything so."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("status", "body", "key", "well"),
    [
        (200, b"ok\n", "public_url", True),
        (200, b"<html>Welcome to nginx", "public_url_other", False),
        (404, b"", "public_url_other", False),
        (502, b"", "public_url_other", False),
    ],
)
def test_the_public_address_is_asked_whether_it_is_ours(status: int, body: bytes, key: str, well: bool) -> None:
    with answering(status, body) as address:
        finding = doctor_site.public_url(Settings(public_url=address))
    assert (finding.key, finding.well) == (key, well)
    assert address in finding.detail


def test_a_public_address_that_does_not_answer_is_worth_knowing() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        finding = doctor_site.public_url(Settings(public_url=f"http://127.0.0.1:{unused.getsockname()[1]}"))
    assert (finding.key, finding.well) == ("public_url_away", None)


@pytest.mark.parametrize(
    ("host", "well"), [("127.0.0.1", True), ("localhost", True), ("::1", True), ("::", None), ("10.0.0.4", None)]
)
def test_without_a_public_address_only_a_site_for_this_machine_is_well(host: str, well: bool | None) -> None:
    assert doctor_site.public_url(Settings(host=host)).well is well


@pytest.mark.parametrize(
    ("chosen", "key", "well"),
    [
        ({}, "proxies", True),
        ({"trusted_proxies": "10.0.0.0/8, fd00::/16"}, "proxies", True),
        ({"trusted_proxies": "0.0.0.0/0"}, "proxies_everybody", False),
        ({"trusted_proxies": "127.0.0.1, ::/0"}, "proxies_everybody", False),
        ({"public_url": "https://docs.example.org"}, "proxies_none", None),
        ({"public_url": "https://docs.example.org", "trusted_proxies": "127.0.0.1"}, "proxies", True),
    ],
)
def test_trusting_everybody_is_to_be_mended_and_trusting_nobody_worth_knowing(
    chosen: dict[str, str], key: str, well: bool | None
) -> None:
    finding = doctor_site.proxies(Settings(**chosen))
    assert (finding.key, finding.well) == (key, well)


@pytest.mark.parametrize(
    ("readers", "key"),
    [("127.0.0.1", "figures"), ("", "figures"), ("10.1.0.0/16", "figures"), ("::/0", "figures_everybody")],
)
def test_figures_for_everybody_are_worth_knowing(readers: str, key: str) -> None:
    assert doctor_site.figures(Settings(metrics_from=readers)).key == key


KEYS = ("public_url", "public_url_none", "public_url_away", "public_url_other", "proxies", "proxies_none", "figures")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", [*KEYS, "proxies_everybody", "figures_everybody", "disk_full", "queue", "versions"])
def test_every_finding_has_words(language: str, key: str) -> None:
    assert messages(language)[f"doctor.{key}"]
