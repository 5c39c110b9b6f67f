"""A server that is busy, or whose disk is full. It is one of its own: others would be turned away, too."""

from __future__ import annotations

import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from domain.searching import Sort, Space, Window
from index.engine import IndexUnavailableError, Trouble
from index.engines.elasticsearch import ElasticsearchEngine
from index.engines.elasticsearch_bulk import PARCEL, Bulk
from index.engines.elasticsearch_client import engine_errors
from index.engines.elasticsearch_entries import put_document
from index.engines.elasticsearch_schema import Names
from index.plan import Every, Plan
from tests.elasticsearch_server import Server, make_server, stop
from tests.index.archives import document


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    made = make_server()
    process_id = made.start()
    yield made
    stop(process_id, signal.SIGTERM)
    shutil.rmtree(made.folder, ignore_errors=True)


@pytest.fixture
def admin(server: Server) -> Iterator[Elasticsearch]:
    with server.admin() as client:
        yield client


@pytest.fixture
def engine(server: Server) -> Iterator[ElasticsearchEngine]:
    opened = ElasticsearchEngine(Path(), server.cluster("busy"))
    opened.writer(Space.PUBLIC).close()
    yield opened
    opened.remove()


@pytest.fixture
def index(engine: ElasticsearchEngine) -> str:
    (generation,) = engine.generations(Space.PUBLIC)
    return Names("test-busy", Space.PUBLIC).of(generation)[0]


def after(pauses: int, then: Callable[[], object]) -> Callable[[float], None]:
    """A pause that does not wait, in which something happens once."""
    left = iter([False] * (pauses - 1) + [True])

    def pause(_seconds: float) -> None:
        if next(left, False):
            then()

    return pause


def squeeze(admin: Elasticsearch, limit: str | None) -> None:
    """Let the server hold so many bytes of requests; more it answers with 429."""
    admin.cluster.put_settings(persistent={"network.breaker.inflight_requests.limit": limit})


def test_what_a_busy_server_turns_away_is_sent_again_in_smaller_parcels(admin: Elasticsearch, index: str) -> None:
    bulk = Bulk(admin, 60, pause=after(3, lambda: squeeze(admin, None)))
    squeeze(admin, "8kb")
    try:
        bulk.send(put_document(index, document(number, "", "abi " * 100)) for number in range(1, 31))
    finally:
        squeeze(admin, None)
    admin.indices.refresh(index=index)
    assert admin.count(index=index)["count"] == 30
    assert bulk.parcel < PARCEL / 4


def test_a_server_that_stays_busy_is_left_alone_for_a_while(admin: Elasticsearch, index: str) -> None:
    pauses: list[float] = []
    squeeze(admin, "2kb")
    try:
        with pytest.raises(IndexUnavailableError) as found, engine_errors():
            Bulk(admin, 60, pause=pauses.append).send([put_document(index, document(1, "", "abi " * 1000))])
    finally:
        squeeze(admin, None)
    assert found.value.trouble is Trouble.BUSY
    assert len(pauses) > 3
    assert pauses[-1] > pauses[0]


def demand(admin: Elasticsearch, free: str | None) -> None:
    """Have the server take its disk for full where less is free; it looks every ten seconds."""
    marks = dict.fromkeys(("low", "high", "flood_stage"), free)
    disk = {"threshold_enabled": free is not None} | {f"watermark.{name}": value for name, value in marks.items()}
    settings = {f"cluster.routing.allocation.disk.{name}": value for name, value in disk.items()}
    admin.cluster.put_settings(persistent=settings | {"cluster.info.update.interval": "10s"})


def troubles(engine: ElasticsearchEngine) -> set[Trouble]:
    """What is wrong with the engine, if anything."""
    try:
        engine.examine()
    except IndexUnavailableError as error:
        return {error.trouble}
    return set()


def await_troubles(engine: ElasticsearchEngine, wanted: set[Trouble]) -> None:
    while troubles(engine) != wanted:
        time.sleep(0.2)


def test_a_full_disk_stops_writing_but_not_searching_and_all_goes_on_when_there_is_room(
    admin: Elasticsearch, engine: ElasticsearchEngine
) -> None:
    reader, writer = engine.reader(Space.PUBLIC), engine.writer(Space.PUBLIC)
    writer.upsert([document(1, "abi")])
    writer.commit(1)
    demand(admin, "900tb")
    try:
        await_troubles(engine, {Trouble.DISK})
        writer.upsert([document(2, "abi")])
        with pytest.raises(IndexUnavailableError) as refused:
            writer.commit(2)
        assert refused.value.trouble is Trouble.DISK
        assert reader.search(Plan(Every(())), {}, Sort.NEWEST, Window()).total == 1
        assert reader.committed_change() == 1
    finally:
        demand(admin, None)
    await_troubles(engine, set())
    writer.commit(2)  # what could not be written is still there
    writer.close()
    assert (reader.document_ids(), reader.committed_change()) == ({"d1", "d2"}, 2)
