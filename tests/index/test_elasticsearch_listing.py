"""Every entry that answers, page by page, as all stood when it began."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from domain.searching import Space
from index.engines import elasticsearch_listing
from index.engines.elasticsearch import ElasticsearchEngine
from index.engines.elasticsearch_listing import every_hit
from index.engines.elasticsearch_query import EVERYTHING
from index.engines.elasticsearch_schema import Names
from tests.elasticsearch_server import Server
from tests.index.archives import document
from tests.index.conftest import written

DOCUMENTS = Names("test-listing", Space.PUBLIC).documents
EVERY_ID = [f"d{number}" for number in range(1, 12)]


@pytest.fixture
def engine(elasticsearch: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[ElasticsearchEngine]:
    monkeypatch.setattr(elasticsearch_listing, "_AT_ONCE", 3)
    opened = ElasticsearchEngine(Path(), elasticsearch.cluster("listing"))
    with written(opened, [document(number, "abi") for number in range(1, 12)]):
        yield opened
    opened.remove()


@pytest.fixture
def client(elasticsearch: Server, engine: ElasticsearchEngine) -> Iterator[Elasticsearch]:
    with elasticsearch.admin() as admin:
        yield admin


def moments(client: Elasticsearch) -> int:
    """How many states of indices the server keeps for somebody."""
    (node,) = client.nodes.stats(metric="indices", index_metric="search")["nodes"].values()
    return int(node["indices"]["search"]["open_contexts"])


@pytest.mark.parametrize("field", [None, "doc_id"])
def test_every_entry_is_listed_once_in_as_many_pages_as_it_takes(client: Elasticsearch, field: str | None) -> None:
    assert sorted(every_hit(client, DOCUMENTS, EVERYTHING, field)) == sorted(EVERY_ID)


def test_what_changes_meanwhile_changes_nothing_in_the_list(client: Elasticsearch, engine: ElasticsearchEngine) -> None:
    listing = every_hit(client, DOCUMENTS, EVERYTHING)
    first = list(islice(listing, 2))
    writer = engine.writer(Space.PUBLIC)
    writer.delete(EVERY_ID)
    writer.upsert([document(99, "abi")])
    writer.commit(2)
    writer.close()
    assert sorted([*first, *listing]) == sorted(EVERY_ID)
    assert list(every_hit(client, DOCUMENTS, EVERYTHING)) == ["d99"]


def test_the_server_keeps_nothing_for_a_list_that_ended_or_was_given_up(client: Elasticsearch) -> None:
    before = moments(client)
    listing = every_hit(client, DOCUMENTS, EVERYTHING)
    next(listing)
    assert moments(client) > before
    listing.close()  # type: ignore[attr-defined]
    list(every_hit(client, DOCUMENTS, EVERYTHING))
    assert moments(client) == before


def test_nothing_is_listed_of_an_index_that_is_not_there(client: Elasticsearch) -> None:
    assert list(every_hit(client, "test-listing-nowhere", EVERYTHING)) == []
