"""The order of documents with Elasticsearch: by the evidence of whole documents, of pieces of words, and of the best pages.

However many groups of documents follow each other in an answer, all are ranked by one request, and their pages by another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from domain.searching import Hit, PageHit
from index.engines.elasticsearch_query import DocumentQueries, PageQueries, Query, narrowed
from index.engines.elasticsearch_searcher import Answer, Body, Searcher, fetching, value
from index.plan import Plan
from index.ranking import DEPTH, PAGES, Candidate, ranked

_FIELDS = ("doc_id", "sort_key", "precedence")
_PAGE_FIELDS = ("parent", "version_id", "page")


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


@dataclass
class _Evidence:
    """What is known of documents beside their own scores, by their sort keys: what pieces of words add to these, and the
    pages that hold anything, best first.
    """

    pieces: dict[int, float] = field(default_factory=dict)
    pages: dict[int, list[PageHit]] = field(default_factory=dict)
    all_pages: bool = True

    def add_pieces(self, answer: Answer) -> None:
        """Take in what pieces add."""
        self.pieces |= {int(value(hit, "sort_key")): float(hit["_score"]) for hit in answer["hits"]["hits"]}

    def add_pages(self, answer: Answer) -> None:
        """Take in pages; where there may be more of them, those of a document may be missing."""
        hits = answer["hits"]["hits"]
        self.all_pages &= len(hits) < PAGES
        for hit in hits:
            page = PageHit(value(hit, "version_id"), int(value(hit, "page")), float(hit["_score"]))
            self.pages.setdefault(int(value(hit, "parent")), []).append(page)

    def of(self, candidate: Candidate) -> Candidate:
        """The candidate with all that speaks for it."""
        pages = self.pages.get(candidate.sort_key)
        scored = candidate.with_more(self.pieces.get(candidate.sort_key, 0.0))
        return scored.with_page(pages[0].score) if pages else scored

    def best_pages(self, candidate: Candidate) -> tuple[PageHit, ...] | None:
        """Its pages, if these are all."""
        pages = self.pages.get(candidate.sort_key)
        return tuple(pages) if pages and self.all_pages else None


class Ranking:
    """Ranks what answers a plan."""

    def __init__(self, searcher: Searcher, queries: DocumentQueries, plan: Plan) -> None:
        self._searcher = searcher
        self._weights = queries.weights
        self._page_queries = PageQueries(queries.weights)
        self._plan = plan
        self._pieces = queries.pieces(plan)

    @property
    def has_pieces(self) -> bool:
        """Whether there are any pieces of words to rank by."""
        return self._pieces is not None

    def body(self, group: Group) -> Body:
        """The search that ranks a group by whole documents, and pieces of words where these are wanted."""
        body = fetching(group.query, group.depth, _FIELDS)
        if not group.by_pieces or self._pieces is None:
            return body
        return body | {"rescore": {"window_size": group.by_pieces, "query": {"rescore_query": self._pieces}}}

    def hits(self, groups: Sequence[Group], *answers: Answer) -> list[Hit]:
        """The hits that are wanted of each group, one group after the other. `answers` are the rankings of the first groups
        without pieces of words, where they are there already: each is of a group that is not ranked by pieces, or one of at
        most DEPTH documents.
        """
        known = [_candidates(answer) for answer in answers]
        behind = groups[len(known) :]
        alone = [body for pair in zip(groups, known, strict=False) for body in self._pieces_alone(*pair)]
        rankings, pages = self._searcher.ask([*alone, *map(self.body, behind)], self._of_pages(known))
        found = [*known, *map(_candidates, rankings[len(alone) :])]
        evidence = _evidence(rankings[: len(alone)], [*pages, *self._searcher.pages(*self._of_pages(found[len(known) :]))])
        return [hit for group, own in zip(groups, found, strict=True) for hit in self._shown(group, own, evidence)]

    def _pieces_alone(self, group: Group, candidates: Sequence[Candidate]) -> Iterator[Body]:
        """The search for what pieces add to the scores of candidates."""
        if group.by_pieces and self._pieces is not None:
            inside = {"terms": {"sort_key": [one.sort_key for one in candidates]}}
            yield fetching(narrowed(self._pieces, inside), DEPTH, ["sort_key"])

    def _of_pages(self, groups: Sequence[Sequence[Candidate]]) -> list[Body]:
        """The searches for the pages of each group's best candidates."""
        queries = (
            self._page_queries.within(self._plan, [one.sort_key for one in group[:DEPTH]]) for group in groups if group
        )
        return [fetching(query, PAGES, _PAGE_FIELDS) for query in queries if query]

    def _shown(self, group: Group, candidates: Sequence[Candidate], evidence: _Evidence) -> Iterator[Hit]:
        """Up to DEPTH in the order of all evidence, those behind as they are."""
        best = ranked(map(evidence.of, candidates[:DEPTH]), self._weights)
        for one in [*best, *candidates[DEPTH:]][group.offset : group.offset + group.size]:
            pages = evidence.best_pages(one)
            yield Hit(one.address, one.score, group.full, one.sort_key, group.translated, pages)


def _evidence(pieces: Iterable[Answer], pages: Iterable[Answer]) -> _Evidence:
    evidence = _Evidence()
    for answer in pieces:
        evidence.add_pieces(answer)
    for answer in pages:
        evidence.add_pages(answer)
    return evidence


def _candidates(answer: Answer) -> list[Candidate]:
    return [
        Candidate(value(hit, "doc_id"), float(hit["_score"]), int(value(hit, "sort_key")), int(value(hit, "precedence")))
        for hit in answer["hits"]["hits"]
    ]
