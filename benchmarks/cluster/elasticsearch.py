"""Nodes of an Elasticsearch cluster on loopback, from the server that `bin/setup --test` fetches."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import httpx

from benchmarks.cluster.process import PATIENCE, DidNotStartError, Part
from benchmarks.ports import free_ports

_PROGRAM = Path(__file__).parents[2] / "bin" / "elasticsearch"

# Compiled lightly: nodes that live for minutes never earn back what the better compiler costs.
_JAVA = {"ES_HEAP": "512m", "ES_JAVA_OPTS": "-XX:TieredStopAtLevel=1 -XX:-AlwaysPreTouch"}


class Nodes:
    """The nodes: each a part. Any of `hosts` answers for all of them; its copies let one be lost."""

    def __init__(self, folder: Path, count: int) -> None:
        ports = free_ports(2 * count)
        self._http, transport = ports[:count], ports[count:]
        self.parts = [self._part(folder, number, transport) for number in range(count)]

    @property
    def hosts(self) -> Sequence[str]:
        """Their addresses."""
        return [f"http://127.0.0.1:{port}" for port in self._http]

    def await_whole(self) -> None:
        """Until all nodes have found each other and every index has all its copies. Raises DidNotStartError."""
        deadline = time.monotonic() + PATIENCE
        while not self._whole():
            if time.monotonic() > deadline:
                raise DidNotStartError("the cluster is not whole")
            time.sleep(0.5)

    def _whole(self) -> bool:
        for host in self.hosts:
            try:
                health = httpx.get(f"{host}/_cluster/health", timeout=5).json()
            except (httpx.HTTPError, ValueError):
                continue
            return bool(health.get("status") == "green" and health["number_of_nodes"] == len(self.parts))
        return False

    def _part(self, folder: Path, number: int, transport: Sequence[int]) -> Part:
        name = f"elasticsearch-{number + 1}"
        home = folder / name
        home.mkdir(parents=True, exist_ok=True)
        settings = {
            "cluster.name": "shaffaf",
            "node.name": name,
            "http.port": self._http[number],
            "transport.port": transport[number],
            "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in transport),
            "cluster.initial_master_nodes": ",".join(f"elasticsearch-{one + 1}" for one in range(len(transport))),
            "xpack.security.enabled": "false",
            # However full the disk of the machine is.
            "cluster.routing.allocation.disk.threshold_enabled": "false",
        }
        command = [str(_PROGRAM), str(home), *(f"{key}={value}" for key, value in settings.items())]
        return Part(name, command, folder / f"{name}.log", lambda: _answers(self._http[number]), _JAVA)


def _answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/_cluster/health", timeout=5).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
