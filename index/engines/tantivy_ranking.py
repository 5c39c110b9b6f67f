"""The order of documents with tantivy: by the evidence of whole documents, of pieces of words, and of the best pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Query

from index.engines.tantivy_query import DocumentQueries, PageQueries
from index.plan import Plan
from index.ranking import DEPTH, FEW, PAGES, Candidate, ranked

_Hits = Sequence[tuple[float, Any]]
"""Scores and addresses, best first."""


@dataclass(frozen=True, slots=True)
class Found:
    """What answers a query: how many documents, and the best ones without pieces of words."""

    query: Query
    count: int
    hits: _Hits


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Both indexes of a generation at one moment."""

    documents: tantivy.Searcher
    pages: tantivy.Searcher
    queries: DocumentQueries
    page_queries: PageQueries


class Ranking:
    """Ranks what answers a plan in one snapshot."""

    def __init__(self, snapshot: Snapshot, plan: Plan) -> None:
        self._documents = snapshot.documents
        self._pages = snapshot.pages
        self._queries = snapshot.queries
        self._page_queries = snapshot.page_queries
        self._plan = plan

    def by_score(self, query: Query, size: int, offset: int) -> list[Candidate]:
        """The candidates from `offset` on, best first."""
        found: Any = self._documents.search(query, max(DEPTH, offset + size), count=False)
        return self._placed(self._candidates(found.hits))[offset : offset + size]

    def find(self, query: Query, size: int, offset: int) -> Found:
        """What answers a query, counted; its best ones are given to `whole` or `partial` with the same size and offset."""
        found: Any = self._documents.search(query, max(DEPTH, offset + size))
        return Found(query, int(found.count), found.hits)

    def whole(self, found: Found, size: int, offset: int) -> list[Candidate]:
        """The candidates from `offset` on of documents that hold every word: where they are many, pieces of words tell
        nothing more of them.
        """
        candidates = self._candidates(found.hits) if found.count > FEW else self._few(found, offset + size)
        return self._placed(candidates)[offset : offset + size]

    def partial(self, found: Found, size: int, offset: int) -> list[Candidate]:
        """The same of documents that hold some of the words: of many the best ones are ranked by pieces."""
        if found.count <= FEW:
            return self.whole(found, size, offset)
        candidates = self._candidates(found.hits)
        return self._placed([*self._with_pieces(candidates[:DEPTH]), *candidates[DEPTH:]])[offset : offset + size]

    def _few(self, found: Found, wanted: int) -> list[Candidate]:
        """The best of few documents with the evidence of pieces."""
        if found.count <= DEPTH:
            return self._with_pieces(self._candidates(found.hits))
        query = self._queries.with_pieces(found.query, self._plan)
        return self._candidates(self._documents.search(query, max(DEPTH, wanted), count=False).hits)

    def _with_pieces(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """The candidates with the evidence of pieces added to their scores. The engine takes half as long to find that alone
        as to score all the rest again with it.
        """
        query = self._queries.pieces(self._plan, [candidate.sort_key for candidate in candidates])
        if query is None or not candidates:
            return list(candidates)
        found = self._documents.search(query, len(candidates), count=False).hits
        scores = {(address.segment_ord, address.doc): score for score, address in found}
        return [one.with_more(scores.get((one.address.segment_ord, one.address.doc), 0.0)) for one in candidates]

    def _placed(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        """Up to DEPTH in the order of the evidence of whole documents and of their best pages, those behind as they are."""
        return [*ranked(self._with_pages(candidates[:DEPTH]), self._queries.weights), *candidates[DEPTH:]]

    def _candidates(self, found: _Hits) -> list[Candidate]:
        addresses = [address for _, address in found]
        values = zip(found, self._values("sort_key", addresses), self._values("precedence", addresses), strict=True)
        return [Candidate(address, score, key, precedence) for (score, address), key, precedence in values]

    def _with_pages(self, candidates: Sequence[Candidate]) -> list[Candidate]:
        query = self._page_queries.within(self._plan, [candidate.sort_key for candidate in candidates])
        if query is None or not candidates:
            return list(candidates)
        found = self._pages.search(query, PAGES, count=False).hits
        parents = self._pages.fast_field_values("parent", [address for _, address in found])
        best: dict[int, float] = {}
        for (score, _), parent in zip(found, parents, strict=True):
            best.setdefault(int(parent or 0), float(score))
        return [candidate.with_page(best.get(candidate.sort_key, 0.0)) for candidate in candidates]

    def _values(self, field: str, addresses: list[Any]) -> list[int]:
        return [int(value or 0) for value in self._documents.fast_field_values(field, addresses)]
