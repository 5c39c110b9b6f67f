"""One search over the documents of a space with Elasticsearch: which answer, in which order, with which facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from domain.searching import FACET_FIELDS, Hit, SearchAnswer, Sort, Window
from index.engines.elasticsearch_query import DocumentQueries, chosen, named
from index.engines.elasticsearch_ranking import Group, Ranking
from index.engines.elasticsearch_schema import MOST_VALUES
from index.engines.elasticsearch_searcher import Answer, Body, Searcher, counting, fetching, total, value
from index.plan import Plan
from index.ranking import DEPTH, FEW, shares

_DEEPEST = 10_000
"""Hits that a server goes through by offset; behind them, `after` goes on."""

_DIRECT = "direct"
"""Names matches in the query's own words among all matches."""


class DocumentSearch:
    """One search."""

    def __init__(
        self, searcher: Searcher, queries: DocumentQueries, plan: Plan, filters: Mapping[str, Sequence[str]]
    ) -> None:
        self._searcher = searcher
        self._queries = queries
        self._ranking = Ranking(searcher, queries, plan)
        self._plan = plan
        self._filters = filters
        self._direct = queries.direct(plan, filters)
        self._matching = queries.matching(plan, filters) if plan.equivalents else self._direct

    def answer(self, sort: Sort, window: Window, facets: bool) -> SearchAnswer:
        """What is wanted of the answer."""
        counted = [self._facets()] if facets else []
        if sort is not Sort.RELEVANCE:
            return self._by_date(sort, window, counted)
        if not self._plan.evidence:
            return self._by_date(Sort.NEWEST, window.within_reach(), counted)
        return self._by_relevance(window.within_reach(), counted)

    def _by_date(self, sort: Sort, window: Window, facets: Sequence[Body]) -> SearchAnswer:
        own = [counting(self._direct)] if self._plan.equivalents else []
        found, *others = self._searcher.documents(self._dated(sort, window), *own, *facets)
        direct = total(others.pop(0)) if own else total(found)
        hits = (
            Hit(value(hit, "doc_id"), 0.0, True, int(value(hit, "sort_key")), _DIRECT not in hit.get("matched_queries", ()))
            for hit in found["hits"]["hits"]
        )
        return SearchAnswer(tuple(hits), total(found), 0, _counts(others), total(found) - direct)

    def _dated(self, sort: Sort, window: Window) -> Body:
        order = "desc" if sort is Sort.NEWEST else "asc"
        query = named(self._matching, _DIRECT, self._direct)
        body = fetching(query, window.size, ["doc_id", "sort_key"])
        body |= {"sort": [{"sort_key": order}], "track_total_hits": True}
        if window.after is not None:
            return body | {"search_after": [window.after]}
        return body | {"from": min(window.offset, _DEEPEST - window.size)}

    def _by_relevance(self, window: Window, facets: Sequence[Body]) -> SearchAnswer:
        """Matches in the query's own words, then translated ones, then partial ones. The first are ranked while all are
        counted, of the others only those that are shown.
        """
        own = Group(self._queries.full(self._plan, self._filters), window.size, window.offset)
        found, *others = self._searcher.documents(
            self._ranking.body(own) | {"track_total_hits": True}, *self._others(), *facets
        )
        counts = iter(others)
        direct = total(found)
        matching = total(next(counts)) if self._plan.equivalents else direct
        partial = total(next(counts)) - matching if self._plan.has_partial else 0
        first, *rest = shares(window.size, window.offset, (direct, matching - direct))
        few = direct <= FEW and self._ranking.has_pieces
        groups = [replace(own, by_pieces=FEW if few else 0)] if first[0] else []
        known = [found] if groups and not (few and direct > DEPTH) else []
        hits = self._ranking.hits([*groups, *self._behind(rest, partial)], *known)
        return SearchAnswer(tuple(hits), matching, partial, _counts([*counts]), matching - direct)

    def _others(self) -> list[Body]:
        """Counts of all matches, where some are translated ones, and of partial ones beside them, where there are any."""
        translated = [counting(self._matching)] if self._plan.equivalents else []
        if not self._plan.has_partial:
            return translated
        return [*translated, counting(self._queries.full_or_partial(self._plan, self._filters))]

    def _behind(self, parts: Sequence[tuple[int, int]], partial: int) -> list[Group]:
        """The translated and the partial matches that are shown."""
        translated, rest = parts
        groups = []
        if translated[0]:
            groups.append(Group(self._queries.translated(self._plan, self._filters), *translated, translated=True))
        if rest[0] and partial:
            query = self._queries.partial(self._plan, self._filters)
            groups.append(Group(query, *rest, by_pieces=FEW if partial <= FEW else DEPTH, full=False))
        return groups

    def _facets(self) -> Body:
        """Counts of each field, under the filters of the other fields."""
        query = {"bool": {"filter": [self._queries.matching(self._plan, {})]}}
        counts = {field: self._facet(field) for field in FACET_FIELDS}
        return {"query": query, "size": 0, "track_total_hits": False, "aggs": counts}

    def _facet(self, field: str) -> Body:
        counts: Body = {"terms": {"field": field, "size": MOST_VALUES}}
        others = {name: values for name, values in self._filters.items() if name != field and values}
        return {"filter": chosen(others), "aggs": {"values": counts}} if others else counts


def _counts(answers: Sequence[Answer]) -> dict[str, dict[str, int]]:
    """The values of each field and how many documents have each; nothing without an answer."""
    return {
        field: {bucket["key"]: bucket["doc_count"] for bucket in _buckets(answer, field)}
        for answer in answers
        for field in FACET_FIELDS
    }


def _buckets(answer: Answer, field: str) -> Sequence[Mapping[str, Any]]:
    """Those of an index that was never made are none."""
    counted = answer.get("aggregations", {}).get(field, {})
    buckets: Sequence[Mapping[str, Any]] = counted.get("values", counted).get("buckets", ())
    return buckets
