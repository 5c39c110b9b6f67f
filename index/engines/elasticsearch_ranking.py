"""The order of documents with Elasticsearch: by the evidence of whole documents, of pieces of words, and of the best pages.

However many groups of documents follow each other in an answer, all are ranked by one request, and their pages by another.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from domain.searching import Hit
from index.engines.elasticsearch_query import DocumentQueries, PageQueries, Query
from index.engines.elasticsearch_searcher import Answer, Body, Searcher, fetching, value
from index.plan import Plan
from index.ranking import DEPTH, PAGES, Candidate, ranked

_FIELDS = ("doc_id", "sort_key", "precedence")


@dataclass(frozen=True, slots=True)
class Group:
    """The documents that answer `query`. Of these `size` are wanted, best first, from `offset` on; as many of the best as
    `by_pieces` says are ranked by pieces of words, too. `full` and `translated` are as in `domain.searching.Hit`.
    """

    query: Query
    size: int
    offset: int
    by_pieces: int = 0
    full: bool = True
    translated: bool = False

    @property
    def depth(self) -> int:
        """How many have to be ranked."""
        return max(DEPTH, self.offset + self.size)


class Ranking:
    """Ranks what answers a plan."""

    def __init__(self, searcher: Searcher, queries: DocumentQueries, plan: Plan) -> None:
        self._searcher = searcher
        self._queries = queries
        self._page_queries = PageQueries(queries.weights)
        self._plan = plan
        self._pieces = queries.pieces(plan)

    def body(self, group: Group) -> Body:
        """The search that ranks a group by whole documents and pieces of words."""
        body = fetching(group.query, group.depth, _FIELDS)
        if not self.by_pieces(group):
            return body
        return body | {"rescore": {"window_size": group.by_pieces, "query": {"rescore_query": self._pieces}}}

    def by_pieces(self, group: Group) -> bool:
        """Whether pieces of words make a difference to its order."""
        return group.by_pieces > 0 and self._pieces is not None

    def hits(self, groups: Sequence[Group], *answers: Answer) -> list[Hit]:
        """The hits that are wanted of each group, one group after the other. `answers` are those to the bodies of the first
        groups, as far as they are there.
        """
        asked = self._searcher.documents(*map(self.body, groups[len(answers) :]))
        found = [list(map(_candidate, answer["hits"]["hits"])) for answer in (*answers, *asked)]
        best = self._with_pages([candidates[:DEPTH] for candidates in found])
        weights = self._queries.weights
        return [
            Hit(one.address, one.score, group.full, one.sort_key, group.translated)
            for group, first, candidates in zip(groups, best, found, strict=True)
            for one in [*ranked(first, weights), *candidates[DEPTH:]][group.offset : group.offset + group.size]
        ]

    def _with_pages(self, groups: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
        """Each candidate with the score of its best page."""
        queries = [self._page_queries.within(self._plan, [one.sort_key for one in group]) for group in groups]
        answers = self._searcher.pages(*(fetching(query, PAGES, ["parent"]) for query in queries if query))
        best: dict[int, float] = {}
        for hit in (hit for answer in answers for hit in answer["hits"]["hits"]):
            best.setdefault(int(value(hit, "parent")), float(hit["_score"]))
        return [[one.with_page(best.get(one.sort_key, 0.0)) for one in group] for group in groups]


def _candidate(hit: Answer) -> Candidate:
    key, precedence = int(value(hit, "sort_key")), int(value(hit, "precedence"))
    return Candidate(value(hit, "doc_id"), float(hit["_score"]), key, precedence)
