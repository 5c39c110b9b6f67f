"""The engine of many machines: an Elasticsearch cluster, 8.19 or 9.

A generation of a space is two indices; aliases name the active one. Names begin with the cluster's prefix and carry the
version of the layout, so several sites, and two versions of this program, may share a cluster.
"""

from __future__ import annotations

from pathlib import Path

from domain.searching import Space
from index.cluster import Cluster
from index.engines.elasticsearch_client import connect, engine_errors
from index.engines.elasticsearch_generations import ElasticsearchGenerations
from index.engines.elasticsearch_health import examine
from index.engines.elasticsearch_reader import ElasticsearchReader
from index.engines.elasticsearch_schema import Names
from index.engines.elasticsearch_searcher import Searcher
from index.engines.elasticsearch_writer import ElasticsearchWriter


class ElasticsearchEngine:
    """`index.engine.SearchEngine` on Elasticsearch. Nothing is kept in `directory`."""

    def __init__(self, directory: Path, cluster: Cluster | None = None) -> None:
        del directory
        self._cluster = cluster or Cluster()
        self._client = connect(self._cluster)

    def examine(self) -> None:
        """See `index.engine.SearchEngine.examine`."""
        with engine_errors():
            examine(self._client, self._cluster)

    def reader(self, space: Space) -> ElasticsearchReader:
        """See `index.engine.SearchEngine.reader`."""
        return ElasticsearchReader(Searcher(self._client, self._names(space), self._cluster.shards > 1))

    def writer(self, space: Space, generation: str | None = None) -> ElasticsearchWriter:
        """See `index.engine.SearchEngine.writer`."""
        generations = self._generations(space)
        with engine_errors():
            name = generations.check(generation) if generation else generations.active()
        return ElasticsearchWriter(self._client, self._cluster, self._names(space), name)

    def generations(self, space: Space) -> tuple[str, ...]:
        """See `index.engine.SearchEngine.generations`."""
        with engine_errors():
            return self._generations(space).names()

    def create_generation(self, space: Space) -> str:
        """See `index.engine.SearchEngine.create_generation`."""
        with engine_errors():
            return self._generations(space).create()

    def activate(self, space: Space, generation: str) -> None:
        """See `index.engine.SearchEngine.activate`."""
        with engine_errors():
            self._generations(space).activate(generation)

    def remove(self) -> None:
        """Take all that it keeps off the cluster: for benchmarks and tests."""
        with engine_errors():
            kept = self._client.indices.get(index=f"{self._cluster.prefix}-*", expand_wildcards="all", features="aliases")
            if indices := list(kept.body):
                self._client.indices.delete(index=indices)
            self._client.options(ignore_status=404).indices.delete_index_template(name=f"{self._cluster.prefix}-*")
        self._client.close()

    def _names(self, space: Space) -> Names:
        return Names(self._cluster.prefix, space)

    def _generations(self, space: Space) -> ElasticsearchGenerations:
        return ElasticsearchGenerations(self._client, self._cluster, self._names(space))


PLUGIN = ElasticsearchEngine
