"""One search over the documents of a space with tantivy: which answer, in which order, with which facets."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import tantivy
from tantivy import Query

from domain.searching import FACET_FIELDS, Hit, SearchAnswer, Sort, Window
from index.engines.tantivy_ranking import Ranking, Snapshot
from index.plan import Plan
from index.ranking import Candidate

_T = TypeVar("_T")

_MOST_VALUES = 10_000
"""More values of one facet than this are not counted."""

_SIDES = ThreadPoolExecutor(2 * (os.cpu_count() or 1), thread_name_prefix="search")
"""Where parts of a search run beside each other: tantivy lets go of the interpreter."""

_Answer = tuple[tuple[Hit, ...], int, int, int]
"""Hits; how many matches there are, partial ones beside them, and translated ones among them."""


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
        by_relevance = sort is Sort.RELEVANCE
        counts = _aside(self._facets) if facets else None
        hits, total, partial, translated = self._by_relevance(window) if by_relevance else self._by_date(sort, window)
        return SearchAnswer(hits, total, partial, counts.result() if counts else {}, translated)

    def _by_date(self, sort: Sort, window: Window) -> _Answer:
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
        total = self._count(self._matching)
        return hits, total, 0, total - self._count(self._direct) if self._plan.equivalents else 0

    def _by_relevance(self, window: Window) -> _Answer:
        """Matches in the query's own words, then translated ones, then partial ones. While the first are ranked all are
        counted: so of the others only those are ranked that are shown.
        """
        reach = window.within_reach()
        if not self._plan.evidence:
            return self._by_date(Sort.NEWEST, reach)
        first = _aside(self._own, reach.size, reach.offset)
        direct = self._count(self._direct)
        total = self._count(self._matching) if self._plan.equivalents else direct
        _, translated, rest = _shares(reach.size, reach.offset, (direct, total - direct))
        second = _aside(self._translated, *translated)
        third, partial_total = self._partial(*rest, total)
        return (*first.result(), *second.result(), *third), total, partial_total, total - direct

    def _own(self, size: int, offset: int) -> list[Hit]:
        query = self._queries.full(self._plan, self._filters)
        return [self._hit(candidate, True) for candidate in self._ranking.whole(query, size, offset)] if size else []

    def _translated(self, size: int, offset: int) -> list[Hit]:
        query = self._queries.translated(self._plan, self._filters)
        found = self._ranking.by_score(query, size, offset) if size else []
        return [self._hit(candidate, True, True) for candidate in found]

    def _partial(self, size: int, offset: int, total: int) -> tuple[list[Hit], int]:
        """The hits, and how many partial matches there are beside `total` whole ones."""
        if not self._plan.has_partial:
            return [], 0
        if not size:
            return [], self._count(self._queries.full_or_partial(self._plan, self._filters)) - total
        found, count = self._ranking.partial(self._queries.partial(self._plan, self._filters), size, offset)
        return [self._hit(candidate, False) for candidate in found], count

    def _untranslated(self, keys: Sequence[int]) -> frozenset[int]:
        """Those of matches that are no translated ones."""
        return self._among(self._direct, keys) if self._plan.equivalents else frozenset(keys)

    def _among(self, query: Query, keys: Sequence[int]) -> frozenset[int]:
        if not keys:
            return frozenset()
        found = self._searcher.search(self._queries.among(query, keys), len(keys), order_by_field="sort_key")
        return frozenset(key for key, _ in found.hits)

    def _facets(self) -> dict[str, dict[str, int]]:
        """Counts of each field, under the filters of the other fields."""
        free = [field for field in FACET_FIELDS if not self._filters.get(field)]
        counts = self._count_values(self._matching, free)
        for field in self._filters:
            others = {name: values for name, values in self._filters.items() if name != field}
            counts |= self._count_values(self._queries.matching(self._plan, others), [field])
        return {field: counts[field] for field in FACET_FIELDS}

    def _count(self, query: Query) -> int:
        found: Any = self._searcher.search(query, 1, order_by_field="sort_key")  # scores nothing
        return int(found.count)

    def _count_values(self, query: Query, fields: Sequence[str]) -> dict[str, dict[str, int]]:
        wanted = {field: {"terms": {"field": field, "size": _MOST_VALUES}} for field in fields}
        answer = self._searcher.aggregate(query, wanted) if wanted else {}
        return {field: {bucket["key"]: bucket["doc_count"] for bucket in answer[field]["buckets"]} for field in fields}

    def _hit(self, candidate: Candidate, full: bool, translated: bool = False) -> Hit:
        return Hit(self._id(candidate.address), float(candidate.score), full, candidate.sort_key, translated)

    def _id(self, address: Any) -> str:
        return str(self._searcher.doc(address).get_first("doc_id"))


def _aside(job: Callable[..., _T], *arguments: Any) -> Future[_T]:
    return _SIDES.submit(job, *arguments)


def _shares(size: int, offset: int, counts: Sequence[int]) -> list[tuple[int, int]]:
    """How many of the `size` hits from `offset` on are in each of several groups that follow each other, and from where
    on in the group; `counts` are those of the groups but the last, which has the rest.
    """
    shares = []
    for count in counts:
        inside = min(size, max(0, count - offset))
        shares.append((inside, offset))
        size, offset = size - inside, max(0, offset - count)
    return [*shares, (size, offset)]
