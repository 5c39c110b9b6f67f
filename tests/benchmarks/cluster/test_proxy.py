"""The site's proxy, real nginx: either server answers, and what a client claims about itself is not believed."""

from __future__ import annotations

import http.server
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from benchmarks.cluster.process import Part
from benchmarks.cluster.proxy import proxy
from benchmarks.ports import free_ports

DEPLOY = Path(__file__).parents[3] / "deploy" / "nginx"


class Answering(http.server.BaseHTTPRequestHandler):
    """Says its name, and which headers came with the request."""

    protocol_version = "HTTP/1.1"
    status = 200

    def do_GET(self) -> None:
        body = f"{self.server.server_address[1]}\n{self.headers}".encode()
        self.send_response(self.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True  # nginx may keep a connection open


@contextmanager
def server(port: int, status: int = 200) -> Iterator[None]:
    handler = type("Handler", (Answering,), {"status": status})
    with Server(("127.0.0.1", port), handler) as serving:
        thread = threading.Thread(target=serving.serve_forever)
        thread.start()
        try:
            yield
        finally:
            serving.shutdown()
            thread.join()


@pytest.fixture(scope="module")
def ports() -> list[int]:
    """Where nginx listens, and where the two servers may."""
    return free_ports(3)


@pytest.fixture(scope="module")
def site(ports: list[int]) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="shaffaf-nginx-") as made:
        folder = Path(made)
        folder.chmod(0o755)  # nginx is handed to nobody
        running: Part = proxy(folder, ports[0], ports[1:])
        running.start()
        running.wait()
        yield f"http://127.0.0.1:{ports[0]}"
        running.stop()


def name(site: str) -> int:
    """Which server answered; 0 when none did."""
    answer = httpx.get(site, timeout=20)
    return int(answer.text.split()[0]) if answer.status_code == 200 else 0


@contextmanager
def both(site: str, ports: list[int]) -> Iterator[None]:
    """Both servers answer, and nginx no longer remembers that they did not."""
    with server(ports[1]), server(ports[2]):
        await_that(lambda: {name(site) for _ in range(6)} == set(ports[1:]))
        yield


def await_that(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.2)


def test_either_server_alone_answers_every_time(site: str, ports: list[int]) -> None:
    for left in ports[1:]:
        with both(site, ports):
            pass
        with server(left):
            await_that(lambda: name(site) > 0)
            assert {name(site) for _ in range(8)} == {left}


def test_a_server_that_is_just_starting_is_passed_over(site: str, ports: list[int]) -> None:
    with server(ports[1], status=502), server(ports[2]):
        await_that(lambda: name(site) > 0)
        assert {name(site) for _ in range(8)} == {ports[2]}


def test_the_address_of_the_client_is_the_one_that_nginx_saw(site: str, ports: list[int]) -> None:
    with both(site, ports):
        answer = httpx.get(site, headers={"X-Forwarded-For": "203.0.113.9", "X-Request-Id": "mine"}).text.lower()
    assert "x-forwarded-for: 127.0.0.1\n" in answer
    assert "x-forwarded-proto: http\n" in answer
    assert "203.0.113.9" not in answer
    assert f"host: {site.removeprefix('http://')}\n" in answer


def test_large_uploads_pass_and_those_beyond_all_bounds_do_not(site: str, ports: list[int]) -> None:
    with both(site, ports):
        assert httpx.post(site, content=b"x" * 20_000_000, timeout=30).status_code == 200
    with socket.create_connection(("127.0.0.1", ports[0]), timeout=20) as connection:
        connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 734003200\r\n\r\n")
        assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_the_settings_of_the_container_are_valid(tmp_path: Path) -> None:
    """But for the servers' names, which only containers know."""
    written = (DEPLOY / "nginx.conf").read_text()
    for name in ("server-1", "server-2"):
        assert f"server {name}:8000" in written
        written = written.replace(name, "127.0.0.1")
    written = written.replace("/tmp/", f"{tmp_path}/").replace("/etc/nginx/site.conf", str(DEPLOY / "site.conf"))
    (tmp_path / "nginx.conf").write_text(written)
    command = ["/usr/sbin/nginx", "-t", "-e", "stderr", "-c", str(tmp_path / "nginx.conf")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
