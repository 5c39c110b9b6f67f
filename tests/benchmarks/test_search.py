"""What a plain engine is asked beside us: the same terms of the same index."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.speed.asking import Raw, percentiles
from domain.plugins import discover
from index.engine import SearchEngine
from index.engines.elasticsearch import ElasticsearchEngine
from index.open import engine
from tests.elasticsearch_server import PASSWORD, USER, Server
from tests.index.archives import document
from tests.index.conftest import written

DOCUMENTS = [document(1, "", "abi bdi"), document(2, "", "abi"), document(3, "", "acin")]


@pytest.fixture(params=["tantivy", "elasticsearch"])
def raw(
    request: pytest.FixtureRequest, tmp_path: Path, elasticsearch: Server, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Raw]:
    cluster = elasticsearch.cluster("raw")
    for name, value in {
        "HOSTS": elasticsearch.url,
        "USER": USER,
        "PASSWORD": PASSWORD,
        "CA": str(cluster.authority),
        "PREFIX": cluster.prefix,
    }.items():
        monkeypatch.setenv(f"SHAFFAF_ELASTICSEARCH_{name}", value)
    opened: SearchEngine = engine(request.param, tmp_path, cluster)
    with written(opened, DOCUMENTS):
        yield discover("benchmarks.raw_engines")[request.param](tmp_path)
    if isinstance(opened, ElasticsearchEngine):
        opened.remove()


@pytest.mark.parametrize(("terms", "found"), [(["abi"], 2), (["abi", "bdi"], 1), (["abi", "acin"], 0), (["ab"], 0)])
def test_a_plain_engine_finds_documents_that_hold_every_term(raw: Raw, terms: list[str], found: int) -> None:
    assert raw.search(terms) == found


def test_the_size_of_an_index_is_known(raw: Raw) -> None:
    assert raw.size() > 1_000


def test_every_engine_can_be_asked_by_itself() -> None:
    assert set(discover("benchmarks.raw_engines")) == set(discover("index.engines"))


@pytest.mark.parametrize(
    ("count", "shown"), [(1, (1.0, 1.0, 1.0)), (100, (51.0, 96.0, 100.0)), (200, (101.0, 191.0, 199.0))]
)
def test_percentiles_are_of_the_slowest_and_in_milliseconds(count: int, shown: tuple[float, float, float]) -> None:
    times = [number / 1000 for number in range(count, 0, -1)]
    assert tuple(percentiles(times).values()) == shown
