"""The real Elasticsearch server for tests: with TLS, users and an authority of its own.

The processes of one test run share one server: the first that needs it starts it, the last that lets it go stops it.
"""

from __future__ import annotations

import base64
import fcntl
import hashlib
import json
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil
import trustme
from elasticsearch import Elasticsearch

from benchmarks.ports import free_port
from index.cluster import Cluster
from tests.elasticsearch_plugin import add_plugin

ROOT = Path(__file__).parent.parent
PASSWORD = "of no use anywhere else"
USER, ADMIN, STRANGER = "shaffaf", "admin", "stranger"

# What the program's own account needs, and no more.
_ROLES = """
shaffaf:
  cluster: [monitor, manage_index_templates]
  indices:
    - names: ["test-*"]
      privileges: [manage, read, write]
stranger:
  cluster: [monitor]
"""
_MEMBERS = {"superuser": ADMIN, "shaffaf": USER, "stranger": STRANGER}
_PATIENCE = 180.0
_started: list[subprocess.Popen[bytes]] = []
"""So that none is taken for forgotten: whoever stops a server may be another process."""


@dataclass(frozen=True)
class Server:
    """A running server, or one that ran: it can be started again at the same place, with what it held."""

    folder: str
    port: int

    @property
    def url(self) -> str:
        return f"https://localhost:{self.port}"

    @property
    def authority(self) -> Path:
        return Path(self.folder) / "authority.pem"

    def cluster(self, prefix: str, user: str = USER) -> Cluster:
        """How to reach it with an account."""
        return Cluster((self.url,), user, PASSWORD, authority=self.authority, prefix=f"test-{prefix}", seconds=60)

    def admin(self) -> Elasticsearch:
        """A client that may do everything."""
        return Elasticsearch(self.url, basic_auth=(ADMIN, PASSWORD), ca_certs=str(self.authority), request_timeout=60)

    def start(self) -> int:
        """Start it and wait until it answers. Returns its process id."""
        settings = {
            "http.port": self.port,
            "transport.port": free_port(),
            "discovery.type": "single-node",
            "xpack.security.autoconfiguration.enabled": "false",
            "xpack.security.http.ssl.enabled": "true",
            "xpack.security.http.ssl.key": "server.key",
            "xpack.security.http.ssl.certificate": "server.pem",
            # However full the disk of the machine is that the tests run on.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        command = [str(ROOT / "bin" / "elasticsearch"), self.folder, *(f"{key}={value}" for key, value in settings.items())]
        # Compiled lightly: a server that lives for minutes never earns back what the better compiler costs.
        environment = dict(os.environ, ES_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:-AlwaysPreTouch")
        log = Path(self.folder) / "output.log"
        with log.open("w") as output:
            process = subprocess.Popen(
                command, stdout=output, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=environment,
                start_new_session=True,
            )  # fmt: skip
        _started.append(process)
        self._await(process, log)
        return process.pid

    def _await(self, process: subprocess.Popen[bytes], log: Path) -> None:
        deadline = time.monotonic() + _PATIENCE
        with self.admin().options(max_retries=0) as client:
            while time.monotonic() < deadline and process.poll() is None:
                try:
                    client.cluster.health(wait_for_status="yellow", timeout="5s")
                except Exception:  # noqa: BLE001 (refused, closed, not ready: whatever it is, it is not up yet)
                    time.sleep(0.2)
                else:
                    return
        raise RuntimeError(f"the Elasticsearch server does not start:\n{log.read_text()[-2000:]}")


def make_server() -> Server:
    """The folder of a new server with its certificate and accounts; nothing runs yet."""
    folder = Path(tempfile.mkdtemp(prefix="shaffaf-elasticsearch-"))
    folder.chmod(0o755)  # the server runs as another user where the tests run as root
    config = folder / "config"
    config.mkdir()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(folder / "authority.pem")
    certificate = authority.issue_cert("localhost")
    certificate.private_key_pem.write_to_path(config / "server.key")
    certificate.cert_chain_pems[0].write_to_path(config / "server.pem")
    add_plugin(folder / "plugins")
    (config / "roles.yml").write_text(_ROLES)
    (config / "users").write_text("".join(f"{user}:{_hashed(PASSWORD)}\n" for user in _MEMBERS.values()))
    (config / "users_roles").write_text("".join(f"{role}:{user}\n" for role, user in _MEMBERS.items()))
    return Server(str(folder), free_port())


def stop(process_id: int, how: signal.Signals = signal.SIGKILL) -> None:
    """Stop a server with all its children, and wait until they are gone."""
    try:
        parent = psutil.Process(process_id)
    except psutil.NoSuchProcess:
        return
    family = [*parent.children(recursive=True), parent]
    for process in family:
        with _gone_already():
            process.send_signal(how)
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline and not all(map(_ended, family)):
        time.sleep(0.05)


def _ended(process: psutil.Process) -> bool:
    """Whether it runs no more; it may still wait for its parent to take notice."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


@contextmanager
def shared_server(folder: Path) -> Iterator[Server]:
    """The server of all processes that name the same folder."""
    with (folder / "using.lock").open("w") as using:
        with _locked(folder / "starting.lock"):
            fcntl.flock(using, fcntl.LOCK_SH)
            server = _running(folder / "server.json")
        try:
            yield server
        finally:
            with _locked(folder / "starting.lock"):
                _stop_if_last(using, folder / "server.json")


def _running(note: Path) -> Server:
    if note.exists():
        return Server(**json.loads(note.read_text())["server"])
    server = make_server()
    note.write_text(json.dumps({"server": asdict(server), "process": server.start()}))
    return server


def _stop_if_last(using: object, note: Path) -> None:
    try:
        fcntl.flock(using, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        return
    found: Mapping[str, object] = json.loads(note.read_text())
    note.unlink()
    stop(int(str(found["process"])))
    shutil.rmtree(Server(**found["server"]).folder, ignore_errors=True)  # type: ignore[arg-type]


def _hashed(password: str) -> str:
    """As the server keeps passwords, with few rounds: each request would cost more otherwise."""
    salt = secrets.token_bytes(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, 1000, 32)
    return f"{{PBKDF2}}1000${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


@contextmanager
def _gone_already() -> Iterator[None]:
    try:
        yield
    except psutil.NoSuchProcess:
        return
