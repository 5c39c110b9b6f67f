"""One writer an index, on a cluster: a lease, held by a document that its holder renews.

Who stays silent longer than `SECONDS` may lose it to another, and learns so when it renews: `if_seq_no` lets only one of
two writes through. A holder of this same machine whose process is gone loses it at once.
"""

from __future__ import annotations

import secrets
import socket
import time
from dataclasses import dataclass
from typing import Any

import psutil
from elasticsearch import BadRequestError, ConflictError, Elasticsearch, NotFoundError

from index.engine import IndexBusyError

SECONDS = 30.0
"""How long a lease holds without being renewed: by the cluster's clocks it is compared between machines."""


@dataclass(frozen=True, slots=True)
class _State:
    """The document as it was last seen."""

    source: dict[str, Any]
    number: int
    term: int


class Lease:
    """The right to write to one index. `take` and `renew` raise IndexBusyError while another has it."""

    def __init__(self, client: Elasticsearch, prefix: str, name: str) -> None:
        self._client = client
        self._index = f"{prefix}-leases"
        self._name = name
        self._owner = secrets.token_hex(8)
        self._seen: _State | None = None
        self._renewed = 0.0

    def take(self) -> None:
        """Get it, or fail."""
        self._make_index()
        self._seen = self._look()
        if self._seen and not _is_free(self._seen.source):
            raise IndexBusyError(f"{self._name} is written by process {self._seen.source['process']}")
        self._write(until=_now() + SECONDS)

    def renew(self) -> None:
        """Keep it. Cheap when it was renewed a moment ago."""
        if time.monotonic() - self._renewed > SECONDS / 3:
            self._write(until=_now() + SECONDS)

    def give_back(self) -> None:
        """Another may have it now; no error when it was lost before."""
        try:
            self._write(until=0.0)
        except IndexBusyError:
            return

    def _make_index(self) -> None:
        fields = {"host": "keyword", "process": "integer", "born": "double", "owner": "keyword", "until": "double"}
        properties = {name: {"type": kind, "index": False} for name, kind in fields.items()}
        settings = {"number_of_shards": 1, "auto_expand_replicas": "0-1", "hidden": True}
        try:
            self._client.indices.create(
                index=self._index, settings=settings, mappings={"dynamic": "strict", "properties": properties}
            )
        except BadRequestError as error:
            if error.error != "resource_already_exists_exception":
                raise

    def _look(self) -> _State | None:
        try:
            found = self._client.get(index=self._index, id=self._name)
        except NotFoundError:
            return None
        return _State(found["_source"], found["_seq_no"], found["_primary_term"])

    def _write(self, until: float) -> None:
        source = _myself() | {"owner": self._owner, "until": until}
        unchanged: dict[str, Any] = (
            {"if_seq_no": self._seen.number, "if_primary_term": self._seen.term} if self._seen else {"op_type": "create"}
        )
        try:
            written = self._client.index(index=self._index, id=self._name, document=source, **unchanged)
        except ConflictError as error:
            if (now := self._look()) is None or now.source["owner"] != self._owner:
                raise IndexBusyError(f"another process writes {self._name}") from error
            self._seen = now  # our own write, whose answer was lost
        else:
            self._seen = _State(source, written["_seq_no"], written["_primary_term"])
        self._renewed = time.monotonic()


def _now() -> float:
    return time.time()


def _myself() -> dict[str, Any]:
    process = psutil.Process()
    return {"host": socket.gethostname(), "process": process.pid, "born": process.create_time()}


def _is_free(source: dict[str, Any]) -> bool:
    if source["until"] < _now():
        return True
    return source["host"] == socket.gethostname() and not _is_alive(source)


def _is_alive(source: dict[str, Any]) -> bool:
    try:
        return bool(psutil.Process(source["process"]).create_time() == source["born"])
    except psutil.NoSuchProcess:
        return False
