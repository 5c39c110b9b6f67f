"""A commit shows on every copy of an index, or it is none; what many commits left is put together when it is switched to."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from domain.searching import Sort, Space, Window
from index.engine import IndexUnavailableError, Trouble
from index.engines import elasticsearch_writer
from index.engines.elasticsearch import ElasticsearchEngine
from index.engines.elasticsearch_generations import SEGMENTS
from index.engines.elasticsearch_schema import Names
from index.plan import Every, Plan
from tests.elasticsearch_server import Server
from tests.index.archives import document, word
from tests.index.conftest import written

Silence = Callable[[int], None]


@pytest.fixture
def engine(elasticsearch: Server) -> Iterator[ElasticsearchEngine]:
    opened = ElasticsearchEngine(Path(), elasticsearch.cluster("commits"))
    yield opened
    opened.remove()


@pytest.fixture
def silence(monkeypatch: pytest.MonkeyPatch) -> Silence:
    """Has so many refreshes reach the first copy alone, as when a node goes; the answer is none of an error."""
    left = 0
    indices = type(Elasticsearch("http://127.0.0.1:9200").indices)
    refresh = indices.refresh

    def faltering(self: Any, **asked: Any) -> Any:
        nonlocal left
        if not left:
            return refresh(self, **asked)
        left -= 1
        return {"_shards": {"total": 2, "successful": 1, "failed": 1}}

    def falter(times: int) -> None:
        nonlocal left
        left = times

    monkeypatch.setattr(indices, "refresh", faltering)
    monkeypatch.setattr(elasticsearch_writer, "_PAUSE", 0.0)
    return falter


def found(engine: ElasticsearchEngine) -> set[str]:
    answer = engine.reader(Space.PUBLIC).search(Plan(Every((word("abi"),))), {}, Sort.NEWEST, Window())
    return {hit.document_id for hit in answer.hits}


@pytest.mark.parametrize("times", [1, 4])
def test_a_copy_that_does_not_show_a_commit_is_told_again(engine: ElasticsearchEngine, silence: Silence, times: int) -> None:
    writer = engine.writer(Space.PUBLIC)
    writer.upsert([document(1, "", "abi")])
    silence(times)
    writer.commit(7)
    writer.close()
    assert (found(engine), engine.reader(Space.PUBLIC).committed_change()) == ({"d1"}, 7)


def test_a_commit_that_a_copy_never_shows_is_none_and_can_be_made_again(
    engine: ElasticsearchEngine, silence: Silence
) -> None:
    writer = engine.writer(Space.PUBLIC)
    writer.upsert([document(1, "", "abi")])
    silence(1_000)
    with pytest.raises(IndexUnavailableError) as failure:
        writer.commit(7)
    assert failure.value.trouble is Trouble.BUSY
    assert engine.reader(Space.PUBLIC).committed_change() == 0
    silence(0)
    writer.commit(7)
    writer.close()
    assert (found(engine), engine.reader(Space.PUBLIC).committed_change()) == ({"d1"}, 7)


def segments(admin: Elasticsearch, index: str) -> int:
    (shards,) = admin.indices.segments(index=index)["indices"][index]["shards"].values()
    return len(shards[0]["segments"])


def test_what_a_rebuild_left_in_many_pieces_is_put_together(engine: ElasticsearchEngine, elasticsearch: Server) -> None:
    generation = engine.create_generation(Space.PUBLIC)
    writer = engine.writer(Space.PUBLIC, generation)
    for number in range(1, 7):
        writer.upsert([document(number, "", "abi")])
        writer.commit(number)
    writer.close()
    documents, _ = Names("test-commits", Space.PUBLIC).of(generation)
    with elasticsearch.admin() as admin:
        assert segments(admin, documents) > SEGMENTS
        engine.activate(Space.PUBLIC, generation)
        while segments(admin, documents) > SEGMENTS:
            time.sleep(0.1)
    assert found(engine) == {f"d{number}" for number in range(1, 7)}


def test_a_site_whose_name_begins_as_anothers_shares_its_cluster(engine: ElasticsearchEngine, elasticsearch: Server) -> None:
    engine.writer(Space.PUBLIC).close()
    other = ElasticsearchEngine(Path(), elasticsearch.cluster("commits-north"))
    with written(other, [document(1, "", "abi")]):
        assert (found(other), found(engine)) == ({"d1"}, set())
    other.remove()
