"""One search over the documents of a space with Elasticsearch: which answer, in which order, with which facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch

from domain.searching import FACET_FIELDS, Hit, SearchAnswer, Sort, Window
from index.engines.elasticsearch_client import fault, reason
from index.engines.elasticsearch_query import DocumentQueries, PageQueries, Query, chosen
from index.engines.elasticsearch_schema import MOST_VALUES, Names
from index.plan import Plan
from index.ranking import DEPTH, Candidate, ranked

PAGES = 4 * DEPTH
"""Pages that are looked at for the best page of each candidate."""

_DEEPEST = 10_000
"""Hits that a server goes through by offset; behind them, `after` goes on."""

Body = dict[str, Any]
Answer = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Searcher:
    """Runs searches over a space, several in one request."""

    client: Elasticsearch
    names: Names
    exact_statistics: bool = False

    def documents(self, *bodies: Body) -> list[Answer]:
        """The answers of searches over the documents."""
        return self._run(self.names.documents, bodies)

    def pages(self, *bodies: Body) -> list[Answer]:
        """The answers of searches over the pages."""
        return self._run(self.names.pages, bodies)

    def _run(self, alias: str, bodies: Sequence[Body]) -> list[Answer]:
        """A space whose index was never made is an empty one."""
        if not bodies:
            return []
        header: Body = {"index": alias, "ignore_unavailable": True, "allow_partial_search_results": False}
        if self.exact_statistics:
            header["search_type"] = "dfs_query_then_fetch"
        lines = [line for body in bodies for line in (header, body)]
        answers: list[Answer] = self.client.msearch(searches=lines)["responses"]
        for answer in answers:
            if "error" in answer:
                raise fault(int(answer["status"]), reason(answer))
        return answers


class DocumentSearch:
    """One search."""

    def __init__(
        self, searcher: Searcher, queries: DocumentQueries, plan: Plan, filters: Mapping[str, Sequence[str]]
    ) -> None:
        self._searcher = searcher
        self._queries = queries
        self._page_queries = PageQueries(queries.weights)
        self._plan = plan
        self._filters = filters
        self._full = queries.full(plan, filters)
        self._matching = queries.matching(plan, filters) if plan.equivalents else self._full

    def answer(self, sort: Sort, window: Window, facets: bool) -> SearchAnswer:
        """What is wanted of the answer."""
        ranking = sort is Sort.RELEVANCE and bool(self._plan.evidence)
        if ranking:
            reach = window.within_reach()
            return self._by_relevance(reach.size, reach.offset, facets)
        if sort is Sort.RELEVANCE:
            return self._by_date(Sort.NEWEST, window.within_reach(), facets)
        return self._by_date(sort, window, facets)

    def _by_date(self, sort: Sort, window: Window, facets: bool) -> SearchAnswer:
        found, direct, *counted = self._searcher.documents(
            self._dated(sort, window), _counting(self._full), *self._facet_bodies(facets)
        )
        total = _total(found)
        hits = [_values(hit) for hit in found["hits"]["hits"]]
        translated = self._translated([key for _, key in hits])
        return SearchAnswer(
            tuple(Hit(id_, 0.0, True, key, key in translated) for id_, key in hits),
            total,
            facets=_facets(counted) if facets else {},
            translated_total=total - _total(direct),
        )

    def _dated(self, sort: Sort, window: Window) -> Body:
        order = "desc" if sort is Sort.NEWEST else "asc"
        body = _body(self._matching, window.size) | {"sort": [{"sort_key": order}]}
        if window.after is not None:
            return body | {"search_after": [window.after]}
        return body | {"from": min(window.offset, _DEEPEST - window.size)}

    def _translated(self, keys: Sequence[int]) -> frozenset[int]:
        """Those of matches that are translated ones."""
        if not self._plan.equivalents or not keys:
            return frozenset()
        (found,) = self._searcher.documents(_body(self._queries.among(self._full, keys), len(keys)))
        return frozenset(keys) - {_values(hit)[1] for hit in found["hits"]["hits"]}

    def _by_relevance(self, size: int, offset: int, facets: bool) -> SearchAnswer:
        """Matches in the query's own words, then translated ones, then partial ones."""
        wanted = max(DEPTH, offset + size)
        bodies = [_body(self._full, wanted)]
        if self._plan.equivalents:
            bodies.append(_body(self._queries.translated(self._plan, self._filters), wanted))
        some = self._some_bodies()
        full, *others = self._searcher.documents(*bodies, *some, *self._facet_bodies(facets))
        translated = others.pop(0) if self._plan.equivalents else None
        every = _total(others.pop(0)) if some else 0
        hits, total = self._hits([full], size, offset), _total(full)
        translated_total = _total(translated) if translated else 0
        if translated:
            hits += self._hits([translated], size - len(hits), max(0, offset - total), translated=True)
        total += translated_total
        partial_total = every - total if some else 0
        if partial_total and len(hits) < size:
            hits += self._partial(size - len(hits), max(0, offset - total))
        return SearchAnswer(tuple(hits), total, partial_total, _facets(others) if facets else {}, translated_total)

    def _some_bodies(self) -> list[Body]:
        if not self._plan.has_partial:
            return []
        return [_counting(self._queries.full_or_partial(self._plan, self._filters))]

    def _partial(self, size: int, offset: int) -> list[Hit]:
        query = self._queries.partial(self._plan, self._filters)
        return self._hits(self._searcher.documents(_body(query, max(DEPTH, offset + size))), size, offset, full=False)

    def _hits(
        self, found: Sequence[Answer], size: int, offset: int, *, full: bool = True, translated: bool = False
    ) -> list[Hit]:
        """The hits from `offset` on: up to DEPTH by the evidence of whole documents and of their best pages, behind that
        by documents alone.
        """
        candidates = [_candidate(hit) for answer in found for hit in answer["hits"]["hits"]]
        if size <= 0 or offset >= len(candidates):
            return []
        best = ranked(self._with_pages(candidates[:DEPTH]), self._queries.weights)
        part = [*best, *candidates[DEPTH:]][offset : offset + size]
        return [Hit(one.address, one.score, full, one.sort_key, translated) for one in part]

    def _with_pages(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        query = self._page_queries.within(self._plan, [candidate.sort_key for candidate in candidates])
        if query is None:
            return list(candidates)
        body = {"query": query, "size": PAGES, "_source": False, "docvalue_fields": ["parent"], "stored_fields": "_none_"}
        (found,) = self._searcher.pages(body | {"track_total_hits": False})
        best: dict[int, float] = {}
        for hit in found["hits"]["hits"]:
            best.setdefault(int(hit["fields"]["parent"][0]), float(hit["_score"]))
        return [candidate.with_page(best.get(candidate.sort_key, 0.0)) for candidate in candidates]

    def _facet_bodies(self, facets: bool) -> list[Body]:
        """Counts of each field, under the filters of the other fields."""
        if not facets:
            return []
        wanted = {field: self._facet(field) for field in FACET_FIELDS}
        query = {"bool": {"filter": [self._queries.matching(self._plan, {})]}}
        return [{"query": query, "size": 0, "track_total_hits": False, "aggs": wanted}]

    def _facet(self, field: str) -> Body:
        others = {name: values for name, values in self._filters.items() if name != field}
        return {"filter": chosen(others), "aggs": {"values": {"terms": {"field": field, "size": MOST_VALUES}}}}


def _body(query: Query, size: int) -> Body:
    fields = ["doc_id", "sort_key", "precedence"]
    return {
        "query": query,
        "size": size,
        "docvalue_fields": fields,
        "stored_fields": "_none_",
        "track_total_hits": True,
    }


def _counting(query: Query) -> Body:
    return {"query": {"bool": {"filter": [query]}}, "size": 0, "track_total_hits": True}


def _total(answer: Answer) -> int:
    return int(answer["hits"]["total"]["value"])


def _values(hit: Answer) -> tuple[str, int]:
    return hit["fields"]["doc_id"][0], int(hit["fields"]["sort_key"][0])


def _candidate(hit: Answer) -> Candidate:
    id_, key = _values(hit)
    return Candidate(id_, float(hit["_score"]), key, int(hit["fields"]["precedence"][0]))


def _facets(answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    counted = answers[0].get("aggregations", {}) if answers else {}
    return {field: _buckets(counted.get(field, {})) for field in FACET_FIELDS}


def _buckets(facet: Answer) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in facet.get("values", {}).get("buckets", ())}
