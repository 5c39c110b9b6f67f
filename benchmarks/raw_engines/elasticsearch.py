"""Term queries that Elasticsearch runs on the index as it is, asked as its own client asks."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from app.settings import Settings
from domain.searching import Space
from index.engines.elasticsearch_client import connect
from index.engines.elasticsearch_schema import Names

_SIZE = 10


class RawElasticsearch:
    """See `benchmarks.speed.asking.Raw`. The cluster is that of the settings (`SHAFFAF_ELASTICSEARCH_…`)."""

    def __init__(self, directory: Path) -> None:
        del directory
        cluster = Settings().cluster
        self._client, self._names = connect(cluster), Names(cluster.prefix, Space.PUBLIC)

    def search(self, terms: Sequence[str]) -> int:
        """The best of the documents that hold all of the exact terms."""
        held = [{"term": {"exact": term}} for term in terms]
        found = self._client.search(index=self._names.documents, query={"bool": {"must": held}}, size=_SIZE)
        return len(found["hits"]["hits"])

    def size(self) -> int:
        """The bytes of one copy of all."""
        both = [self._names.documents, self._names.pages]
        return int(self._client.indices.stats(index=both, metric="store")["_all"]["primaries"]["store"]["size_in_bytes"])


PLUGIN = RawElasticsearch
