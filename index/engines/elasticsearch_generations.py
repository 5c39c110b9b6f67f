"""Generations of a space's index on Elasticsearch: indices with numbers in their names, and aliases for the active one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch import BadRequestError, Elasticsearch

from index.cluster import Cluster
from index.engines.elasticsearch_schema import Names, templates

SEGMENTS = 2
"""Pieces of a shard after a rebuild: as many as a small server has cores."""


class ElasticsearchGenerations:
    """The generations of one space. Readers ask the aliases alone; one request switches both."""

    def __init__(self, client: Elasticsearch, cluster: Cluster, names: Names) -> None:
        self._client = client
        self._cluster = cluster
        self._names = names

    def active(self) -> str:
        """The active generation; the first call ever makes one."""
        found = self._aliases()
        active = self._active_of(found)
        if active is None:
            active = self._next(found)
            self._create(active, active=True)
        return active

    def check(self, generation: str) -> str:
        """The same generation. Raises FileNotFoundError when there is none of that name."""
        if self._names.of(generation)[0] not in self._aliases():
            raise FileNotFoundError(self._names.of(generation)[0])
        return generation

    def names(self) -> tuple[str, ...]:
        """All of them, the active one first, then the newest."""
        active = self.active()
        others = {self._names.generation(index) for index in self._aliases()} - {active}
        return (active, *sorted(others, reverse=True))

    def create(self) -> str:
        """A new, empty one, not active: its name."""
        generation = self._next(self._aliases())
        self._create(generation, active=False)
        return generation

    def activate(self, generation: str) -> None:
        """Switch both aliases in one step, and remove the others. What filling in many steps left in many pieces the servers
        then put together, in their own time: a search takes less of each, and half the room on disk.
        """
        self.check(generation)
        found = self._aliases()
        actions: list[dict[str, Any]] = []
        for number, alias in enumerate((self._names.documents, self._names.pages)):
            others = [self._names.of(self._names.generation(index))[number] for index in found]
            new = self._names.of(generation)[number]
            actions += [
                {"remove": {"index": other, "alias": alias, "must_exist": False}} for other in others if other != new
            ]
            actions.append({"add": {"index": new, "alias": alias}})
        self._client.indices.update_aliases(actions=actions)
        old = [name for index in found if self._names.generation(index) != generation for name in self._pair(index)]
        if old:
            self._client.indices.delete(index=old, ignore_unavailable=True)
        self._client.indices.forcemerge(
            index=self._names.of(generation), max_num_segments=SEGMENTS, wait_for_completion=False
        )

    def _pair(self, index: str) -> tuple[str, str]:
        return self._names.of(self._names.generation(index))

    def _aliases(self) -> Mapping[str, Any]:
        """The aliases of each documents' index."""
        found = self._client.indices.get_alias(index=self._names.every, expand_wildcards="all")
        return {index: one["aliases"] for index, one in found.body.items()}

    def _active_of(self, found: Mapping[str, Any]) -> str | None:
        names = (self._names.generation(index) for index, aliases in found.items() if self._names.documents in aliases)
        return next(names, None)

    def _next(self, found: Mapping[str, Any]) -> str:
        numbers = (int(self._names.generation(index)) for index in found)
        return f"{max(numbers, default=0) + 1:06}"

    def _create(self, generation: str, *, active: bool) -> None:
        for name, template in templates(self._cluster.prefix, self._cluster.shards).items():
            self._client.indices.put_index_template(name=name, **template)
        documents, pages = self._names.of(generation)
        for index, alias in ((pages, self._names.pages), (documents, self._names.documents)):
            try:
                self._client.indices.create(index=index, aliases={alias: {}} if active else None)
            except BadRequestError as error:
                if error.error != "resource_already_exists_exception":  # another process made it just now
                    raise
