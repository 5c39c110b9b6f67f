"""The order of documents with tantivy: by the evidence of whole documents, of pieces of words, and of the best pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import tantivy
from tantivy import Query

from index.engines.tantivy_query import DocumentQueries, PageQueries
from index.plan import Plan
from index.ranking import DEPTH, Candidate, ranked

_FEW = 1_000
"""Up to so many matches are all ranked by pieces of words, too: lists of documents that hold a piece are long, and reading
them was most of what a search took.
"""

_PAGES = 4 * DEPTH
"""Pages that are looked at for the best page of each candidate."""

_Found = Sequence[tuple[float, Any]]


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

    def whole(self, query: Query, size: int, offset: int) -> list[Candidate]:
        """The same of documents that hold every word: where they are many, pieces of words tell nothing more of them."""
        candidates, _, _ = self._by_pieces_if_few(query, max(DEPTH, offset + size))
        return self._placed(candidates)[offset : offset + size]

    def partial(self, query: Query, size: int, offset: int) -> tuple[list[Candidate], int]:
        """The same of documents that hold some of the words: of many the best ones are ranked by pieces."""
        candidates, count, pieced = self._by_pieces_if_few(query, max(DEPTH, offset + size))
        if count > _FEW:
            keys = [candidate.sort_key for candidate in candidates[:DEPTH]]
            best = self._documents.search(self._queries.among(pieced, keys), DEPTH, count=False)
            candidates = [*self._candidates(best.hits), *candidates[DEPTH:]]
        return self._placed(candidates)[offset : offset + size], count

    def _by_pieces_if_few(self, query: Query, wanted: int) -> tuple[list[Candidate], int, Query]:
        """The best candidates, how many answer in all, and the query that ranks by pieces, too."""
        found: Any = self._documents.search(query, wanted)
        pieced = self._queries.with_pieces(query, self._plan)
        hits = self._documents.search(pieced, wanted, count=False).hits if found.count <= _FEW else found.hits
        return self._candidates(hits), int(found.count), pieced

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

    def _values(self, field: str, addresses: list[Any]) -> list[int]:
        return [int(value or 0) for value in self._documents.fast_field_values(field, addresses)]
