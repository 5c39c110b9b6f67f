"""Term queries that Elasticsearch runs on the index as it is, asked as its own client asks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from app.settings import Settings
from domain.searching import Space
from index.engines.elasticsearch_client import connect
from index.engines.elasticsearch_schema import Names

_SIZE = 10


def open_raw(directory: Path) -> Callable[[Sequence[str]], int]:
    """See `benchmarks.raw_engines`. The cluster is that of the settings (`SHAFFAF_ELASTICSEARCH_…`)."""
    del directory
    cluster = Settings().cluster
    client, documents = connect(cluster), Names(cluster.prefix, Space.PUBLIC).documents

    def search(terms: Sequence[str]) -> int:
        held = [{"term": {"exact": term}} for term in terms]
        return len(client.search(index=documents, query={"bool": {"must": held}}, size=_SIZE)["hits"]["hits"])

    return search


PLUGIN = open_raw
