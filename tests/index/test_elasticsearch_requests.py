"""What a search costs a cluster: how often it is asked, and of which copies."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch

from domain.searching import Sort, Space, Window
from index.engine import IndexReader
from index.engines.elasticsearch import ElasticsearchEngine
from index.plan import Every, ExactPhrase, Plan, PlanNode
from tests.elasticsearch_server import Server
from tests.index.archives import document, word
from tests.index.conftest import written

DOCUMENTS = [
    *(document(number, "abi", "abi bdi" if number < 4 else "abi", "abin", day=number) for number in range(1, 13)),
    document(13, "", "bdi"),
]


class Watched(Elasticsearch):
    """A client that notes what it asks."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        super().__init__(*arguments, **settings)
        self.asked: list[list[dict[str, Any]]] = []

    def msearch(self, *, searches: Any = None, **settings: Any) -> Any:
        self.asked.append(list(searches))
        return super().msearch(searches=searches, **settings)


@pytest.fixture
def client(elasticsearch: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    monkeypatch.setattr("index.engines.elasticsearch_client.Elasticsearch", Watched)
    engine = ElasticsearchEngine(Path(), elasticsearch.cluster("requests"))
    with written(engine, DOCUMENTS):
        yield engine._client
    engine.remove()


@pytest.fixture
def reader(client: Watched, elasticsearch: Server) -> IndexReader:
    opened = ElasticsearchEngine(Path(), elasticsearch.cluster("requests"))
    opened._client = client
    return opened.reader(Space.PUBLIC)


def asked(*nodes: PlanNode) -> Plan:
    return Plan(Every(nodes))


@pytest.mark.parametrize(
    ("plan", "size", "requests"),
    [
        pytest.param(asked(ExactPhrase(("abi", "bdi"))), 2, 2, id="a phrase: one for documents, one for pages"),
        pytest.param(asked(word("ab")), 5, 2, id="a word too short for pieces"),
        pytest.param(asked(word("abi")), 5, 2, id="few matches: their pieces beside their pages"),
        pytest.param(asked(word("abi"), word("bdi")), 10, 3, id="partial ones behind them: once more"),
    ],
)
def test_a_search_asks_the_cluster_a_few_times(
    client: Watched, reader: IndexReader, plan: Plan, size: int, requests: int
) -> None:
    answer = reader.search(plan, {"year": []}, Sort.RELEVANCE, Window(size))
    assert answer.hits
    assert len(client.asked) == requests


@pytest.mark.parametrize("plan", [asked(word("abi")), asked(word("abi"), word("bdi")), asked(ExactPhrase(("abi", "bdi")))])
def test_pages_that_came_with_the_hits_are_those_that_would_be_located(reader: IndexReader, plan: Plan) -> None:
    hits = reader.search(plan, {}, Sort.RELEVANCE, Window(20)).hits
    located = reader.locate(plan, [hit.document_id for hit in hits])
    assert {hit.document_id: (hit.pages or ())[:3] for hit in hits} == located
    assert all(located.values())


def test_where_pages_may_be_missing_none_come_with_the_hits(reader: IndexReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.engines.elasticsearch_ranking.PAGES", 7)
    hits = reader.search(asked(word("abi")), {}, Sort.RELEVANCE, Window(20)).hits
    assert {hit.pages for hit in hits} == {None}


def test_by_date_the_cluster_is_asked_once(client: Watched, reader: IndexReader) -> None:
    assert len(reader.search(asked(word("abi")), {}, Sort.NEWEST, Window(5)).hits) == 5
    assert len(client.asked) == 1


def test_however_many_words_are_looked_up_it_is_one_request(
    client: Watched, reader: IndexReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engines.elasticsearch_vocabulary._MOST_WORDS", 2)
    assert reader.spellings(["abi", "nowhere", "bdi", "neither", "abin"]) == {}  # these documents tell no spellings
    assert len(client.asked) == 1
    assert len(client.asked[0]) == 2 * 3


@pytest.mark.parametrize(("per_document", "requests"), [(1, 1), (40, 2)])
def test_pages_of_many_documents_are_located_together(
    client: Watched, reader: IndexReader, per_document: int, requests: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.engines.elasticsearch_locating._TOGETHER", 60 // per_document)
    ids = [one.id for one in DOCUMENTS]
    found = reader.locate(asked(word("abi")), ids)
    assert {id_: [page.number for page in pages] for id_, pages in found.items()} == {
        id_: [1, 2] if id_ != "d13" else [] for id_ in ids
    }
    assert len(client.asked) == requests


def test_one_question_is_answered_by_one_copy_and_others_by_others(client: Watched, reader: IndexReader) -> None:
    copies = []
    for text in ("abi", "bdi", "abi"):
        client.asked.clear()
        reader.search(asked(word(text)), {}, Sort.RELEVANCE, Window(3))
        reader.locate(asked(word(text)), ["d1", "d2"])
        headers = [line for lines in client.asked for line in lines[::2]]
        (copy,) = {header["preference"] for header in headers}
        copies.append(copy)
    assert copies[0] == copies[2] != copies[1]
