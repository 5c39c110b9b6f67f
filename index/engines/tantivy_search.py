"""One search over the documents of a space with tantivy: which answer, in which order, with which facets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Query

from domain.searching import FACET_FIELDS, MAX_OFFSET, Hit, SearchAnswer, Sort, Window
from index.engines.tantivy_query import DocumentQueries, PageQueries
from index.plan import Plan
from index.ranking import DEPTH, Candidate, ranked

_MOST_VALUES = 10_000
"""More values of one facet than this are not counted."""

_PAGES = 4 * DEPTH
"""Pages that are looked at for the best page of each candidate."""

_FEW = 1_000
"""Up to so many matches are all ranked by pieces of words, too, of more the DEPTH best: the lists of documents that hold a
piece are long, and reading them was most of what a search took.
"""

_Answer = tuple[tuple[Hit, ...], int, int, int]
"""Hits; how many matches there are, partial ones beside them, and translated ones among them."""

_Found = Sequence[tuple[float, Any]]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Both indexes of a generation at one moment."""

    documents: tantivy.Searcher
    pages: tantivy.Searcher
    queries: DocumentQueries
    page_queries: PageQueries


class DocumentSearch:
    """One search over one snapshot."""

    def __init__(self, snapshot: Snapshot, plan: Plan, filters: Mapping[str, Sequence[str]]) -> None:
        self._searcher = snapshot.documents
        self._pages = snapshot.pages
        self._queries = snapshot.queries
        self._page_queries = snapshot.page_queries
        self._plan = plan
        self._filters = filters
        self._direct = self._queries.direct(plan, filters)
        self._matching = self._queries.matching(plan, filters) if plan.equivalents else self._direct

    def answer(self, sort: Sort, window: Window, facets: bool) -> SearchAnswer:
        """What is wanted of the answer."""
        by_relevance = sort is Sort.RELEVANCE
        hits, total, partial, translated = self._by_relevance(window) if by_relevance else self._by_date(sort, window)
        return SearchAnswer(hits, total, partial, self._facets() if facets else {}, translated)

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
        keys = self._values("sort_key", addresses)
        untranslated = self._untranslated(keys)
        hits = tuple(
            Hit(self._id(address), 0.0, True, key, key not in untranslated)
            for address, key in zip(addresses, keys, strict=True)
        )
        total = self._count(self._matching)
        return hits, total, 0, total - self._count(self._direct) if self._plan.equivalents else 0

    def _by_relevance(self, window: Window) -> _Answer:
        if not self._plan.evidence:
            return self._by_date(Sort.NEWEST, Window(_size(window), min(window.offset, MAX_OFFSET)))
        size, offset = _size(window), min(window.offset, MAX_OFFSET)
        hits, total, translated = self._matches(size, offset)
        if not self._plan.has_partial:
            return hits, total, 0, translated
        if len(hits) == size:
            partial_total = self._count(self._queries.full_or_partial(self._plan, self._filters)) - total
            return hits, total, partial_total, translated
        query = self._queries.partial(self._plan, self._filters)
        found, partial_total = self._ranked_by_pieces(query, size - len(hits), max(0, offset - total))
        return hits + tuple(self._hit(candidate, False) for candidate in found), total, partial_total, translated

    def _matches(self, size: int, offset: int) -> tuple[tuple[Hit, ...], int, int]:
        """Matches in the query's own words, then translated ones; how many there are in all, and of the translated."""
        query = self._queries.full(self._plan, self._filters)
        found, total = self._ranked_by_pieces(query, size, offset)
        hits = tuple(self._hit(candidate, True) for candidate in found)
        if not self._plan.equivalents:
            return hits, total, 0
        query = self._queries.translated(self._plan, self._filters)
        found, translated = self._ranked(query, size - len(hits), max(0, offset - total))
        return hits + tuple(self._hit(candidate, True, True) for candidate in found), total + translated, translated

    def _ranked(self, query: Query, size: int, offset: int) -> tuple[list[Candidate], int]:
        """The candidates from `offset` on, best first, and how many there are."""
        found: Any = self._searcher.search(query, max(DEPTH, offset + size))
        return self._placed(self._candidates(found.hits))[offset : offset + size], int(found.count)

    def _ranked_by_pieces(self, query: Query, size: int, offset: int) -> tuple[list[Candidate], int]:
        """The same, ranked by pieces of words, too."""
        if not self._plan.words:
            return self._ranked(query, size, offset)
        wanted = max(DEPTH, offset + size)
        found: Any = self._searcher.search(query, wanted)
        pieced = self._queries.with_pieces(query, self._plan)
        if found.count <= _FEW:
            candidates = self._candidates(self._searcher.search(pieced, wanted, count=False).hits)
        else:
            candidates = self._candidates(found.hits)
            keys = [candidate.sort_key for candidate in candidates[:DEPTH]]
            best: Any = self._searcher.search(self._queries.among(pieced, keys), DEPTH, count=False)
            candidates = [*self._candidates(best.hits), *candidates[DEPTH:]]
        return self._placed(candidates)[offset : offset + size], int(found.count)

    def _placed(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Up to DEPTH in the order of the evidence of whole documents and of their best pages, those behind as they are."""
        return [*ranked(self._with_pages(candidates[:DEPTH]), self._queries.weights), *candidates[DEPTH:]]

    def _candidates(self, found: _Found) -> list[Candidate]:
        addresses = [address for _, address in found]
        values = zip(found, self._values("sort_key", addresses), self._values("precedence", addresses), strict=True)
        return [Candidate(address, score, key, precedence) for (score, address), key, precedence in values]

    def _with_pages(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        query = self._page_queries.within(self._plan, [candidate.sort_key for candidate in candidates])
        if query is None or not candidates:
            return list(candidates)
        found = self._pages.search(query, _PAGES, count=False).hits
        parents = self._pages.fast_field_values("parent", [address for _, address in found])
        best: dict[int, float] = {}
        for (score, _), parent in zip(found, parents, strict=True):
            best.setdefault(int(parent or 0), float(score))
        return [candidate.with_page(best.get(candidate.sort_key, 0.0)) for candidate in candidates]

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

    def _values(self, field: str, addresses: list[Any]) -> list[int]:
        return [int(value or 0) for value in self._searcher.fast_field_values(field, addresses)]

    def _hit(self, candidate: Candidate, full: bool, translated: bool = False) -> Hit:
        return Hit(self._id(candidate.address), float(candidate.score), full, candidate.sort_key, translated)

    def _id(self, address: Any) -> str:
        return str(self._searcher.doc(address).get_first("doc_id"))


def _size(window: Window) -> int:
    return max(0, min(window.size, MAX_OFFSET + window.size - window.offset))
