"""One search over the documents of a space with tantivy: which answer, in which order, with which facets."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

import tantivy
from tantivy import Query

from domain.searching import FACET_FIELDS, Hit, SearchAnswer, Sort, Window
from index.engines.tantivy_ranking import Found, Ranking, Snapshot
from index.plan import Plan
from index.ranking import Candidate, shares

_T = TypeVar("_T")

_MOST_VALUES = 10_000
"""More values of one facet than this are not counted."""

_SIDES = ThreadPoolExecutor(2 * (os.cpu_count() or 1), thread_name_prefix="search")
"""Where parts of a search run beside each other: tantivy lets go of the interpreter."""

_ALL = "all"
"""What the count of all documents is called beside those of facet fields."""

_Values = dict[str, dict[str, int]]
"""Field, value, how many documents have it."""


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many documents match, translated ones too, and their facets."""

    total: int
    facets: _Values


class DocumentSearch:
    """One search over one snapshot."""

    def __init__(self, snapshot: Snapshot, plan: Plan, filters: Mapping[str, Sequence[str]]) -> None:
        self._searcher = snapshot.documents
        self._queries = snapshot.queries
        self._ranking = Ranking(snapshot, plan)
        self._plan = plan
        self._filters = filters
        self._direct = self._queries.direct(plan, filters)
        self._matching = self._queries.matching(plan, filters) if plan.equivalents else self._direct

    def answer(self, sort: Sort, window: Window, facets: bool) -> SearchAnswer:
        """What is wanted of the answer."""
        counts = _aside(self._counts, facets)
        if sort is not Sort.RELEVANCE:
            return self._by_date(sort, window, counts)
        reach = window.within_reach()
        return self._by_relevance(reach, counts) if self._plan.evidence else self._by_date(Sort.NEWEST, reach, counts)

    def _by_date(self, sort: Sort, window: Window, counts: Future[_Counts]) -> SearchAnswer:
        newest_first = sort is Sort.NEWEST
        query = self._matching
        if window.after is not None:
            query = self._queries.behind(query, window.after, newest_first)
        order = tantivy.Order.Desc if newest_first else tantivy.Order.Asc
        offset = window.offset if window.after is None else 0
        found = self._searcher.search(
            query, max(window.size, 1), count=False, order_by_field="sort_key", offset=offset, order=order
        )
        addresses = [address for _, address in found.hits][: window.size]
        keys = [int(key or 0) for key in self._searcher.fast_field_values("sort_key", addresses)]
        untranslated = self._untranslated(keys)
        hits = tuple(
            Hit(self._id(address), 0.0, True, key, key not in untranslated)
            for address, key in zip(addresses, keys, strict=True)
        )
        translated = counts.result().total - self._count(self._direct) if self._plan.equivalents else 0
        return SearchAnswer(hits, counts.result().total, 0, counts.result().facets, translated)

    def _by_relevance(self, window: Window, counts: Future[_Counts]) -> SearchAnswer:
        """Matches in the query's own words, then translated ones, then partial ones. All are counted first: so of the
        others only those are ranked that are shown.
        """
        found = self._find(window.size, window.offset)
        first = _aside(self._own, found, window.size, window.offset)
        if found.count >= window.offset + window.size:
            return self._filled(found, first, counts)
        total = counts.result().total
        _, translated, rest = shares(window.size, window.offset, (found.count, total - found.count))
        second = _aside(self._translated, *translated)
        third, partial_total = self._partial(*rest, total)
        hits = (*first.result(), *second.result(), *third)
        return SearchAnswer(hits, total, partial_total, counts.result().facets, total - found.count)

    def _filled(self, found: Found, first: Future[list[Hit]], counts: Future[_Counts]) -> SearchAnswer:
        """The answer where matches in the query's own words fill the window: the others are only counted."""
        reached = self._reached() if self._plan.has_partial else None
        hits, total = tuple(first.result()), counts.result().total
        partial_total = 0 if reached is None else reached - total
        return SearchAnswer(hits, total, partial_total, counts.result().facets, total - found.count)

    def _find(self, size: int, offset: int) -> Found:
        query = self._queries.full(self._plan, self._filters)
        return self._ranking.find(query, size, offset) if size else Found(query, self._count(self._direct), ())

    def _own(self, found: Found, size: int, offset: int) -> list[Hit]:
        return [self._hit(candidate, True) for candidate in self._ranking.whole(found, size, offset)] if size else []

    def _translated(self, size: int, offset: int) -> list[Hit]:
        query = self._queries.translated(self._plan, self._filters)
        found = self._ranking.by_score(query, size, offset) if size else []
        return [self._hit(candidate, True, True) for candidate in found]

    def _partial(self, size: int, offset: int, total: int) -> tuple[list[Hit], int]:
        """The hits, and how many partial matches there are beside `total` whole ones."""
        if not self._plan.has_partial:
            return [], 0
        if not size:
            return [], self._reached() - total
        found = self._ranking.find(self._queries.partial(self._plan, self._filters), size, offset)
        return [self._hit(candidate, False) for candidate in self._ranking.partial(found, size, offset)], found.count

    def _reached(self) -> int:
        """How many documents hold anything that is asked."""
        return self._count(self._queries.full_or_partial(self._plan, self._filters))

    def _untranslated(self, keys: Sequence[int]) -> frozenset[int]:
        """Those of matches that are no translated ones."""
        return self._among(self._direct, keys) if self._plan.equivalents else frozenset(keys)

    def _among(self, query: Query, keys: Sequence[int]) -> frozenset[int]:
        if not keys:
            return frozenset()
        found = self._searcher.search(self._queries.among(query, keys), len(keys), order_by_field="sort_key")
        return frozenset(key for key, _ in found.hits)

    def _counts(self, facets: bool) -> _Counts:
        """Counts of each field are those under the filters of the other fields."""
        free = [field for field in FACET_FIELDS if facets and not self._filters.get(field)]
        total, counts = self._count_values(self._matching, free)
        for field in self._filters if facets else ():
            others = {name: values for name, values in self._filters.items() if name != field}
            counts |= self._count_values(self._queries.matching(self._plan, others), [field])[1]
        return _Counts(total, {field: counts[field] for field in FACET_FIELDS if facets})

    def _count(self, query: Query) -> int:
        return self._count_values(query, [])[0]

    def _count_values(self, query: Query, fields: Sequence[str]) -> tuple[int, _Values]:
        """How many documents there are, and how many with each value of the fields. Nothing is scored."""
        wanted: dict[str, Any] = {field: {"terms": {"field": field, "size": _MOST_VALUES}} for field in fields}
        answer = self._searcher.aggregate(query, {**wanted, _ALL: {"value_count": {"field": "sort_key"}}})
        found = {field: {bucket["key"]: bucket["doc_count"] for bucket in answer[field]["buckets"]} for field in fields}
        return int(answer[_ALL]["value"]), found

    def _hit(self, candidate: Candidate, full: bool, translated: bool = False) -> Hit:
        return Hit(self._id(candidate.address), float(candidate.score), full, candidate.sort_key, translated)

    def _id(self, address: Any) -> str:
        return str(self._searcher.doc(address).get_first("doc_id"))


def _aside(job: Callable[..., _T], *arguments: Any) -> Future[_T]:
    return _SIDES.submit(job, *arguments)
