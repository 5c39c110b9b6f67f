"""Many documents at once into a server that can't take some of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch

from domain.searching import Sort, Space, Window
from index.engine import IndexFaultError
from index.engines.elasticsearch import ElasticsearchEngine
from index.engines.elasticsearch_bulk import Bulk
from index.engines.elasticsearch_entries import LONGEST_TERM, Action, kept, put_document, take_out
from index.engines.elasticsearch_schema import Names
from index.plan import AnyForm, Every, ExactPhrase, Plan
from tests.elasticsearch_server import Server
from tests.index.archives import document, word
from tests.index.conftest import written

PREFIX = "test-bulk"


@pytest.fixture
def filled(elasticsearch: Server) -> Iterator[ElasticsearchEngine]:
    opened = ElasticsearchEngine(Path(), elasticsearch.cluster("bulk"))
    opened.writer(Space.PUBLIC).close()
    yield opened
    opened.remove()


@pytest.fixture
def admin(elasticsearch: Server) -> Iterator[Elasticsearch]:
    with elasticsearch.admin() as client:
        yield client


@pytest.fixture
def index(filled: ElasticsearchEngine) -> str:
    (generation,) = filled.generations(Space.PUBLIC)
    return Names(PREFIX, Space.PUBLIC).of(generation)[0]


def held(admin: Elasticsearch, index: str) -> set[str]:
    admin.indices.refresh(index=index)
    return {hit["_id"] for hit in admin.search(index=index, size=1000)["hits"]["hits"]}


def misfit(index: str, id_: str) -> Action:
    """A document that no server can take: its day is no number."""
    lines = ({"index": {"_index": index, "_id": id_}}, {"kind": "entry", "doc_id": id_, "day": "never"})
    return Action(id_, b"".join(json.dumps(line).encode() + b"\n" for line in lines))


def test_a_document_that_cannot_be_taken_does_not_keep_the_others_out(
    admin: Elasticsearch, index: str, caplog: pytest.LogCaptureFixture
) -> None:
    actions = [put_document(index, document(1)), misfit(index, "bad"), put_document(index, document(2))]
    with caplog.at_level(logging.ERROR):
        assert Bulk(admin, 60).send(actions) == 1
    assert held(admin, index) == {"d1", "d2"}
    assert "bad" in caplog.text


def test_taking_out_what_is_not_there_is_no_error(admin: Elasticsearch, index: str) -> None:
    assert Bulk(admin, 60).send([take_out(index, "never there")]) == 0


def test_an_index_that_is_gone_is_an_error_of_all(admin: Elasticsearch, index: str) -> None:
    gone = index.replace("000001", "000009")
    with pytest.raises(IndexFaultError, match="index_not_found"):
        Bulk(admin, 60).send([put_document(gone, document(1))])


def test_many_documents_go_in_parcels(admin: Elasticsearch, index: str) -> None:
    bulk = Bulk(admin, 60, parcel=20_000)
    assert bulk.send(put_document(index, document(number, "", "abi " * 200)) for number in range(1, 61)) == 0
    assert len(held(admin, index)) == 60


def test_single_documents_that_were_turned_away_are_sent_again(admin: Elasticsearch, index: str) -> None:
    def block(value: str | None) -> None:
        admin.indices.put_settings(index=index, settings={"index.blocks.read_only_allow_delete": value})

    block("true")
    Bulk(admin, 60, pause=lambda _seconds: block(None)).send([put_document(index, document(1)), take_out(index, "d9")])
    assert held(admin, index) == {"d1"}


def test_words_longer_than_a_term_may_be_are_found_whole(filled: ElasticsearchEngine) -> None:
    long, other = "x" * 500, "x" * 499 + "y"
    with written(filled, [document(1, "", f"abi {long} bd"), document(2, "", other)]) as reader:
        for node in (AnyForm(long, "", ()), ExactPhrase(("abi", long)), ExactPhrase((long, "bd"))):
            answer = reader.search(Plan(Every((node,))), {}, Sort.RELEVANCE, Window())
            assert [hit.document_id for hit in answer.hits] == ["d1"]
    assert len(kept(long)) <= LONGEST_TERM < len(long)
    assert kept(long) != kept(other)


def test_titles_of_any_length_are_taken(filled: ElasticsearchEngine) -> None:
    with written(filled, [document(1, "abi " * 20_000, "bd")]) as reader:
        assert reader.search(Plan(Every((word("abi"),))), {}, Sort.RELEVANCE, Window()).total == 1
        (title,) = reader.suggest(Plan(Every((word("abi", in_title=True),))))
    assert title.startswith("abi abi abi")
