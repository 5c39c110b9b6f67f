"""Sending searches to a space's indices, and what their answers hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

from elasticsearch import Elasticsearch

from index.engines.elasticsearch_client import fault, reason
from index.engines.elasticsearch_query import Query
from index.engines.elasticsearch_schema import Names
from index.plan import Plan

Body = dict[str, Any]
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Runs searches over a space, several in one request."""

    client: Elasticsearch
    names: Names
    exact_statistics: bool = False
    preference: str = ""

    def on_one_copy(self, plan: Plan) -> Searcher:
        """The same, all that is asked for this plan answered by the same copies for as long as they are there: they count
        words alike, and what one request made ready serves the next.
        """
        return replace(self, preference=f"{crc32(repr(plan).encode()):08x}")

    def documents(self, *bodies: Body) -> list[Answer]:
        """The answers of searches over the documents."""
        return self.ask(bodies, ())[0]

    def pages(self, *bodies: Body) -> list[Answer]:
        """The answers of searches over the pages."""
        return self.ask((), bodies)[1]

    def ask(self, documents: Sequence[Body], pages: Sequence[Body]) -> tuple[list[Answer], list[Answer]]:
        """The answers of searches over the documents, and of others over the pages, by one request."""
        aliases = (self.names.documents, documents), (self.names.pages, pages)
        lines = [line for alias, bodies in aliases for body in bodies for line in (self._header(alias), body)]
        answers: list[Answer] = self.client.msearch(searches=lines)["responses"] if lines else []
        for answer in answers:
            if "error" in answer:
                raise fault(int(answer["status"]), reason(answer))
        return answers[: len(documents)], answers[len(documents) :]

    def _header(self, alias: str) -> Body:
        """A space whose index was never made is an empty one."""
        header: Body = {"index": alias, "ignore_unavailable": True, "allow_partial_search_results": False}
        if self.exact_statistics:
            header["search_type"] = "dfs_query_then_fetch"
        if self.preference:
            header["preference"] = self.preference
        return header


def fetching(query: Query, size: int, fields: Sequence[str]) -> Body:
    """A search for so many entries, each with the values of the fields and nothing else; they are not counted."""
    return {
        "query": query,
        "size": size,
        "docvalue_fields": list(fields),
        "stored_fields": "_none_",
        "track_total_hits": False,
    }


def counting(query: Query) -> Body:
    """A search that only counts."""
    return {"query": {"bool": {"filter": [query]}}, "size": 0, "track_total_hits": True}


def total(answer: Answer) -> int:
    """How many entries answer."""
    return int(answer["hits"]["total"]["value"])


def value(hit: Answer, field: str) -> Any:
    """The value that a hit has in a field."""
    return hit["fields"][field][0]
