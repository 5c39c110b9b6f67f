"""Behind a real nginx, set up as the operations page says: the server knows who asks, and strangers see no figures."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from benchmarks.ports import free_port
from search_api.boundary import Boundary
from search_api.problems import ProblemWriter
from search_api.proxies import Proxies, networks

PAGE = Path(__file__).parent.parent.parent / "docs" / "operations.md"
PATIENCE = 30.0
SETUP = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/f;
    uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    server {{ listen 127.0.0.1:{port}; {said} }}
}}
"""

pytestmark = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed here")


received = bytearray()
"""What has come of bodies, in the process of the server."""


async def say_who_asks(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope, receive)
    if request.method == "PATCH":
        with suppress(ClientDisconnect):
            async for chunk in request.stream():
                received.extend(chunk)
        return
    if request.url.path == "/received":
        await JSONResponse(len(received))(scope, receive, send)
        return
    client = request.client.host if request.client else ""
    stranger = scope.get("state", {}).get("through_stranger", False)
    answer = {"client": client, "scheme": request.url.scheme, "host": request.url.hostname, "stranger": stranger}
    await JSONResponse(answer)(scope, receive, send)


def await_port(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert time.monotonic() < deadline, "nobody listens"
        time.sleep(0.02)


def serve(port: int, trusted: str) -> None:
    """Answer who asks, believing these proxies; in a process of its own."""
    application = Boundary(Proxies(say_who_asks, networks(trusted)), ProblemWriter())
    uvicorn.run(application, port=port, log_level="warning", proxy_headers=False, lifespan="off")


@contextmanager
def serving(trusted: str) -> Iterator[int]:
    """The port of a server that believes these proxies."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-c", f"from {__name__} import serve; serve({port}, {trusted!r})"])
    try:
        await_port(port)
        yield port
    finally:
        process.terminate()
        process.wait()


@contextmanager
def nginx(folder: Path, server: int) -> Iterator[str]:
    """nginx before the server, set up by the block in the operations page."""
    (block,) = re.findall(r"```nginx\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    port = free_port()
    setup = folder / "nginx.conf"
    setup.write_text(SETUP.format(folder=folder, port=port, said=block.replace("127.0.0.1:8000", f"127.0.0.1:{server}")))
    process = subprocess.Popen(["nginx", "-c", str(setup), "-p", str(folder), "-e", str(folder / "error.log")])
    try:
        await_port(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


def ask(address: str, **headers: str) -> tuple[dict[str, Any], str]:
    """The answer, and the id of the request."""
    said = {name.replace("_", "-"): value for name, value in headers.items()}
    with urllib.request.urlopen(urllib.request.Request(address, headers=said), timeout=PATIENCE) as answer:
        return json.load(answer), answer.headers["X-Request-Id"]


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx that the server behind it trusts."""
    with serving("127.0.0.1") as port, nginx(tmp_path_factory.mktemp("nginx"), port) as found:
        yield found


def test_the_client_is_who_asked_nginx_and_each_request_has_an_id(address: str) -> None:
    # nginx is asked from loopback, which is trusted here: so the next one to the left is believed.
    answer, request_id = ask(f"{address}/", X_Forwarded_For="198.51.100.4, 203.0.113.9", X_Forwarded_Proto="https")
    _, other = ask(f"{address}/")
    assert (answer["client"], answer["scheme"], answer["stranger"]) == ("203.0.113.9", "http", False)
    assert re.fullmatch(r"[0-9a-f]{32}", request_id)
    assert other != request_id


@pytest.mark.parametrize("path", ["/metrics", "/readyz"])
def test_figures_do_not_pass(address: str, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        ask(address + path)
    refused.value.close()
    assert refused.value.code == 404


def test_an_nginx_that_nobody_trusts_speaks_for_a_stranger(tmp_path: Path) -> None:
    with serving("") as port, nginx(tmp_path, port) as address:
        answer, _ = ask(f"{address}/")
    assert answer["stranger"] is True


def test_what_came_of_a_file_before_its_line_was_cut_reaches_the_server(address: str) -> None:
    port = int(address.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port)) as line:
        head = "PATCH /x HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n"
        line.sendall(head.encode() + b"x" * 300_000)
        deadline = time.monotonic() + PATIENCE
        came = 0
        while came < 300_000 and time.monotonic() < deadline:
            with urllib.request.urlopen(f"{address}/received", timeout=PATIENCE) as answer:
                came = json.load(answer)
            time.sleep(0.02)
    assert came == 300_000
