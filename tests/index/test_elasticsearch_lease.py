"""Of several workers one writes an index, and when it is gone another takes over."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator

import psutil
import pytest
from elasticsearch import Elasticsearch

from index.engine import IndexBusyError
from index.engines import elasticsearch_lease
from index.engines.elasticsearch_client import connect
from index.engines.elasticsearch_lease import Lease
from tests.elasticsearch_server import Server

PREFIX = "test-lease"


@pytest.fixture
def client(elasticsearch: Server) -> Iterator[Elasticsearch]:
    with connect(elasticsearch.cluster("lease")) as opened:
        yield opened
        opened.indices.delete(index=f"{PREFIX}-leases")


@pytest.fixture
def leases(client: Elasticsearch) -> tuple[Lease, Lease]:
    """Two that want to write the same."""
    name = secrets.token_hex(4)
    return Lease(client, PREFIX, name), Lease(client, PREFIX, name)


def test_what_one_has_another_gets_when_it_is_given_back(leases: tuple[Lease, Lease]) -> None:
    first, second = leases
    first.take()
    with pytest.raises(IndexBusyError):
        second.take()
    first.renew()
    first.give_back()
    second.take()


def test_different_indexes_have_different_writers(client: Elasticsearch) -> None:
    for name in ("one", "two"):
        Lease(client, PREFIX, name).take()


def test_who_is_silent_for_too_long_loses_it_and_learns_so(
    leases: tuple[Lease, Lease], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = leases
    monkeypatch.setattr(elasticsearch_lease, "SECONDS", 0.0)
    first.take()
    second.take()
    with pytest.raises(IndexBusyError):
        first.renew()
    first.give_back()  # what was lost can be given back, and the other keeps it
    second.renew()


def test_a_dead_process_of_this_machine_is_not_waited_for(
    leases: tuple[Lease, Lease], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = leases
    unused = max(psutil.pids()) + 100_000
    with monkeypatch.context() as patch:
        patch.setattr(elasticsearch_lease, "_myself", lambda: {"host": socket.gethostname(), "process": unused, "born": 1.0})
        first.take()
    second.take()


def test_of_a_process_of_another_machine_nobody_knows_whether_it_lives(
    leases: tuple[Lease, Lease], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = leases
    with monkeypatch.context() as patch:
        patch.setattr(socket, "gethostname", lambda: "elsewhere")
        first.take()
    with pytest.raises(IndexBusyError):
        second.take()
