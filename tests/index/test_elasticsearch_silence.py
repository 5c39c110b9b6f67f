"""A server that takes connections and says nothing: whatever is asked of it ends."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from domain.searching import Sort, Space, Window
from index.cluster import Cluster
from index.engine import IndexUnavailableError, SearchEngine, Trouble
from index.engines.elasticsearch import ElasticsearchEngine
from index.engines.elasticsearch_bulk import Bulk
from index.engines.elasticsearch_client import connect, engine_errors
from index.engines.elasticsearch_entries import put_document
from index.plan import Every, Plan
from tests.index.archives import document, word

ALL = Plan(Every(()))


@pytest.fixture
def cluster() -> Iterator[Cluster]:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        yield Cluster((f"http://127.0.0.1:{silent.getsockname()[1]}",), seconds=0.1, writing_seconds=0.1)


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda engine: engine.examine(), id="doctor"),
        pytest.param(lambda engine: engine.reader(Space.PUBLIC).search(ALL, {}, Sort.NEWEST, Window()), id="by date"),
        pytest.param(
            lambda engine: engine.reader(Space.PUBLIC).search(Plan(Every((word("abi"),))), {}, Sort.RELEVANCE, Window()),
            id="by relevance",
        ),
        pytest.param(lambda engine: engine.reader(Space.PUBLIC).locate(Plan(Every((word("abi"),))), ["d1"]), id="locating"),
        pytest.param(lambda engine: engine.reader(Space.PUBLIC).completions("ab"), id="completing"),
        pytest.param(lambda engine: engine.reader(Space.PUBLIC).spellings(["ab"]), id="spelling"),
        pytest.param(lambda engine: engine.reader(Space.PUBLIC).document_ids(), id="listing"),
        pytest.param(lambda engine: engine.reader(Space.PUBLIC).committed_change(), id="following"),
        pytest.param(lambda engine: engine.writer(Space.PUBLIC), id="writing"),
        pytest.param(lambda engine: engine.generations(Space.PUBLIC), id="generations"),
        pytest.param(lambda engine: engine.create_generation(Space.PUBLIC), id="rebuilding"),
        pytest.param(lambda engine: engine.activate(Space.PUBLIC, "000002"), id="switching"),
    ],
)
def test_nothing_waits_for_a_server_for_ever(cluster: Cluster, ask: Callable[[SearchEngine], object]) -> None:
    with pytest.raises(IndexUnavailableError) as found:
        ask(ElasticsearchEngine(Path(), cluster))
    assert found.value.trouble is Trouble.SLOW


def test_what_is_sent_is_sent_again_ever_more_slowly_and_then_given_up(cluster: Cluster) -> None:
    pauses: list[float] = []
    with pytest.raises(IndexUnavailableError) as found, engine_errors():
        Bulk(connect(cluster), cluster.writing_seconds, pause=pauses.append).send([put_document("any", document(1))])
    assert found.value.trouble is Trouble.BUSY
    assert len(pauses) > 3
    assert pauses[-1] > pauses[0]
