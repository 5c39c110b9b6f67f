"""The whole: three Elasticsearch nodes, PostgreSQL, an S3 store, two servers behind nginx, two workers."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from analyzers.lexicon import locate
from app.settings import Settings
from benchmarks.cluster.elasticsearch import Nodes
from benchmarks.cluster.postgres import Postgres
from benchmarks.cluster.process import Part
from benchmarks.cluster.proxy import proxy
from benchmarks.cluster.storage import KEYS, Storage
from benchmarks.ports import free_ports

_NODES, _SERVERS, _WORKERS = 3, 2, 2
_KEPT = ("*.log", "elasticsearch-*/data", "front/cache", "postgresql", "server-*", "worker-*")
"""What a cluster before may have left: the lexicon, and the programs of Elasticsearch, are used again."""

_HEALTH = "/api/v1/health"


@dataclass(frozen=True)
class Site:
    """A running cluster. `settings` are those of its programs, for whoever hands files in at its front door."""

    address: str
    settings: Settings
    nodes: Nodes
    postgres: Postgres
    storage: Storage
    servers: Sequence[Part]
    workers: Sequence[Part]
    proxy: Part

    def parts(self) -> Sequence[Part]:
        """All processes, in the order in which they start."""
        return [*self.nodes.parts, self.postgres.part, self.storage.part, *self.servers, *self.workers, self.proxy]

    def revive(self) -> Sequence[str]:
        """Start its own processes again that ended by themselves, as containers are; returns their names."""
        return [part.name for part in (*self.servers, *self.workers) if part.revive()]


@contextmanager
def cluster(folder: Path, port: int | None = None, say: Callable[[str], None] = lambda _: None) -> Iterator[Site]:
    """The site, at `port` (any free one by default), for as long as the context lasts, empty at first: what a former one
    left in the folder goes. `say` is told what is started.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    site = _laid_out(folder.resolve(), port or free_ports(1)[0])
    try:
        _start(site, say)
        yield site
    finally:
        for part in reversed(site.parts()):
            part.stop()


def _clear(folder: Path) -> None:
    for kept in (path for pattern in _KEPT for path in folder.glob(pattern)):
        shutil.rmtree(kept) if kept.is_dir() else kept.unlink()


def _start(site: Site, say: Callable[[str], None]) -> None:
    say("3 Elasticsearch nodes, PostgreSQL, S3")
    site.postgres.install()
    for part in (*site.nodes.parts, site.postgres.part, site.storage.part):
        part.start()
    for part in (site.postgres.part, site.storage.part, *site.nodes.parts):
        part.wait()
    site.nodes.await_whole()
    site.postgres.create()
    say("2 servers, 2 workers, nginx")
    # One after the other: the first to come migrates the tables, and builds the lexicon they share.
    for part in (*site.servers, *site.workers, site.proxy):
        part.start()
        part.wait()


def _laid_out(folder: Path, port: int) -> Site:
    nodes, postgres, storage = Nodes(folder, _NODES), Postgres(folder), Storage(folder)
    shared: dict[str, Any] = {
        "database_url": postgres.url,
        "engine": "elasticsearch",
        "elasticsearch_hosts": ",".join(nodes.hosts),
        "blobs": "s3",
        "blobs_url": storage.url,
        "lexicon": locate(folder / "front", None),
        "public_url": f"http://127.0.0.1:{port}",
        "workers": 1,
        "uploads_folder": folder / "uploads",
    }
    ports = free_ports(_SERVERS)
    return Site(
        address=f"http://127.0.0.1:{port}",
        settings=Settings(state=folder / "front", **shared),
        nodes=nodes,
        postgres=postgres,
        storage=storage,
        servers=[_server(folder, f"server-{number + 1}", one, shared) for number, one in enumerate(ports)],
        workers=[_worker(folder, f"worker-{number + 1}", shared) for number in range(_WORKERS)],
        proxy=proxy(folder, port, ports),
    )


def _server(folder: Path, name: str, port: int, shared: Mapping[str, Any]) -> Part:
    environment = _environment(shared, state=folder / name, port=port)
    return Part(name, _command("server"), folder / f"{name}.log", lambda: _healthy(port), environment)


def _worker(folder: Path, name: str, shared: Mapping[str, Any]) -> Part:
    state = folder / name
    environment = _environment(shared, state=state, worker_name=name)
    return Part(name, _command("worker"), folder / f"{name}.log", (state / "worker.lock").exists, environment)


def _environment(shared: Mapping[str, Any], **own: Any) -> Mapping[str, str]:
    said = {**shared, **own}
    return {**KEYS, **{f"SHAFFAF_{name.upper()}": str(value) for name, value in said.items()}}


def _command(name: str) -> list[str]:
    return [sys.executable, "-m", "app.command_line", name]


def _healthy(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{_HEALTH}", timeout=5).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
